import { index, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { json, timestamp } from './columns';
import type { Json, StoredSchema, StoredOutcome, StoredPost } from './json';

/** Earlier versions of a task, by the digest that their decisions carry, so that people can see what changed. */
export const pastQuestions = sqliteTable(
  'past_questions',
  {
    taskId: text('task_id').notNull(),
    payloadDigest: text('payload_digest').notNull(),
    payload: json<Json>('payload'),
    payloadSchema: json<StoredSchema>('payload_schema'),
    resumeSchema: json<StoredSchema>('resume_schema'),
    outcomes: json<StoredOutcome[]>('outcomes').notNull(),
    reasonField: text('reason_field'),
    replacedAt: timestamp('replaced_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.taskId, t.payloadDigest] }), index('past_questions_age').on(t.replacedAt)],
);

/** Refused posts from browsers without scripts, so that nothing has to be typed twice: one per person and form, for an hour. */
export const refusedPosts = sqliteTable(
  'refused_posts',
  {
    id: text('id').primaryKey(),
    userId: text('user_id').notNull(),
    /** The page's form: `task:<id>`, `new:<workflow>`. */
    form: text('form').notNull(),
    post: json<StoredPost>('post').notNull(),
    expiresAt: timestamp('expires_at').notNull(),
  },
  (t) => [
    uniqueIndex('refused_posts_form').on(t.userId, t.form),
    index('refused_posts_expiry').on(t.expiresAt),
  ],
);
