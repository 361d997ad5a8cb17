import { format, stripVTControlCharacters } from 'node:util';
import { log } from '@/lib/base/log';

const told = new WeakSet<Error>();

/** Logs an error of a page or of Next, once. `headers` carry the request's id. */
export function logRequestError(error: unknown, requestId: string | undefined, route: string): void {
  if (error instanceof Error) told.add(error);
  log.error('a request failed', { ...(requestId === undefined ? {} : { requestId }), route, error });
}

function line(level: 'error' | 'warn', values: unknown[]): void {
  const error = values.find((value) => value instanceof Error);
  const words = stripVTControlCharacters(format(...values.filter((value) => value !== error))).trim();
  // Next prints an error before it calls `onRequestError`, which knows the request.
  setImmediate(() => {
    if (error && told.has(error)) return;
    log[level](words || 'an error was printed', error ? { error } : {});
  });
}

/** Turns the errors and warnings that libraries print into log lines: in production every line is JSON. */
export function logConsole(): void {
  Object.assign(globalThis.console, {
    error: (...values: unknown[]) => line('error', values),
    warn: (...values: unknown[]) => line('warn', values),
  });
}
