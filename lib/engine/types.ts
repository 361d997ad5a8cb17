import type {
  Json,
  StoredSchema,
  StoredError,
  StoredOutcome,
  StoredStep,
  StoredToolCall,
} from '@/db/schema/json';
import type { StoredPolicy } from '@/db/schema/policy';
import type { Priority, RunStatus, TaskKind } from '@/db/enums';
import type { Issue } from '@/lib/base/errors';

/**
 * `status`: null when the snapshot cannot be read. `waiting`: the outermost waiting steps; `since`: when each
 * began to wait. `root`: the run that was being driven when the snapshot was written (for a nested workflow,
 * the outer run); null when the desk was not driving.
 */
export type RunHead = {
  status: RunStatus | null;
  waiting: string[];
  since: number[];
  root: string | null;
};

/** `owner`: whom the program that started it named as owner (the engine's `resourceId`). */
export type WaitingRun = { id: string; workflowId: string; owner: string | null };

/**
 * `fault`: what the author's schema threw instead of judging the value; `issues` then holds one issue that
 * says so.
 */
export type Validated = { ok: true; value: Json } | { ok: false; issues: Issue[]; fault?: unknown };

/** The right to drive one run. The snapshot store refuses writes with a token older than the newest it has seen. */
export type Fence = {
  readonly runId: string;
  readonly token: number;
  /**
   * Fires when the lease is lost: running steps are aborted and nothing more is written. Its reason is the
   * error to throw.
   */
  readonly signal: AbortSignal;
  /** Reports that somebody else holds the run now. */
  lose(cause?: unknown): void;
  /** Every step this holder ran, in the order they began. */
  readonly steps: RanStep[];
};

/** Times are `performance.now()` of the process that ran it; `endedAt` is null while it runs. */
export type RanStep = StepAddress & { startedAt: number; endedAt: number | null };

/** What the engine and the authors' policy functions get to know about a run. */
export type RunFacts = {
  id: string;
  workflowId: string;
  /** How often the run was taken back. Part of idempotency keys, since effects after that are new ones. */
  revision: number;
  title: string;
  input: Json;
  requester: { id: string; name: string; email: string };
};

export type StepAddress = { path: string[]; forEachIndex: number | null };

/**
 * One wait of one run. `suspendedAt` (epoch ms) tells it from later waits of the same step. `turn`: among
 * waits with the same turn the engine takes only the answer for the lowest index; null: any time.
 */
export type Suspension = StepAddress & {
  runId: string;
  workflowId: string;
  suspendedAt: number;
  /** When the step began, or for an item its list (epoch ms); tells one execution from another. */
  startedAt: number | null;
  /** What people are shown: the suspend payload or, when that is empty, the step's input (`ofInput`). */
  payload: Json;
  ofInput?: boolean;
  turn: string | null;
  /** For an agent's question: the tool that asks, with its definition at that moment. */
  toolCall: StoredToolCall | null;
};

/** What is needed to build a form and to check an answer. */
export type Question = Pick<Suspension, 'workflowId' | 'path' | 'payload' | 'ofInput' | 'toolCall'>;

export type EngineRun = {
  status: RunStatus;
  /** Changes each time any program writes the snapshot. */
  version: number;
  suspensions: Suspension[];
  /** The steps that are running, or were when their holder died; `startedAt` in epoch milliseconds. */
  running: (StepAddress & { startedAt: number })[];
  /**
   * The steps that took an answer, as far as the snapshot still shows it: earlier rounds of a loop or a
   * finished list may be gone. `taskId`: the task answered; null: another program answered. `suspendedAt`:
   * since when the step waits again; null: it does not.
   */
  takers: (StepAddress & { taskId: string | null; resumeData: Json; suspendedAt: number | null })[];
  steps: StoredStep[];
  result: Json;
  error: StoredError | null;
  /** Bytes of the snapshot as JSON. */
  size: number;
};

/** `asks`: it may ask people. `acts`: it does work of its own, which happens again when it reruns. */
export type PlacedStep = { path: string[]; title: string; asks: boolean; acts: boolean };

/**
 * `again`: the steps that rerun from here, as far as the run had reached them, starting with this one.
 * `round`: the steps that share a loop with this one, if it is in a loop.
 */
export type Place = PlacedStep & { again: PlacedStep[]; round: string[][] };

/** What people are shown for a question besides its payload, from the current code. */
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
  /** The signal that a task of kind `event` waits for. */
  signal: { name: string; key: string } | null;
  /** As stored in its column. */
  policy: StoredPolicy;
};
