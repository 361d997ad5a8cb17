import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { slackMessages } from '@/db/schema';
import { update, type Change } from '@/lib/journal/change';
import { tellingOf } from '@/lib/tell/events/event-table';
import type { MessagePlace } from './slack-api';

/** A statement that schedules an update of one message. */
export const outdatedMessage = (db: Database, dueAt: Date, { channel, ts }: MessagePlace) =>
  db
    .update(slackMessages)
    .set({ dueAt })
    .where(and(eq(slackMessages.channel, channel), eq(slackMessages.ts, ts)));

/** Schedules updates of the messages about the tasks of these events. */
export function outdatedMessages(
  now: Date,
  events: readonly { verb: string; taskId: string | null }[],
): Change[] {
  const touched = events.flatMap(({ verb, taskId }) =>
    taskId !== null && tellingOf(verb).outdates ? [taskId] : [],
  );
  if (touched.length === 0) return [];
  // A process may be sending the old text right now, so the due time must change for it to notice.
  const dueAt = sql`case when ${slackMessages.dueAt} <= ${now.getTime()} then ${slackMessages.dueAt} - 1 else ${now.getTime()} end`;
  return [update(slackMessages, { dueAt }, inArray(slackMessages.taskId, touched))];
}
