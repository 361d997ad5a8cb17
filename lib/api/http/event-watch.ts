import { setTimeout as delay } from 'node:timers/promises';
import { asc, gt, max } from 'drizzle-orm';
import { auditEvents } from '@/db/schema';
import type { Database } from '@/db/client';
import { log } from '@/lib/base/log';

const lookEveryMs = 700;
/** One look takes no more than so many new events; the next goes on after them. */
const eventsPerLook = 1_000;

type Wake = () => void;

/**
 * Wakes those who follow runs when there are new events. One statement per look and process, however many follow, and none
 * while nobody does.
 */
class EventWatch {
  readonly #followers = new Map<string, Set<Wake>>();
  #isLooking = false;

  constructor(private readonly db: Database) {}

  /**
   * Resolves when the run may have new events, when `signal` is aborted, and after `ms` milliseconds at the latest. Call
   * it before reading the events, so that nothing written meanwhile is missed.
   */
  async next(runId: string, ms: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const followers = this.#followers.get(runId) ?? new Set();
    this.#followers.set(runId, followers.add(resolve));
    if (!this.#isLooking) void this.#look();
    const rested = new AbortController();
    const ended = AbortSignal.any([signal, rested.signal]);
    await Promise.race([promise, delay(ms, undefined, { signal: ended }).catch(() => undefined)]);
    rested.abort();
    followers.delete(resolve);
    if (followers.size === 0) this.#followers.delete(runId);
  }

  async #look(): Promise<void> {
    this.#isLooking = true;
    let seen: number | null = null;
    while (this.#followers.size > 0) {
      try {
        seen = await this.#wakeAfter(seen);
      } catch (error) {
        log.warn('could not look for events of runs', { error });
      }
      await delay(lookEveryMs, undefined, { ref: false });
    }
    this.#isLooking = false;
  }

  async #wakeAfter(seen: number | null): Promise<number> {
    if (seen === null) {
      // What was written before the first look is not told apart: all look once.
      const [last] = await this.db.select({ seq: max(auditEvents.seq) }).from(auditEvents);
      for (const runId of this.#followers.keys()) this.#wake(runId);
      return last?.seq ?? 0;
    }
    const events = await this.db
      .select({ seq: auditEvents.seq, runId: auditEvents.runId })
      .from(auditEvents)
      .where(gt(auditEvents.seq, seen))
      .orderBy(asc(auditEvents.seq))
      .limit(eventsPerLook);
    for (const { runId } of events) if (runId !== null) this.#wake(runId);
    return events.at(-1)?.seq ?? seen;
  }

  #wake(runId: string): void {
    for (const wake of this.#followers.get(runId) ?? []) wake();
  }
}

// In production the modules exist several times, once for each bundle; they must still share one.
const holder = globalThis as typeof globalThis & {
  countersignEventWatches?: WeakMap<Database['$client'], EventWatch>;
};

/** The one watch of this process on a database. */
export function eventWatchOf(db: Database): EventWatch {
  const watches = (holder.countersignEventWatches ??= new WeakMap());
  const watch = watches.get(db.$client) ?? new EventWatch(db);
  watches.set(db.$client, watch);
  return watch;
}
