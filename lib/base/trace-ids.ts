import { AsyncLocalStorage } from 'node:async_hooks';

/** What the work at hand is about. Ids and names only: they are written to logs and traces. */
export type Ids = Partial<
  Record<'requestId' | 'route' | 'runId' | 'taskId' | 'outboxId' | 'workflowId' | 'step', string>
>;

// In production the modules exist several times, once for each bundle; they must still share one.
const holder = globalThis as typeof globalThis & { countersignIds?: AsyncLocalStorage<Ids> };
const storage = (holder.countersignIds ??= new AsyncLocalStorage());

/** Does the work with these ids, added to those around it, in every log line that it writes. */
export const withIds = <T>(ids: Ids, work: () => T): T =>
  storage.run({ ...storage.getStore(), ...ids }, work);

export const currentIds = (): Ids => storage.getStore() ?? {};
