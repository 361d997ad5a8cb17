import { randomUUID } from 'node:crypto';
import { sql, type SQL } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { rateLimits } from '@/db/schema/auth';
import type { Clock } from '@/lib/base/clock';
import { inOneTrip, read, type Read } from '@/lib/base/reads';

/** At most `max` requests in each `window` (seconds). */
export type RateLimit = { window: number; max: number };
export type RateLimitAnswer = { allowed: boolean; retryAfter: number | null };

/** Whether the request is allowed, how many more are, and when the next window begins (epoch ms). */
export type Counted = { allowed: boolean; remaining: number; resetAt: number };

/** Whole seconds until then, rounded up; 0 if it is past. */
export const secondsUntil = (resetAt: number, now: Date): number =>
  Math.max(0, Math.ceil((resetAt - now.getTime()) / 1000));

/**
 * Counts a request against `key` in a fixed window, which the first request opens (`last_request` is that time). One
 * statement, so the count is exact across processes, and it can join a batch.
 * @param from the `from … where …` that `key` is selected by; without a row nothing is counted, and the result is null
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

/** Counts a request, and returns whether it is allowed; `retryAfter` is in seconds. */
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
