import type { Fence } from './types';

export type SnapshotKey = { workflowName: string; runId: string };

/**
 * What is known of a snapshot without reading it whole: the run of ours that it belongs to, its status (null: it cannot
 * be read), and when it was written (epoch ms).
 */
export type SnapshotHead = SnapshotKey & { root: string; status: string | null; writtenAt: number };

/** A snapshot as it is stored: the engine's JSON, whose run it is, and when it was made and written. */
export type StoredSnapshot = {
  snapshot: unknown;
  resourceId: string | null;
  createdAt: Date;
  updatedAt: Date;
};

/** A store of snapshots as one who moves them sees it, whatever keeps them; lib/mastra implements it. */
export type SnapshotStore = {
  /** All that is there, in pages of a thousand or so. */
  heads(): AsyncIterable<SnapshotHead[]>;
  /** The newest fencing token recorded for a run; 0 when nobody of ours ever drove it there. */
  tokenOf(runId: string): Promise<number>;
  /** Null when there is none. @throws when it cannot be read */
  read(key: SnapshotKey): Promise<StoredSnapshot | null>;
  takeOver(fence: Pick<Fence, 'runId' | 'token'>): Promise<number>;
  /** Both in the name of the fence's holder, and refused when another one took the run over. */
  write(fence: Fence, key: SnapshotKey, stored: StoredSnapshot): Promise<void>;
  remove(fence: Fence, key: SnapshotKey): Promise<void>;
  close(): Promise<void>;
};
