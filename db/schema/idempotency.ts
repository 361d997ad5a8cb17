import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Answers to writes that carried an `Idempotency-Key`, for a day. The id is a digest of who sent it, to where, and the key. */
export const idempotencyKeys = sqliteTable(
  'idempotency_keys',
  {
    id: text('id').primaryKey(),
    /** Digest of the body it came with. */
    request: text('request').notNull(),
    /** The try that owns the key. A slower one that lost it can no longer change anything. */
    tryId: text('try_id'),
    /** Set in the batch that made the change; with it and without a status, the answer was lost. */
    changed: integer('changed', { mode: 'boolean' }).notNull().default(false),
    /** The response's status; null until there is one. */
    status: integer('status'),
    type: text('type'),
    location: text('location'),
    /** Also null when it holds a secret, which is not kept. */
    body: text('body'),
    /** When the owning try began. */
    begunAt: integer('begun_at', { mode: 'timestamp_ms' }).notNull(),
  },
  (t) => [index('idempotency_keys_begun').on(t.begunAt)],
);
