import type { ActorKind, Channel, RunStatus } from '@/db/enums';
import type { Json, JsonSchema, StoredError, StoredStep } from '@/db/schema/json';
import type { TaskDecision, TaskNotice } from '@/lib/tasks/types';

/** The shapes of runs as pages and API give them; times are ISO 8601 in UTC. */
export type Run = {
  runId: string;
  workflowId: string;
  workflowTitle: string;
  title: string;
  status: RunStatus;
  requester: { id: string; name: string };
  createdAt: string;
  updatedAt: string;
  finishedAt: string | null;
};

/** A row of "My requests". `waitingOn` names who is asked now, in words, such as `Finance`. */
export type RunSummary = Run & { waitingOn: string[] };

/** One question of a run, in order; the evidence is on the task's own page. */
export type RunTask = {
  taskId: string;
  stepPath: string[];
  forEachIndex: number | null;
  title: string;
  state: 'open' | 'decided' | 'expired' | 'canceled';
  /** Whether the reader may open the task's page. */
  visible: boolean;
  /** Who is asked, in words: names of people, groups or roles. */
  askedOf: string[];
  createdAt: string;
  dueAt: string | null;
  closedAt: string | null;
  closeReason: string | null;
  notices: readonly TaskNotice[];
  decision: TaskDecision | null;
};

export type RunStep = Omit<StoredStep, 'startedAt' | 'endedAt'> & { startedAt: string | null; endedAt: string | null };

export type RunDetail = Run & {
  /** As it was sent, with `••••` for what its schema calls sensitive, and cut when it is very large. */
  input: Json;
  inputCut: boolean;
  inputSchema: JsonSchema | null;
  steps: RunStep[];
  tasks: RunTask[];
  /** The workflow's result when the status is `success`; masked and cut as the input is. */
  result: Json;
  resultCut: boolean;
  resultSchema: JsonSchema | null;
  error: StoredError | null;
  cancelReason: string | null;
  canCancel: boolean;
  /** The newest audit sequence number seen with this state; event streams go on after it. */
  lastEventId: number;
};

/** What taking an answer back means: the steps that will do their work again, and the questions that are asked again. */
export type RevisionPreview = { taskId: string; title: string; runsAgain: string[]; askedAgain: string[] };

/** One entry of a run's history, as server-sent events carry it. */
export type RunEvent = {
  seq: number;
  verb: string;
  at: string;
  by: { kind: ActorKind; name: string };
  channel: Channel;
  taskId: string | null;
  data: Json;
};
