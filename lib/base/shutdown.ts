/**
 * What a stopping process must know about itself. On globalThis, because each bundle has its own copy of this
 * module.
 */
type Stopping = {
  leaving: boolean;
  controller: AbortController;
  leases: Set<() => Promise<void>>;
  settled: (() => void)[];
};

const holder = globalThis as typeof globalThis & { countersignStopping?: Stopping };
const state = () =>
  (holder.countersignStopping ??= {
    leaving: false,
    controller: new AbortController(),
    leases: new Set(),
    settled: [],
  });

/** From now on this process reports not ready to load balancers. Requests that still arrive are served. */
export const beginLeaving = (): void => void (state().leaving = true);
export const isLeaving = (): boolean => state().leaving || isStopping();

/** Aborted once this process takes no more work. */
export const stopSignal = (): AbortSignal => state().controller.signal;
export const isStopping = (): boolean => stopSignal().aborted;
export const beginStopping = (): void => state().controller.abort();

/**
 * Records that this process drives a run; `release` gives up its lease.
 * @returns what to call when the work is done
 */
export function noteDrive(release: () => Promise<void>): () => void {
  const { leases, settled } = state();
  leases.add(release);
  return () => {
    leases.delete(release);
    if (leases.size === 0) for (const resolve of settled.splice(0)) resolve();
  };
}

/** Resolves when this process drives no runs. */
export async function drivesDone(): Promise<void> {
  const { leases, settled } = state();
  if (leases.size > 0) await new Promise<void>((resolve) => settled.push(resolve));
}

/**
 * Gives up the leases of runs this process still drives, so that others need not wait for them to expire.
 * Returns how many.
 */
export async function handOver(): Promise<number> {
  const held = [...state().leases];
  await Promise.allSettled(held.map((release) => release()));
  return held.length;
}
