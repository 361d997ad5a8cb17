import { setImmediate } from 'node:timers/promises';

/** Far longer than anything takes; what hangs is told with its reason before the test's own time is up. */
const patienceMs = 120_000;

/** Looks again until `check` passes. It moves no clock, a faked one neither. @throws what `check` threw last */
export async function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await setImmediate();
  }
}
