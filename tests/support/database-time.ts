import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { deliveries, notificationCursor, slackMessages } from '@/db/schema';

/** Ages claims by this much, because tests cannot set the database's clock. */
export async function passInDatabase(db: Database, ms: number): Promise<void> {
  const earlier = { claimedUntil: sql`claimed_until - ${ms}` };
  await db.batch([
    db.update(notificationCursor).set(earlier),
    db.update(deliveries).set(earlier),
    db.update(slackMessages).set(earlier),
  ]);
}
