import { AppError } from '@/lib/base/errors';
import { said } from '@/lib/base/reasons';

export const idempotencyKeyShape = /^[\x21-\x7e]{1,200}$/;

/** @throws malformed */
export function parseIdempotencyKey(text: string): string {
  if (!idempotencyKeyShape.test(text)) throw new AppError(said('idempotency_key_malformed'));
  return text;
}

/**
 * The idempotency key; null when there is none.
 * @throws malformed
 */
export const idempotencyKey = (text: string | null | undefined): string | null =>
  text ? parseIdempotencyKey(text) : null;
