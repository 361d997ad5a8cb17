import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import {
  messageKinds,
  messageStates,
  notificationChannels,
  notificationKinds,
  toldKinds,
  type NotificationChannel,
} from '../enums';
import { json, timestamp } from './columns';
import type { Json } from './json';

/**
 * How far the audit log was read for what people are to be told of (`audit`), and for what operators were alerted to (`alerts`);
 * and channels that want to be left alone for a while (`rest:slack`).
 */
export const notificationCursor = sqliteTable('notification_cursor', {
  id: text('id').primaryKey(),
  seq: integer('seq').notNull(),
  /** Until when somebody is telling what comes next, or the channel is left alone. */
  claimedUntil: timestamp('claimed_until'),
});

/** What people are to be told of, once each: the id is made of the audit event. Who they are is found out when it is sent. */
export const notifications = sqliteTable(
  'notifications',
  {
    id: text('id').primaryKey(),
    kind: text('kind', { enum: toldKinds }).notNull(),
    runId: text('run_id'),
    taskId: text('task_id'),
    /** Whom it is for, as principals; null: whoever may answer the task by then. */
    principals: json<string[] | null>('principals'),
    /** What the event said and nothing else keeps, such as why something is stuck. */
    data: json<Json>('data'),
    createdAt: timestamp('created_at').notNull(),
    /** When it became deliveries. */
    expandedAt: timestamp('expanded_at'),
  },
  (t) => [index('notifications_due').on(t.expandedAt, t.createdAt)],
);

/** One message to one person through one channel. The id is deterministic, so the same is never told twice. */
export const deliveries = sqliteTable(
  'deliveries',
  {
    id: text('id').primaryKey(),
    notificationId: text('notification_id').notNull(),
    kind: text('kind', { enum: messageKinds }).notNull(),
    userId: text('user_id').notNull(),
    channel: text('channel', { enum: notificationChannels }).notNull(),
    runId: text('run_id'),
    taskId: text('task_id'),
    data: json<Json>('data'),
    state: text('state', { enum: messageStates }).notNull().default('pending'),
    attempts: integer('attempts').notNull().default(0),
    dueAt: timestamp('due_at').notNull(),
    /** Why it failed last, or was left out. */
    note: text('note'),
    createdAt: timestamp('created_at').notNull(),
    settledAt: timestamp('settled_at'),
  },
  (t) => [
    index('deliveries_due').on(t.state, t.dueAt, t.id),
    index('deliveries_flood').on(t.userId, t.runId, t.createdAt),
    index('deliveries_log').on(t.createdAt, t.id),
    index('deliveries_state').on(t.state, t.createdAt, t.id),
  ],
);

/** Which channels a person wants for a kind; without a row all of them. */
export const notificationPreferences = sqliteTable(
  'notification_preferences',
  {
    userId: text('user_id').notNull(),
    kind: text('kind', { enum: notificationKinds }).notNull(),
    channels: json<NotificationChannel[]>('channels').notNull(),
  },
  (t) => [primaryKey({ columns: [t.userId, t.kind] })],
);

/** Rows as they are read. */
export type NotificationRow = typeof notifications.$inferSelect;
export type DeliveryRow = typeof deliveries.$inferSelect;
