import { and, eq, gt, sql } from 'drizzle-orm';
import { notificationCursor } from '@/db/schema';
import type { NotificationChannel } from '@/db/enums';
import type { Statement } from '@/db/guarded';
import type { Context } from '@/lib/people/context';

const idOf = (channel: NotificationChannel) => `rest:${channel}`;

/** A statement that leaves a channel alone until then, which is what it asked for: in all processes, with all it is owed. */
export const restUntil = (
  { db }: Pick<Context, 'db'>,
  channel: NotificationChannel,
  until: Date,
): Statement =>
  db
    .insert(notificationCursor)
    .values({ id: idOf(channel), seq: 0, claimedUntil: until })
    .onConflictDoUpdate({
      target: notificationCursor.id,
      set: {
        claimedUntil: sql`max(excluded.claimed_until, coalesce(${notificationCursor.claimedUntil}, 0))`,
      },
    });

export const isResting = async (
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  channel: NotificationChannel,
): Promise<boolean> =>
  (await db.$count(
    notificationCursor,
    and(eq(notificationCursor.id, idOf(channel)), gt(notificationCursor.claimedUntil, clock.now())),
  )) > 0;
