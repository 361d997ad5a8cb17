/** What a server process that is asked to stop must know of itself. On globalThis, since modules exist once for each bundle. */
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

/** From now on this process tells load balancers to send nothing more; what they send meanwhile is served. */
export const beginLeaving = (): void => void (state().leaving = true);
export const isLeaving = (): boolean => state().leaving || isStopping();

/** Aborted once this process takes no new work. */
export const stopSignal = (): AbortSignal => state().controller.signal;
export const isStopping = (): boolean => stopSignal().aborted;
export const beginStopping = (): void => state().controller.abort();

/** Notes that this process drives a run; `release` gives its lease up. @returns what to call when the work is done */
export function noteDrive(release: () => Promise<void>): () => void {
  const { leases, settled } = state();
  leases.add(release);
  return () => {
    leases.delete(release);
    if (leases.size === 0) for (const resolve of settled.splice(0)) resolve();
  };
}

/** Resolves when this process drives no run. */
export async function drivesDone(): Promise<void> {
  const { leases, settled } = state();
  if (leases.size > 0) await new Promise<void>((resolve) => settled.push(resolve));
}

/** Gives up the leases of runs that this process still drives, so that others need not wait for them to expire. */
export async function handOver(): Promise<number> {
  const held = [...state().leases];
  await Promise.allSettled(held.map((release) => release()));
  return held.length;
}
