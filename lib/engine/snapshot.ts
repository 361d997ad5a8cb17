import type { Json, StoredSchema } from '@/db/schema/json';

/** The shapes of an engine's snapshot as operators are shown it; times are epoch milliseconds. Pure: pages use them. */
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

/** The graph of a workflow with the run's way through it. */
export type GraphNode =
  | (Place & { kind: 'step' })
  | (Place & { kind: 'mapping' })
  | (Place & { kind: 'sleep'; durationMs: number | null })
  | (Place & { kind: 'nested'; nodes: GraphNode[] })
  | { kind: 'parallel' | 'branch'; state: StepState; nodes: GraphNode[] }
  /** `rounds`: how often it ran so far. */
  | { kind: 'loop'; state: StepState; until: boolean; rounds: number; node: GraphNode }
  /** `items`: how many items are in which state, of those that the snapshot knows. */
  | {
      kind: 'foreach';
      state: StepState;
      concurrency: number;
      items: Partial<Record<StepState, number>>;
      node: GraphNode;
    };

/** What a step was given and gave; a part that the engine does not have is absent. */
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

/** One step's result. Below it: the steps of a nested workflow, or the items of a `foreach`. */
export type SnapshotStep = Place & {
  kind: 'step' | 'mapping' | 'sleep';
  forEachIndex: number | null;
  startedAt: number | null;
  suspendedAt: number | null;
  resumedAt: number | null;
  endedAt: number | null;
  /** How often a loop ran it; null outside of loops. */
  rounds: number | null;
  parts: StepParts;
  children: SnapshotStep[];
  /** Items that are not among `children`, since there are too many. */
  moreChildren: number;
};

/** A snapshot as the engine keeps it, word for word; of a nested workflow with the step it runs in. */
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
  /** When the engine wrote it last. */
  writtenAt: number | null;
  /** The paths that the engine itself says wait, as `step/inner`. */
  suspendedPaths: string[];
  steps: SnapshotStep[];
  graph: GraphNode[];
  /** The run's own first, then those of nested workflows. */
  raw: RawSnapshot[];
  /** Bytes of all of them as JSON. */
  size: number;
};

/** JSON Schemas of what a step is given and gives; of the whole workflow under the empty path. */
export type StepSchemas = {
  payload: StoredSchema | null;
  suspendPayload: StoredSchema | null;
  resumePayload: StoredSchema | null;
  output: StoredSchema | null;
};
