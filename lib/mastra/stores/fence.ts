import { AsyncLocalStorage } from 'node:async_hooks';
import { MastraCompositeStore, type WorkflowsStorage } from '@mastra/core/storage';
import type { Fence } from '@/lib/engine/types';

const inHand = new AsyncLocalStorage<Fence>();

/**
 * Runs `work` so that everything the engine writes, nested workflows and agents included, carries this
 * holder's token.
 */
export function underFence<T>(fence: Fence, work: () => Promise<T>): Promise<T> {
  return inHand.run(fence, work);
}

/** The holder driving a run here; undefined when nobody does, as in tests that run a workflow directly. */
export const fenceInHand = (): Fence | undefined => inHand.getStore();

/**
 * The fence under which a snapshot may be written now.
 * @throws the reason when the lease is known to be lost, and an error when nobody holds the run
 */
export function fenceToWrite(): Fence {
  const fence = inHand.getStore();
  if (!fence) throw new Error('a snapshot can only be written under the lease of a run');
  fence.signal.throwIfAborted();
  return fence;
}

const lastWrites = new WeakMap<Fence, Promise<unknown>>();

/**
 * Serialises one holder's writes. The engine does not await each, and over several connections an older
 * snapshot could overtake a newer one.
 */
export function inOrder<T>(fence: Fence, write: () => Promise<T>): Promise<T> {
  const mine = (lastWrites.get(fence) ?? Promise.resolve()).then(write);
  lastWrites.set(
    fence,
    mine.catch(() => undefined),
  );
  return mine;
}

/** The version of the snapshot for which an answer was chosen. */
export type Claim = { workflowName: string; runId: string; version: number };

const claims = new AsyncLocalStorage<Claim>();

/**
 * Resumes a run only at the version that was read. The engine alone would give the answer to any later wait.
 */
export const claiming = <T>(claim: Claim, work: () => Promise<T>): Promise<T> => claims.run(claim, work);

/** The version a snapshot must still have for this change, if it is the engine's write that resumes a run. */
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

/**
 * Records the run's holder in the snapshot store; a newer holder stays.
 * @returns the newest token recorded
 */
export type TakeOver = (fence: Pick<Fence, 'runId' | 'token'>) => Promise<number>;

/**
 * A snapshot store with just the workflows domain. Every write uses `fenceToWrite()` and checks, in one step
 * with the write, that the run's recorded token is the writer's. Otherwise it is refused and calls `lose`.
 */
export class FencedStore extends MastraCompositeStore {
  constructor(
    workflows: WorkflowsStorage,
    readonly takeOver: TakeOver,
    /** Closes the connections. Mastra's domains leave that to whoever opened them. */
    private readonly release: () => unknown = () => undefined,
  ) {
    super({ id: 'countersign', domains: { workflows } });
  }

  override async close(): Promise<void> {
    await super.close();
    await this.release();
  }
}
