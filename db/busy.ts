import { setTimeout as delay } from 'node:timers/promises';
import { causesOf } from './causes';

/** SQLite's words for "another process writes, and did not end within the time we wait". */
export const isBusy = (error: unknown): boolean =>
  causesOf(error).some(({ code }) => /^SQLITE_(BUSY|LOCKED)/.test(String(code)));

/** Doubles from 10 ms, minus up to half at random, so that writers refused together don't retry together. */
const pauseMs = (tries: number, longestMs: number) =>
  Math.min(10 * 2 ** tries, longestMs) * (1 - Math.random() / 2);

/** How long to keep trying, and the longest pause between two tries, in milliseconds. */
export type Patience = { forMs: number; longestPauseMs: number };

/**
 * Repeats what a database refused because others were writing, which changed nothing. Other work runs between tries.
 * @throws what the last try threw, or immediately anything other than busy
 */
export async function untilFree<Result>(call: () => Promise<Result>, patience: Patience): Promise<Result> {
  const until = performance.now() + patience.forMs;
  for (let tries = 0; ; tries += 1) {
    try {
      return await call();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= until) throw error;
      await delay(pauseMs(tries, patience.longestPauseMs));
    }
  }
}
