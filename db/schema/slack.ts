import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { messageKinds } from '../enums';
import { timestamp } from './columns';

/** The messages in Slack that ask for an answer, so that they can be locked when there is one: where each stands, for whom. */
export const slackMessages = sqliteTable(
  'slack_messages',
  {
    channel: text('channel').notNull(),
    ts: text('ts').notNull(),
    kind: text('kind', { enum: messageKinds }).notNull(),
    taskId: text('task_id').notNull(),
    userId: text('user_id').notNull(),
    sentAt: timestamp('sent_at').notNull(),
    /** When it is to be brought up to date; null: it is. */
    dueAt: timestamp('due_at'),
    /** Until when somebody is doing so. */
    claimedUntil: timestamp('claimed_until'),
    attempts: integer('attempts').notNull().default(0),
    /** Since when it has no buttons any more. */
    lockedAt: timestamp('locked_at'),
    /** Why it could not be brought up to date. */
    note: text('note'),
  },
  (t) => [
    primaryKey({ columns: [t.channel, t.ts] }),
    index('slack_messages_task').on(t.taskId),
    index('slack_messages_due')
      .on(t.dueAt)
      .where(sql`due_at is not null`),
    index('slack_messages_locked')
      .on(t.lockedAt)
      .where(sql`locked_at is not null`),
  ],
);
