import { DrizzleQueryError } from 'drizzle-orm/errors';

const maxDepth = 4;

/** The frames only: the first lines of a stack repeat the message. */
const frames = (stack: string | undefined) =>
  (stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim());

/** What an error says, without the values that a failed statement carried. */
export const wordsOf = (error: unknown): string =>
  error instanceof DrizzleQueryError
    ? `Failed query: ${error.query}`
    : error instanceof Error
      ? error.message
      : String(error);

/**
 * An error as it may be logged: name, code, message, stack and causes. A failed statement is told without the values it
 * carried, and properties that libraries hang on their errors (requests, inputs) are left out.
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
