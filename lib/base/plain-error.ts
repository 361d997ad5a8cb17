import { DrizzleQueryError } from 'drizzle-orm/errors';

const maxDepth = 4;

/** Only the frames, since a stack begins by repeating the message. */
const frames = (stack: string | undefined) =>
  (stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim());

/** An error's message, without the values of a failed statement. */
export const wordsOf = (error: unknown): string =>
  error instanceof DrizzleQueryError
    ? `Failed query: ${error.query}`
    : error instanceof Error
      ? error.message
      : String(error);

/**
 * An error in a form safe to log: name, code, message, stack and causes. Leaves out the values of a failed
 * statement and any properties that libraries add (requests, inputs).
 */
export function plainError(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return typeof error === 'object' && error !== null ? '[object]' : error;
  const code =
    'code' in error && (typeof error.code === 'string' || typeof error.code === 'number')
      ? { code: error.code }
      : {};
  const digest = 'digest' in error && typeof error.digest === 'string' ? { digest: error.digest } : {};
  const cause =
    error.cause === undefined || depth >= maxDepth ? {} : { cause: plainError(error.cause, depth + 1) };
  return {
    name: error.name,
    ...code,
    ...digest,
    message: wordsOf(error),
    stack: frames(error.stack),
    ...cause,
  };
}
