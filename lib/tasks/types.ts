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
  /** The evidence, with `••••` for what its schema calls sensitive, and cut when it is very large. */
  payload: Json;
  payloadCut: boolean;
  /** Of the whole evidence, as it is and not as it is shown. */
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
  tone: StoredOutcome['tone'];
  resumeData: Json;
  comment: string | null;
  by: { kind: ActorKind; id: string; name: string };
  channel: Channel;
  at: string;
  /** When the run had taken it; null while it is recorded and being applied. */
  appliedAt: string | null;
  /** Recorded, and waiting for the answers of earlier items of the same list. */
  waitingForTurn: boolean;
  /** When the run was taken back behind this answer, so that it counts no more. */
  revisedAt: string | null;
  payloadDigest: string;
  /** What the person changed of the content they were shown; null when the answer repeats none of it, or all. */
  edits: Edits | null;
};

/** The parts of the evidence that the answer took up changed, as they were and as they are now, by the answer's schema. */
export type Edits = { schema: JsonSchema; before: { [key: string]: Json }; after: { [key: string]: Json } };

/** That people were reminded of a task, or more of them asked; `people` are names. */
export type TaskNotice = { kind: 'reminded' | 'escalated'; at: string; people: string[] };

export type TaskDetail = Task & {
  payloadSchema: JsonSchema | null;
  resumeSchema: JsonSchema | null;
  outcomes: StoredOutcome[];
  reasonField: string | null;
  /** What the form starts with: content of the evidence that the answer takes up under the same name. */
  suggested: { [key: string]: Json };
  /** Reminders and escalations, oldest first. */
  notices: readonly TaskNotice[];
  canReveal: boolean;
  canDecide: boolean;
  refusal: Refusal | null;
};

/** What a task asked before its form was renewed, as it may be shown. */
export type PastQuestion = Pick<TaskDetail, 'payloadDigest' | 'payload' | 'payloadCut' | 'payloadSchema' | 'resumeSchema' | 'outcomes' | 'reasonField' | 'suggested'> & { replacedAt: string };

/** A row of the inbox: what a person needs to choose, without evidence. */
export type TaskSummary = Pick<
  Task,
  'taskId' | 'runId' | 'workflowId' | 'kind' | 'title' | 'state' | 'requester' | 'assignee' | 'dueAt' | 'priority' | 'createdAt' | 'closedAt' | 'decidedAt'
> & { outcome: string | null; decidedBy: string | null };

export type Page<T> = { items: T[]; nextCursor: string | null };
