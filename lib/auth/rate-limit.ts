import { randomUUID } from 'node:crypto';
import { lt, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { rateLimits } from '@/db/schema/auth';
import type { Clock } from '@/lib/clock';

/** At most `max` requests in each `window` (seconds). */
export type RateLimit = { window: number; max: number };
export type RateLimitAnswer = { allowed: boolean; retryAfter: number | null };

const staleAfter = 60 * 60 * 1000;

/**
 * Counts one request against `key` in a fixed window and says whether it may pass; `retryAfter` is in seconds.
 * One statement, so it holds however many processes share the database. `last_request` is when the window opened.
 */
export async function consumeRateLimit(db: Database, clock: Clock, key: string, { window, max }: RateLimit): Promise<RateLimitAnswer> {
  const now = clock.now().getTime();
  const over = sql`${rateLimits.lastRequest} <= ${now - window * 1000}`;
  const [row] = await db
    .insert(rateLimits)
    .values({ id: randomUUID(), key, count: 1, lastRequest: now })
    .onConflictDoUpdate({
      target: rateLimits.key,
      set: {
        count: sql`case when ${over} then 1 else ${rateLimits.count} + 1 end`,
        lastRequest: sql`case when ${over} then ${now} else ${rateLimits.lastRequest} end`,
      },
    })
    .returning({ count: rateLimits.count, openedAt: rateLimits.lastRequest });
  if (!row) throw new Error('The rate limit could not be counted.');
  if (row.count === 1) await db.delete(rateLimits).where(lt(rateLimits.lastRequest, now - staleAfter));
  if (row.count <= max) return { allowed: true, retryAfter: null };
  return { allowed: false, retryAfter: Math.max(1, Math.ceil((row.openedAt + window * 1000 - now) / 1000)) };
}
