import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { actorKinds, channels } from '../enums';
import { spoilableJson, timestamp } from './columns';

/** Append-only, enforced by triggers (migration `audit`). `seq` orders all events, and streams resume from it; `key` names the commit that an event stands for, or keeps one that has no changes from being written twice. */
export const auditEvents = sqliteTable(
  'audit_events',
  {
    seq: integer('seq').primaryKey({ autoIncrement: true }),
    key: text('key'),
    verb: text('verb').notNull(),
    actorKind: text('actor_kind', { enum: actorKinds }).notNull(),
    actorId: text('actor_id').notNull(),
    actorName: text('actor_name').notNull(),
    channel: text('channel', { enum: channels }).notNull(),
    runId: text('run_id'),
    taskId: text('task_id'),
    data: spoilableJson('data').notNull().default({}),
    at: timestamp('at').notNull(),
  },
  (t) => [
    uniqueIndex('audit_events_key').on(t.key),
    index('audit_events_run').on(t.runId, t.seq),
    index('audit_events_task').on(t.taskId, t.seq),
    index('audit_events_at').on(t.at),
    index('audit_events_actor').on(t.actorId, t.at),
    index('audit_events_verb').on(t.verb, t.at),
    index('audit_events_channel').on(t.channel, t.at),
  ],
);

/** The hash chain over `audit_events`: each hash covers its event and the hash before it. Written by the sweep, in order. */
export const auditSeals = sqliteTable('audit_seals', {
  seq: integer('seq').primaryKey(),
  hash: text('hash').notNull(),
  sealedAt: timestamp('sealed_at').notNull(),
});
