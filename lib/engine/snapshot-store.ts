import type { Fence } from './types';

export type SnapshotKey = { workflowName: string; runId: string };

/**
 * What is known of a snapshot without reading it whole: the run of ours it belongs to, its status (null:
 * unreadable), and when it was written (epoch ms).
 */
export type SnapshotHead = SnapshotKey & { root: string; status: string | null; writtenAt: number };

/** A snapshot as it is stored: the engine's JSON, whose run it is, and when it was made and written. */
export type StoredSnapshot = {
  snapshot: unknown;
  resourceId: string | null;
  createdAt: Date;
  updatedAt: Date;
};

/** A snapshot store as the copy tool sees it, whatever database is behind it; lib/mastra implements it. */
export type SnapshotStore = {
  /** Every snapshot, in pages of about a thousand. */
  heads(): AsyncIterable<SnapshotHead[]>;
  /** The newest fencing token recorded for a run; 0 when the desk never drove it in this store. */
  tokenOf(runId: string): Promise<number>;
  /** Null when there is none. @throws when it cannot be read */
  read(key: SnapshotKey): Promise<StoredSnapshot | null>;
  takeOver(fence: Pick<Fence, 'runId' | 'token'>): Promise<number>;
  /**
   * `write` and `remove` act for the fence's holder, and are refused once another holder has taken the run
   * over.
   */
  write(fence: Fence, key: SnapshotKey, stored: StoredSnapshot): Promise<void>;
  remove(fence: Fence, key: SnapshotKey): Promise<void>;
  close(): Promise<void>;
};
