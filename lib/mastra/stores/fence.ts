import { AsyncLocalStorage } from 'node:async_hooks';
import { MastraCompositeStore, type WorkflowsStorage } from '@mastra/core/storage';
import type { Fence } from '@/lib/engine/types';

const inHand = new AsyncLocalStorage<Fence>();

/** Drives a run: whatever the engine writes during `work`, nested workflows and agents included, is written by this holder. */
export function underFence<T>(fence: Fence, work: () => Promise<T>): Promise<T> {
  return inHand.run(fence, work);
}

/** Who drives a run here; undefined where nobody does, as in a test that calls a workflow by itself. */
export const fenceInHand = (): Fence | undefined => inHand.getStore();

/**
 * In whose name a snapshot may be written now.
 * @throws the reason when the lease is known to be lost, and a fault when nobody holds the run.
 */
export function fenceToWrite(): Fence {
  const fence = inHand.getStore();
  if (!fence) throw new Error('a snapshot can only be written under the lease of a run');
  fence.signal.throwIfAborted();
  return fence;
}

const lastWrites = new WeakMap<Fence, Promise<unknown>>();

/**
 * Does the writes of one holder in the order in which they were asked for. The engine does not wait for each, and where
 * several connections carry them an older snapshot could overtake a newer one.
 */
export function inOrder<T>(fence: Fence, write: () => Promise<T>): Promise<T> {
  const mine = (lastWrites.get(fence) ?? Promise.resolve()).then(write);
  lastWrites.set(
    fence,
    mine.catch(() => undefined),
  );
  return mine;
}

/** The snapshot of a run as it was when an answer for it was chosen. */
export type Claim = { workflowName: string; runId: string; version: number };

const claims = new AsyncLocalStorage<Claim>();

/** Resumes a run only as it was read: the engine itself takes any later wait for the one that is answered. */
export const claiming = <T>(claim: Claim, work: () => Promise<T>): Promise<T> => claims.run(claim, work);

/** The version that a snapshot must still have for this change, when it is the one by which the engine resumes a run. */
export function versionToClaim(change: {
  workflowName: string;
  runId: string;
  opts: { status?: string; expectedStatus?: string | readonly string[] };
}): number | undefined {
  const claim = claims.getStore();
  const { status, expectedStatus = [] } = change.opts;
  const resumes = status === 'running' && [expectedStatus].flat().includes('suspended');
  return claim && resumes && claim.workflowName === change.workflowName && claim.runId === change.runId
    ? claim.version
    : undefined;
}

/** Records in the snapshot store who holds a run, never an earlier holder. @returns the newest token that is recorded. */
export type TakeOver = (fence: Pick<Fence, 'runId' | 'token'>) => Promise<number>;

/**
 * A snapshot store with the one domain in use. Every write to it happens in the name of `fenceToWrite()`, and is refused,
 * in one step with the write itself, unless the token recorded for that run is the writer's: then it calls `lose`.
 */
export class FencedStore extends MastraCompositeStore {
  constructor(
    workflows: WorkflowsStorage,
    readonly takeOver: TakeOver,
    /** Gives back the connections, which Mastra's domains leave to whoever handed them in. */
    private readonly release: () => unknown = () => undefined,
  ) {
    super({ id: 'countersign', domains: { workflows } });
  }

  override async close(): Promise<void> {
    await super.close();
    await this.release();
  }
}
