import type {
  Json,
  StoredSchema,
  LinkPolicy,
  StoredError,
  StoredOutcome,
  StoredStep,
  StoredToolCall,
} from '@/db/schema/json';
import type { Priority, RunStatus, TaskKind } from '@/db/enums';
import type { Issue } from '@/lib/base/errors';
import type { EngineSnapshot, StepSchemas } from './snapshot';
import type { WorkflowInfo } from './workflow-info';

export type { WorkflowInfo };

/**
 * The port to the workflow engine, in our words. lib/mastra implements it; nothing else knows the engine.
 * Everything that changes a run must be called under the run's lease (lib/desk/runs/lease.ts).
 */
export type Engine = {
  workflows(): WorkflowInfo[];
  workflow(workflowId: string): WorkflowInfo | undefined;
  /** Checks a run's input by the workflow's own schema; it comes back as given, the engine fills defaults in. */
  validateInput(workflowId: string, input: unknown): Promise<Validated>;
  /** Whether the code still has the step that asks. */
  asks(question: Pick<Suspension, 'workflowId' | 'path'>): boolean;
  /** Checks an answer by the schema of the step, or of the tool that asks; a step without one takes anything. */
  validateResume(question: Question, data: unknown): Promise<Validated>;
  /** The schemas and buttons of a question by the code as it is now: another release may have changed them. */
  formOf(question: Question): Promise<TaskForm>;
  /** What a step's author said about one suspension: title, candidates, outcomes, due time. */
  describeTask(suspension: Suspension, run: RunFacts, now: Date): Promise<TaskDraft>;
  /** Asks the check of a step that waits for a machine; null while its time has not come. Throws what the check throws. */
  check(suspension: Pick<Suspension, 'workflowId' | 'path' | 'payload'>, run: RunFacts): Promise<Json | null>;
  /** Shuts every earlier holder out of the snapshot store. @returns the newest token recorded there: older ones are shut out. */
  takeOver(fence: Pick<Fence, 'runId' | 'token'>): Promise<number>;
  /**
   * Drive a run until it suspends or ends. They throw when the engine or its store fails, not when a step does; and the
   * reason of `fence.signal` once the lease is lost.
   */
  start(run: RunFacts, fence: Fence): Promise<void>;
  /**
   * `taskId` names the question that is answered: what the step does with the answer has a key made of it. `version` is
   * that of the run as it was read: the answer is for no later question of the same step.
   * @throws DrivenElsewhereError when another program has the run, or resumed it first: nothing was done then
   */
  resume(
    run: RunFacts,
    question: StepAddress & { taskId: string; version: number },
    resumeData: Json,
    fence: Fence,
  ): Promise<void>;
  restart(run: RunFacts, fence: Fence): Promise<void>;
  cancel(run: RunFacts, fence: Fence): Promise<void>;
  /** Where runs of a workflow can be put back to; none when the code has no such workflow (any more). */
  places(workflowId: string): Place[];
  /**
   * Puts a run that rests back to before a step, or with null to before those it failed in. Nothing runs yet: it stands
   * as after the death of its holder, and `restart` goes on. What came behind the step is forgotten and runs again.
   */
  rewind(run: RunFacts, path: string[] | null, fence: Fence): Promise<void>;
  /** Removes what the snapshot store has of a run, also when it cannot be read. */
  discard(run: RunFacts, fence: Fence): Promise<void>;
  /** Puts right what a dead holder left of a run, as far as no step has to run for it; it may still say `running` then. */
  settle(run: RunFacts, fence: Fence): Promise<void>;
  /** Resolves when the snapshot store answers. */
  ready(): Promise<void>;
  /** The run as the snapshot store has it; null when there is none. */
  read(run: { id: string; workflowId: string }): Promise<EngineRun | null>;
  /** The snapshot itself with its nested ones, for operators; also of a workflow that the code no longer has. */
  snapshot(run: { id: string; workflowId: string }): Promise<EngineSnapshot | null>;
  /** Deletes a run's snapshots, with those of nested workflows and of these calls of agents; they were made between the two moments. */
  prune(
    run: { id: string; workflowId: string },
    scope: { calls: string[]; from: Date; to: Date },
    fence: Fence,
  ): Promise<void>;
  /** The schemas of what a step is given and gives; the empty path is the workflow. Null when the code has no such step. */
  schemas(workflowId: string, path: readonly string[]): StepSchemas | null;
  /** What the snapshot store says of these runs, by id, without their steps; a run without a snapshot is missing. One query. */
  peek(runs: readonly { id: string; workflowId: string }[]): Promise<Map<string, RunHead>>;
  /** Runs that wait in the snapshot store, and maybe some that did (`peek` says), whoever started them, in pages; `next` null: that was the last page. */
  listWaiting(after: string | null, limit: number): Promise<{ runs: WaitingRun[]; next: string | null }>;
  /** The request of a run that another program started; null when there is no snapshot. */
  origin(run: { id: string; workflowId: string }): Promise<{ input: Json; createdAt: Date } | null>;
};

/**
 * `status` null: there is a snapshot, and it cannot be read. `waiting`: the outermost steps that wait; `since`: the latest
 * began then. `root`: the run in whose drive it was written, which is another one for what is nested in that; null: none of ours.
 */
export type RunHead = {
  status: RunStatus | null;
  waiting: string[];
  since: number | null;
  root: string | null;
};

/** `owner` is what its program called the owner (the engine's `resourceId`). */
export type WaitingRun = { id: string; workflowId: string; owner: string | null };

export type Validated = { ok: true; value: Json } | { ok: false; issues: Issue[] };

/** The right to drive one run. The snapshot store refuses a write with an older token than the newest one it was told of. */
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

/** Epoch milliseconds; `endedAt` is null while it runs. */
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
  /** What people are shown: what the step asked with or, where that was nothing, its input (`ofInput`). */
  payload: Json;
  ofInput?: boolean;
  turn: string | null;
  /** For a question of an agent: which tool asks, and its definition when it did. */
  toolCall: StoredToolCall | null;
};

/** What a form, and the check of an answer, are made of. */
type Question = Pick<Suspension, 'workflowId' | 'path' | 'payload' | 'ofInput' | 'toolCall'>;

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

/** `again`: the steps that run again from there, as far as the run had reached them; the place itself is the first. */
export type Place = PlacedStep & { again: PlacedStep[] };

/** What people are shown of a question besides its payload, by the code as it is now. */
export type TaskForm = {
  payloadSchema: StoredSchema | null;
  resumeSchema: StoredSchema | null;
  outcomes: StoredOutcome[];
  reasonField: string | null;
};

/** A task before it is stored. `candidates` are principals; empty means the author's policy named nobody. */
export type TaskDraft = TaskForm & {
  kind: TaskKind;
  title: string;
  candidates: string[];
  forbidSelfApproval: boolean;
  priority: Priority;
  dueAt: Date | null;
  onExpiry: { resumeData: Json } | 'cancel' | 'notify';
  reviseForMs: number | null;
  /** For how long a decision can be undone, in milliseconds; null leaves it to the desk. */
  undoMs: number | null;
  /** After how many answers to the very same question in one run operators decide it. */
  askAgainLimit: number;
  /** How many milliseconds before `dueAt` people are reminded, the longest first. */
  remindMs: number[];
  /** Who else is asked, as principals, this many milliseconds from now. */
  escalate: { afterMs: number; to: string[] } | null;
  /** How links may answer it; null: not at all. */
  links: LinkPolicy | null;
  /** For kind `event`: what it waits for. */
  signal: { name: string; key: string } | null;
  /** For kind `check`: milliseconds between two questions. */
  checkEveryMs: number | null;
};
