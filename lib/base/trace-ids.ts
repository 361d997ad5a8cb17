import { AsyncLocalStorage } from 'node:async_hooks';

/** What the current work is about. Ids and names only, since they go into logs and traces. */
export type Ids = Partial<
  Record<'requestId' | 'route' | 'runId' | 'taskId' | 'outboxId' | 'workflowId' | 'step', string>
>;

// In production each bundle has its own copy of this module; all must share one storage.
const holder = globalThis as typeof globalThis & { countersignIds?: AsyncLocalStorage<Ids> };
const storage = (holder.countersignIds ??= new AsyncLocalStorage());

/** Runs the work with these ids, and those already set, in all its log lines. */
export const withIds = <T>(ids: Ids, work: () => T): T =>
  storage.run({ ...storage.getStore(), ...ids }, work);

export const currentIds = (): Ids => storage.getStore() ?? {};
