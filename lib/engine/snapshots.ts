import type { Json } from '@/db/schema/json';
import type { EngineSnapshot } from './snapshot';
import type { EngineRun, RunHead, WaitingRun } from './types';

/** Reads what the snapshot store has of runs; changes nothing. */
export type Snapshots = {
  /** Resolves when the snapshot store answers. */
  ready(): Promise<void>;
  /** The run as the snapshot store has it; null when there is none. */
  read(run: { id: string; workflowId: string }): Promise<EngineRun | null>;
  /** The snapshot itself with its nested ones, for operators; also of a workflow that the code no longer has. */
  snapshot(run: { id: string; workflowId: string }): Promise<EngineSnapshot | null>;
  /** What the snapshot store says of these runs, by id, without their steps; a run without a snapshot is missing. One query. */
  peek(runs: readonly { id: string; workflowId: string }[]): Promise<Map<string, RunHead>>;
  /** Runs that wait in the snapshot store, and maybe some that did (`peek` says), whoever started them, in pages; `next` null: that was the last page. */
  listWaiting(after: string | null, limit: number): Promise<{ runs: WaitingRun[]; next: string | null }>;
  /** The request of a run that another program started; null when there is no snapshot. */
  origin(run: { id: string; workflowId: string }): Promise<{ input: Json; createdAt: Date } | null>;
};
