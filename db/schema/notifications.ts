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
 * How far the audit log was read for notifications (`audit`) and for operators' alerts (`alerts`);
 * and which channels are pausing (`rest:slack`).
 */
export const notificationCursor = sqliteTable('notification_cursor', {
  id: text('id').primaryKey(),
  seq: integer('seq').notNull(),
  /** Until when a process has claimed the next events, or the channel pauses. */
  claimedUntil: timestamp('claimed_until'),
});

/** Notifications, one for each audit event, whose id it carries. Recipients are resolved when it is sent. */
export const notifications = sqliteTable(
  'notifications',
  {
    id: text('id').primaryKey(),
    kind: text('kind', { enum: toldKinds }).notNull(),
    runId: text('run_id'),
    taskId: text('task_id'),
    /** Recipients, as principals; null: the people who may decide the task when the message is sent. */
    principals: json<string[] | null>('principals'),
    /** What only the event knows, such as why something is stuck. */
    data: json<Json>('data'),
    createdAt: timestamp('created_at').notNull(),
    /** When deliveries were made from it. */
    expandedAt: timestamp('expanded_at'),
  },
  (t) => [index('notifications_due').on(t.expandedAt, t.createdAt)],
);

/** One message to one person through one channel. The id is deterministic, so nothing is sent twice. */
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
    /** The process that claimed the message, and until when, in the database's time (epoch ms). */
    claim: text('claim'),
    claimedUntil: integer('claimed_until').notNull().default(0),
    /** Why the last try failed, or it was skipped. */
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

/** The channels a person wants for a kind; without a row, all. */
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
