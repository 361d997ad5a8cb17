import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { timestamp } from './columns';

/** Signed links that have been used; the id is the token's `jti`, shared by all links for one task and person. */
export const linkUses = sqliteTable(
  'link_uses',
  {
    id: text('id').primaryKey(),
    taskId: text('task_id').notNull(),
    userId: text('user_id').notNull(),
    outcome: text('outcome').notNull(),
    usedAt: timestamp('used_at').notNull(),
  },
  (t) => [index('link_uses_task').on(t.taskId), index('link_uses_age').on(t.usedAt)],
);

/** The last code mailed for a link. It is derived from `nonce` and the link secret, so the code itself is stored nowhere. */
export const linkCodes = sqliteTable(
  'link_codes',
  {
    id: text('id').primaryKey(),
    taskId: text('task_id').notNull(),
    userId: text('user_id').notNull(),
    nonce: text('nonce').notNull(),
    /** How many wrong codes may still be tried. */
    tries: integer('tries').notNull(),
    /** How many codes were mailed for this link. */
    sent: integer('sent').notNull(),
    sentAt: timestamp('sent_at').notNull(),
    expiresAt: timestamp('expires_at').notNull(),
  },
  (t) => [index('link_codes_expiry').on(t.expiresAt)],
);

/** Where links are switched off: a workflow's id, or `*` for all. Without a row they are on. */
export const linkSwitches = sqliteTable('link_switches', {
  scope: text('scope').primaryKey(),
  offAt: timestamp('off_at').notNull(),
});
