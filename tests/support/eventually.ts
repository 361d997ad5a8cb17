import { setImmediate } from 'node:timers/promises';

/**
 * Far longer than anything takes, but shorter than the test's own limit, so that a hang is reported with its
 * reason.
 */
const patienceMs = 120_000;

/**
 * Retries until `check` passes. Does not move any clock, real or fake.
 * @throws the last error of `check`
 */
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
