import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { deliveryStates, webhookStates, type WebhookEvent, type WebhookMessage } from '../enums';
import { timestamp } from './columns';

/** Where events are sent to programs outside. Secrets are kept encrypted (lib/base/secret-box.ts): signing needs the plain text. */
export const webhookEndpoints = sqliteTable('webhook_endpoints', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  url: text('url').notNull(),
  events: text('events', { mode: 'json' }).$type<WebhookEvent[]>().notNull(),
  state: text('state', { enum: webhookStates }).notNull().default('active'),
  offReason: text('off_reason', { enum: ['gone', 'failing'] }),
  /** The `seq` of the last audit event considered for it. */
  cursor: integer('cursor').notNull().default(0),
  secret: text('secret').notNull(),
  /** The secret before the last rotation; deliveries carry its signature too until `previousUntil`. */
  previousSecret: text('previous_secret'),
  previousUntil: timestamp('previous_until'),
  /** Since when every try fails; null once one succeeds. */
  failingSince: timestamp('failing_since'),
  createdBy: text('created_by').notNull(),
  createdAt: timestamp('created_at').notNull(),
  updatedAt: timestamp('updated_at').notNull(),
});

/** One event, or a test, owed to one endpoint. The id is the `webhook-id` of all its tries; the body never changes. */
export const webhookDeliveries = sqliteTable(
  'webhook_deliveries',
  {
    id: text('id').primaryKey(),
    endpointId: text('endpoint_id').notNull(),
    /** The audit event it reports. */
    seq: integer('seq').notNull(),
    type: text('type').$type<WebhookMessage>().notNull(),
    body: text('body').notNull(),
    state: text('state', { enum: deliveryStates }).notNull().default('pending'),
    attempts: integer('attempts').notNull().default(0),
    dueAt: timestamp('due_at').notNull(),
    /** The process that claimed the delivery, and until when, in the database's time (epoch ms). */
    claim: text('claim'),
    claimedUntil: integer('claimed_until').notNull().default(0),
    attemptedAt: timestamp('attempted_at'),
    /** The result of the last try. */
    responseStatus: integer('response_status'),
    response: text('response'),
    error: text('error'),
    tookMs: integer('took_ms'),
    createdAt: timestamp('created_at').notNull(),
    deliveredAt: timestamp('delivered_at'),
  },
  (t) => [
    uniqueIndex('webhook_deliveries_event').on(t.endpointId, t.seq, t.type),
    index('webhook_deliveries_due')
      .on(t.endpointId, t.dueAt, t.seq)
      .where(sql`state = 'pending'`),
    index('webhook_deliveries_old')
      .on(t.createdAt)
      .where(sql`state <> 'pending'`),
  ],
);
