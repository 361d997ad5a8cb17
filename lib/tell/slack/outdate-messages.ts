import { and, eq, inArray, sql, type SQL } from 'drizzle-orm';
import type { Database } from '@/db/client';
import type { Statement } from '@/db/guarded';
import { slackMessages } from '@/db/schema';
import { tellingOf } from '@/lib/tell/events/event-table';
import type { MessagePlace } from './slack-api';

/** A statement that owes an update to one message, whatever it says now. */
export const outdatedMessage = (db: Database, dueAt: Date, { channel, ts }: MessagePlace) =>
  db
    .update(slackMessages)
    .set({ dueAt })
    .where(and(eq(slackMessages.channel, channel), eq(slackMessages.ts, ts)));

/**
 * Statements that owe an update to the messages about the tasks that something happened to, by these events. They belong
 * into the batch that moves the cursor, and write only while it is `unmoved`, so that none is missed.
 */
export function outdatedMessages(
  db: Database,
  now: Date,
  events: readonly { verb: string; taskId: string | null }[],
  unmoved: SQL,
): Statement[] {
  const touched = events.flatMap(({ verb, taskId }) =>
    taskId !== null && tellingOf(verb).outdates ? [taskId] : [],
  );
  if (touched.length === 0) return [];
  // A process may be sending the old text right now, so the due time must change for it to notice.
  const dueAt = sql`case when ${slackMessages.dueAt} <= ${now.getTime()} then ${slackMessages.dueAt} - 1 else ${now.getTime()} end`;
  return [
    db
      .update(slackMessages)
      .set({ dueAt })
      .where(and(inArray(slackMessages.taskId, touched), unmoved)),
  ];
}
