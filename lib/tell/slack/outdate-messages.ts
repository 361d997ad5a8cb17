import { and, eq, inArray, isNotNull, sql, type SQL } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { auditEvents, slackMessages } from '@/db/schema';
import { verbsTold } from '@/lib/tell/events/event-table';
import type { MessagePlace } from './slack-api';

/** A statement that owes an update to one message, whatever it says now. */
export const outdatedMessage = (db: Database, dueAt: Date, { channel, ts }: MessagePlace) =>
  db
    .update(slackMessages)
    .set({ dueAt })
    .where(and(eq(slackMessages.channel, channel), eq(slackMessages.ts, ts)));

/**
 * A statement that owes an update to the messages of all tasks that something happened to, by the events of the audit log after `since` and
 * up to `upTo`. Belongs into the batch that moves the cursor, so that none is missed.
 */
export function outdatedMessages(db: Database, now: Date, since: SQL, upTo: number) {
  const touched = db
    .select({ taskId: auditEvents.taskId })
    .from(auditEvents)
    .where(
      and(
        sql`${auditEvents.seq} > ${since}`,
        sql`${auditEvents.seq} <= ${upTo}`,
        inArray(sql`+${auditEvents.verb}`, verbsTold('outdates')),
        isNotNull(auditEvents.taskId),
      ),
    );
  // One that is due already may be in hand, and said what was true before: another time tells whoever has it, and is as due.
  const dueAt = sql`case when ${slackMessages.dueAt} <= ${now.getTime()} then ${slackMessages.dueAt} - 1 else ${now.getTime()} end`;
  return db.update(slackMessages).set({ dueAt }).where(inArray(slackMessages.taskId, touched));
}
