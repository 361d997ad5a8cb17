import { AsyncLocalStorage } from 'node:async_hooks';

/** The verbs of the audit events that a unit of work has written. */
export type Written = Set<string>;

// A production build contains this module once per bundle; all copies must share one storage.
const holder = globalThis as typeof globalThis & { countersignWritten?: AsyncLocalStorage<Written> };
const storage = (holder.countersignWritten ??= new AsyncLocalStorage());

/** Runs `work`, collecting the verbs of its audit events in `written`. */
export const notingEvents = <T>(written: Written, work: () => T): T => storage.run(written, work);

/** The verbs written so far by the current work; null outside `notingEvents`. */
export const writtenHere = (): Written | null => storage.getStore() ?? null;

/** Called by `commit` for each audit event that was written. */
export const noteEvent = (verb: string): void => void storage.getStore()?.add(verb);
