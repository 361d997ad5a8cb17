import { and, eq, sql } from 'drizzle-orm';
import { notificationCursor } from '@/db/schema';
import { databaseNow, isClaimed } from '@/db/database-now';
import { upsert, type Change } from '@/lib/journal/change';
import type { Context } from '@/lib/people/context';

/** The longest pause of a channel, in ms, whatever it asks for. */
const longestRestMs = 3_600_000;

const idOf = (channel: string) => `rest:${channel}`;

/** Pauses a channel in all processes, with all its rows, for the time it asked for. */
export const restFor = (channel: string, ms: number): Change => {
  const resting = isClaimed(notificationCursor.claimedUntil, longestRestMs);
  return upsert(
    notificationCursor,
    { id: idOf(channel), seq: 0, claimedUntil: sql`${databaseNow} + ${Math.min(ms, longestRestMs)}` },
    [notificationCursor.id],
    {
      claimedUntil: sql`case when ${resting} then max(excluded.claimed_until, ${notificationCursor.claimedUntil}) else excluded.claimed_until end`,
    },
  );
};

export const isResting = async ({ db }: Pick<Context, 'db'>, channel: string): Promise<boolean> =>
  (await db.$count(
    notificationCursor,
    and(eq(notificationCursor.id, idOf(channel)), isClaimed(notificationCursor.claimedUntil, longestRestMs)),
  )) > 0;
