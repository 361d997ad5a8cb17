import { setImmediate } from 'node:timers/promises';

/** Far longer than anything takes, and shorter than the test's own limit, so that a hang is reported with its reason. */
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
