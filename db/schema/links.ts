import { index, sqliteTable, text } from 'drizzle-orm/sqlite-core';
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

/** Where links are switched off: a workflow's id, or `*` for all of them. A row that is not there is on. */
export const linkSwitches = sqliteTable('link_switches', {
  scope: text('scope').primaryKey(),
  offAt: timestamp('off_at').notNull(),
});
