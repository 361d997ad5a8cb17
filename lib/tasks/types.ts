import type { ActorKind, Channel, Priority, TaskKind, TaskState } from '@/db/enums';
import type { Json, JsonSchema, StoredOutcome } from '@/db/schema/json';
import type { Refusal } from '@/lib/policies/may-decide';

/** The shapes of tasks as pages and API give them; times are ISO 8601 in UTC. */
export type Task = {
  taskId: string;
  runId: string;
  workflowId: string;
  step: { path: string[]; forEachIndex: number | null };
  kind: TaskKind;
  title: string;
  state: TaskState;
  payload: Json;
  payloadDigest: string;
  /** Principals: `user:id`, `group:slug`, `role:name`. */
  candidates: string[];
  requester: { id: string; name: string };
  assignee: string | null;
  dueAt: string | null;
  priority: Priority;
  createdAt: string;
  closedAt: string | null;
  closeReason: string | null;
  decidedAt: string | null;
  decision: TaskDecision | null;
};

export type TaskDecision = {
  id: string;
  outcome: string;
  outcomeLabel: string;
  resumeData: Json;
  comment: string | null;
  by: { kind: ActorKind; id: string; name: string };
  channel: Channel;
  at: string;
  /** When the run had taken it; null while it is recorded and being applied. */
  appliedAt: string | null;
  payloadDigest: string;
};

export type TaskDetail = Task & {
  payloadSchema: JsonSchema | null;
  resumeSchema: JsonSchema | null;
  outcomes: StoredOutcome[];
  reasonField: string | null;
  canDecide: boolean;
  refusal: Refusal | null;
};

/** A row of the inbox: what a person needs to choose, without evidence. */
export type TaskSummary = Pick<
  Task,
  'taskId' | 'runId' | 'workflowId' | 'kind' | 'title' | 'state' | 'requester' | 'assignee' | 'dueAt' | 'priority' | 'createdAt' | 'closedAt' | 'decidedAt'
> & { outcome: string | null; decidedBy: string | null };

export type Page<T> = { items: T[]; nextCursor: string | null };
