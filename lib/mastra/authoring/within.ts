import { createContext, Script } from 'node:vm';

const context = createContext({ work: () => undefined as unknown });
const run = new Script('work()');

/** Work that took too long and was interrupted. */
export class TookTooLongError extends Error {}

/**
 * Runs synchronous work for at most `ms` milliseconds. Interrupts even a runaway regular expression, which
 * nothing else in a process can stop. Costs 0.3 ms.
 * @throws TookTooLongError, or what the work throws
 */
export function within<T>(ms: number, work: () => T): T {
  context.work = work;
  try {
    return run.runInContext(context, { timeout: ms }) as T;
  } catch (error) {
    // The error comes from another realm, so it is not an instance of our Error.
    const { code } = error as { code?: unknown };
    throw code === 'ERR_SCRIPT_EXECUTION_TIMEOUT' ? new TookTooLongError() : error;
  } finally {
    context.work = () => undefined;
  }
}
