import { setTimeout as delay } from 'node:timers/promises';
import { causesOf } from './causes';

/** SQLite's words for "another process writes, and did not end within the time we wait". */
export const isBusy = (error: unknown): boolean =>
  causesOf(error).some(({ code }) => /^SQLITE_(BUSY|LOCKED)/.test(String(code)));

/** Doubles from 10 ms on, less up to a half by chance: those who were refused together do not come back together. */
const pauseMs = (tries: number, longestMs: number) =>
  Math.min(10 * 2 ** tries, longestMs) * (1 - Math.random() / 2);

/** How long to go on trying, and the longest pause between two tries, in milliseconds. */
export type Patience = { forMs: number; longestPauseMs: number };

/**
 * Repeats what a database refused because others write: it did nothing. Between the tries the process does other work.
 * @throws what the last try threw, or at once what is not about being busy
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
