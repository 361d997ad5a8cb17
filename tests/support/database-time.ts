import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { deliveries, notificationCursor, slackMessages } from '@/db/schema';

/** Claims stand as if so much time had passed by the database's clock, which no test can set. */
export async function passInDatabase(db: Database, ms: number): Promise<void> {
  const earlier = { claimedUntil: sql`claimed_until - ${ms}` };
  await db.batch([
    db.update(notificationCursor).set(earlier),
    db.update(deliveries).set(earlier),
    db.update(slackMessages).set(earlier),
  ]);
}
