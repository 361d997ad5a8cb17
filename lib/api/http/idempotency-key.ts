import { AppError } from '@/lib/base/errors';

export const idempotencyKeyShape = /^[\x21-\x7e]{1,200}$/;

/** @throws malformed */
export function parseIdempotencyKey(text: string): string {
  if (!idempotencyKeyShape.test(text))
    throw new AppError('malformed', 'An Idempotency-Key is 1 to 200 visible ASCII characters.');
  return text;
}

/**
 * The idempotency key; null when there is none.
 * @throws malformed
 */
export const idempotencyKey = (text: string | null | undefined): string | null =>
  text ? parseIdempotencyKey(text) : null;
