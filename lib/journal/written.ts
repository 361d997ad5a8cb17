import { AsyncLocalStorage } from 'node:async_hooks';

/** The verbs of the events that a piece of work has written to the audit log. */
export type Written = Set<string>;

// In production the modules exist several times, once for each bundle; they must still share one.
const holder = globalThis as typeof globalThis & { countersignWritten?: AsyncLocalStorage<Written> };
const storage = (holder.countersignWritten ??= new AsyncLocalStorage());

/** Does the work, and notes in `written` which events it writes. */
export const notingEvents = <T>(written: Written, work: () => T): T => storage.run(written, work);

/** What the work at hand has written so far; null where nobody notes it. */
export const writtenHere = (): Written | null => storage.getStore() ?? null;

/** Called as the statement is made: one whose guard fails is noted as well, and whoever looks finds nothing. */
export const noteEvent = (verb: string): void => void storage.getStore()?.add(verb);
