import type { Json } from '@/db/schema/json';
import type { EngineSnapshot } from './snapshot';
import type { EngineRun, RunHead, WaitingRun } from './types';

/** Reads runs from the snapshot store. Changes nothing. */
export type Snapshots = {
  /** Resolves when the snapshot store answers. */
  ready(): Promise<void>;
  /** The run as the snapshot store has it; null when there is none. */
  read(run: { id: string; workflowId: string }): Promise<EngineRun | null>;
  /** The raw snapshot with nested ones, for operators; also for a workflow the code no longer has. */
  snapshot(run: { id: string; workflowId: string }): Promise<EngineSnapshot | null>;
  /**
   * The heads of these runs, by id, without their steps. Runs without a snapshot are missing. One query on
   * libSQL; other stores read each snapshot.
   */
  peek(runs: readonly { id: string; workflowId: string }[]): Promise<Map<string, RunHead>>;
  /**
   * Runs that wait in the snapshot store, whoever started them, in pages; may include some that do not
   * (`peek` tells). `next` is null on the last page.
   */
  listWaiting(after: string | null, limit: number): Promise<{ runs: WaitingRun[]; next: string | null }>;
  /** The input of a run that another program started; null when there is no snapshot. */
  origin(run: { id: string; workflowId: string }): Promise<{ input: Json; createdAt: Date } | null>;
};
