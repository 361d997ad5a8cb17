import type { Json, StoredSchema } from '@/db/schema/json';

/** A snapshot in the form operators see it. Times are epoch milliseconds. Pure types: pages import them. */
export const stepStates = [
  'done',
  'running',
  'waiting',
  'failed',
  'skipped',
  'canceled',
  'not_reached',
] as const;
export type StepState = (typeof stepStates)[number];

type Place = { path: string[]; title: string; state: StepState };

/** The graph of a workflow, with the state of each part in this run. */
export type GraphNode =
  | (Place & { kind: 'step' })
  | (Place & { kind: 'mapping' })
  | (Place & { kind: 'sleep'; durationMs: number | null })
  | (Place & { kind: 'nested'; nodes: GraphNode[] })
  | { kind: 'parallel' | 'branch'; state: StepState; nodes: GraphNode[] }
  /** `rounds`: how often it has run so far. */
  | { kind: 'loop'; state: StepState; until: boolean; rounds: number; node: GraphNode }
  /** `items`: how many items are in each state, as far as the snapshot knows them. */
  | {
      kind: 'foreach';
      state: StepState;
      concurrency: number;
      items: Partial<Record<StepState, number>>;
      node: GraphNode;
    };

/** A step's inputs and outputs. What the engine does not have is absent. */
export type StepParts = {
  payload?: Json;
  suspendPayload?: Json;
  resumePayload?: Json;
  output?: Json;
  error?: Json;
};
export const stepParts = [
  'payload',
  'suspendPayload',
  'resumePayload',
  'output',
  'error',
] as const satisfies (keyof StepParts)[];

/** One step's result. `children`: the steps of a nested workflow, or the items of a `foreach`. */
export type SnapshotStep = Place & {
  kind: 'step' | 'mapping' | 'sleep';
  forEachIndex: number | null;
  startedAt: number | null;
  suspendedAt: number | null;
  resumedAt: number | null;
  endedAt: number | null;
  /** How often a loop ran it; null outside loops. */
  rounds: number | null;
  parts: StepParts;
  children: SnapshotStep[];
  /** How many items were left out of `children` because there are too many. */
  moreChildren: number;
};

/** A snapshot exactly as the engine stores it. For a nested workflow, `path` is the step it runs in. */
export type RawSnapshot = {
  workflowId: string;
  runId: string;
  path: string[];
  forEachIndex: number | null;
  content: Json;
};

export type EngineSnapshot = {
  status: string;
  input: Json;
  result?: Json;
  error?: Json;
  /** When the engine last wrote it. */
  writtenAt: number | null;
  /** The waiting steps by the engine's own account, as `step/inner`. */
  suspendedPaths: string[];
  steps: SnapshotStep[];
  graph: GraphNode[];
  /** The run's own snapshot first, then those of nested workflows. */
  raw: RawSnapshot[];
  /** Size of all of them as JSON, in bytes. */
  size: number;
};

/** JSON Schemas of a step's inputs and outputs; under the empty path, of the whole workflow. */
export type StepSchemas = {
  payload: StoredSchema | null;
  suspendPayload: StoredSchema | null;
  resumePayload: StoredSchema | null;
  output: StoredSchema | null;
};
