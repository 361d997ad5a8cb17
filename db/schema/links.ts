import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { timestamp } from './columns';

/** Signed links that have answered; the id is the token's `jti`. All links of one question to one person share it. */
export const linkUses = sqliteTable(
  'link_uses',
  {
    id: text('id').primaryKey(),
    taskId: text('task_id').notNull(),
    userId: text('user_id').notNull(),
    outcome: text('outcome').notNull(),
    usedAt: timestamp('used_at').notNull(),
  },
  (t) => [index('link_uses_task').on(t.taskId)],
);

/** The code that was mailed last for a link. What it is follows from `nonce` and the secret of links, so that it is kept nowhere. */
export const linkCodes = sqliteTable('link_codes', {
  id: text('id').primaryKey(),
  taskId: text('task_id').notNull(),
  userId: text('user_id').notNull(),
  nonce: text('nonce').notNull(),
  /** How many wrong ones are still taken for it. */
  tries: integer('tries').notNull(),
  /** How many were mailed for this link. */
  sent: integer('sent').notNull(),
  sentAt: timestamp('sent_at').notNull(),
  expiresAt: timestamp('expires_at').notNull(),
});

/** Where links are switched off: a workflow's id, or `*` for all of them. A row that is not there is on. */
export const linkSwitches = sqliteTable('link_switches', {
  scope: text('scope').primaryKey(),
  offAt: timestamp('off_at').notNull(),
});
