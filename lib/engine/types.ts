import type {
  Json,
  StoredSchema,
  StoredPolicy,
  StoredError,
  StoredOutcome,
  StoredStep,
  StoredToolCall,
} from '@/db/schema/json';
import type { Priority, RunStatus, TaskKind } from '@/db/enums';
import type { Issue } from '@/lib/base/errors';

/**
 * `status` null: there is a snapshot, and it cannot be read. `waiting`: the outermost steps that wait; `since`: when each
 * began to. `root`: the run in whose drive it was written, which is another one for what is nested in that; null: none of ours.
 */
export type RunHead = {
  status: RunStatus | null;
  waiting: string[];
  since: number[];
  root: string | null;
};

/** `owner` is what its program called the owner (the engine's `resourceId`). */
export type WaitingRun = { id: string; workflowId: string; owner: string | null };

/** `fault`: what the author's schema threw instead of judging; there is one issue then, which says so. */
export type Validated = { ok: true; value: Json } | { ok: false; issues: Issue[]; fault?: unknown };

/** The right to drive one run. The snapshot store refuses writes with a token older than the newest it has seen. */
export type Fence = {
  readonly runId: string;
  readonly token: number;
  /** Fires when the right is lost: what runs is aborted, and nothing more is written. Its reason is an error to throw. */
  readonly signal: AbortSignal;
  /** Says that somebody else holds the run now. */
  lose(cause?: unknown): void;
  /** Every step that this holder ran, in the order in which they began. */
  readonly steps: RanStep[];
};

/** Of `performance.now()` in the process that ran it; `endedAt` is null while it runs. */
export type RanStep = StepAddress & { startedAt: number; endedAt: number | null };

/** What the engine and policy functions may know of a run. */
export type RunFacts = {
  id: string;
  workflowId: string;
  /** How often the run was taken back: what its steps do then is another effect than before. */
  revision: number;
  title: string;
  input: Json;
  requester: { id: string; name: string; email: string };
};

export type StepAddress = { path: string[]; forEachIndex: number | null };

/**
 * One wait of one run. `suspendedAt` in epoch milliseconds: the same step that suspends again is another suspension.
 * Of those with the same `turn` the engine only takes the answer for the lowest index; null: it takes it at any time.
 */
export type Suspension = StepAddress & {
  runId: string;
  workflowId: string;
  suspendedAt: number;
  /** When the step, of an item its list, began (epoch ms): tells one execution from another. */
  startedAt: number | null;
  /** What people are shown: what the step asked with or, where that was nothing, its input (`ofInput`). */
  payload: Json;
  ofInput?: boolean;
  turn: string | null;
  /** For a question of an agent: which tool asks, and its definition when it did. */
  toolCall: StoredToolCall | null;
};

/** What a form, and the check of an answer, are made of. */
export type Question = Pick<Suspension, 'workflowId' | 'path' | 'payload' | 'ofInput' | 'toolCall'>;

export type EngineRun = {
  status: RunStatus;
  /** Another one each time the snapshot is written anew, by whatever program. */
  version: number;
  suspensions: Suspension[];
  /** The steps that run, or ran when their holder died; `startedAt` in epoch milliseconds. */
  running: (StepAddress & { startedAt: number })[];
  /**
   * The steps that took an answer, as far as the snapshot still knows: of an earlier round of a loop or a list that is
   * done it may not. `taskId`: the task of ours that was answered; null: another program answered. `suspendedAt`: since when
   * it waits again; null: it does not.
   */
  takers: (StepAddress & { taskId: string | null; resumeData: Json; suspendedAt: number | null })[];
  steps: StoredStep[];
  result: Json;
  error: StoredError | null;
  /** Bytes of the snapshot as JSON. */
  size: number;
};

/** `acts`: it does its work again when it runs again, beside asking people (`asks`). */
export type PlacedStep = { path: string[]; title: string; asks: boolean; acts: boolean };

/**
 * `again`: the steps that run again from there, as far as the run had reached them; the place itself is the first.
 * `round`: the steps that share a loop with it, if it is in one.
 */
export type Place = PlacedStep & { again: PlacedStep[]; round: string[][] };

/** What people are shown of a question besides its payload, by the code as it is now. */
export type TaskForm = {
  payloadSchema: StoredSchema | null;
  resumeSchema: StoredSchema | null;
  outcomes: StoredOutcome[];
  reasonField: string | null;
};

/** A task before it is stored. `candidates` are principals; empty means the author's policy named nobody. */
export type TaskDraft = Omit<TaskForm, 'reasonField'> & {
  kind: TaskKind;
  title: string;
  candidates: string[];
  priority: Priority;
  dueAt: Date | null;
  /** For kind `event`: what it waits for. */
  signal: { name: string; key: string } | null;
  /** As its column keeps it. */
  policy: Required<StoredPolicy>;
};
