import { randomUUID } from 'node:crypto';
import { sql, type SQL } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { rateLimits } from '@/db/schema/auth';
import type { Clock } from '@/lib/base/clock';
import { inOneTrip, read, type Read } from '@/lib/base/reads';

/** At most `max` requests in each `window` (seconds). */
export type RateLimit = { window: number; max: number };
export type RateLimitAnswer = { allowed: boolean; retryAfter: number | null };

/** Whether a request may pass, how many more may, and when the next window begins (ms since 1970). */
export type Counted = { allowed: boolean; remaining: number; resetAt: number };

/** Whole seconds until then, none when it is past. */
export const secondsUntil = (resetAt: number, now: Date): number =>
  Math.max(0, Math.ceil((resetAt - now.getTime()) / 1000));

/**
 * Counts one request against `key` in a fixed window, which its first request opens. One statement, so it is exact however
 * many processes share the database, and it can join a batch. `last_request` is when the window opened.
 * @param from what `key` is selected from, and where: without a row nothing is counted, and null is found
 */
export function countRequest(
  db: Database,
  now: Date,
  key: SQL,
  { window, max }: RateLimit,
  from: SQL = sql`where true`,
): Read<Counted | null> {
  const at = now.getTime();
  const over = sql`${rateLimits.lastRequest} <= ${at - window * 1000}`;
  const count = db
    .insert(rateLimits)
    .select(sql`select ${randomUUID()}, ${key}, 1, ${at} ${from}`)
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: {
        count: sql`case when ${over} then 1 else ${rateLimits.count} + 1 end`,
        lastRequest: sql`case when ${over} then ${at} else ${rateLimits.lastRequest} end`,
      },
    })
    .returning({ count: rateLimits.count, openedAt: rateLimits.lastRequest });
  return read([count], ([[row]]) =>
    row
      ? {
          allowed: row.count <= max,
          remaining: Math.max(0, max - row.count),
          resetAt: row.openedAt + window * 1000,
        }
      : null,
  );
}

/** Counts one request and says whether it may pass; `retryAfter` is in seconds. */
export async function consumeRateLimit(
  db: Database,
  clock: Clock,
  key: string,
  limit: RateLimit,
): Promise<RateLimitAnswer> {
  const now = clock.now();
  const counted = await inOneTrip(db, countRequest(db, now, sql`${key}`, limit));
  if (!counted) throw new Error('The rate limit could not be counted.');
  return {
    allowed: counted.allowed,
    retryAfter: counted.allowed ? null : Math.max(1, secondsUntil(counted.resetAt, now)),
  };
}
