/**
 * The source of "now". Verbs take it from their context, so that tests can set the time instead of waiting.
 */
export type Clock = { now(): Date };

// In production the modules exist several times, once for each bundle; they must still share one.
const holder = globalThis as typeof globalThis & { countersignClockAheadMs?: number };

/** This machine's clock, put right by the app database's once `followDatabaseClock` has read it. */
export const systemClock: Clock = {
  now: () => new Date(Date.now() + (holder.countersignClockAheadMs ?? 0)),
};

/** From now on `systemClock` is this many milliseconds ahead of the machine's clock, or behind it when negative. */
export function setClockAhead(ms: number): void {
  holder.countersignClockAheadMs = ms;
}
