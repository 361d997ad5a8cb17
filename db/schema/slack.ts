import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { messageKinds } from '../enums';
import { timestamp } from './columns';

/** Slack messages that ask for a decision: where each is and for whom, so that it can be locked once decided. */
export const slackMessages = sqliteTable(
  'slack_messages',
  {
    channel: text('channel').notNull(),
    ts: text('ts').notNull(),
    kind: text('kind', { enum: messageKinds }).notNull(),
    taskId: text('task_id').notNull(),
    userId: text('user_id').notNull(),
    sentAt: timestamp('sent_at').notNull(),
    /** When it must be updated; null: it is up to date. */
    dueAt: timestamp('due_at'),
    /** The process that claimed this, and until when, in the database's time. */
    claim: text('claim'),
    claimedUntil: timestamp('claimed_until'),
    attempts: integer('attempts').notNull().default(0),
    /** Since when it has no buttons. */
    lockedAt: timestamp('locked_at'),
    /** Why the last update failed. */
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
