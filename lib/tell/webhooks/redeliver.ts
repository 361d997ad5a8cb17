import { and, eq, sql } from 'drizzle-orm';
import { webhookDeliveries, webhookEndpoints } from '@/db/schema';
import { update } from '@/lib/journal/change';
import { commit } from '@/lib/journal/commit';
import type { Context } from '@/lib/people/context';
import { conflict, notFound } from '@/lib/base/errors';
import { databaseNow } from '@/db/database-now';
import { dueAgain } from '@/lib/tell/queue/queue';
import { auditedEndpoint } from './endpoint-view';
import { deliveryView } from './list-deliveries';
import { loadEndpoint, requireSight } from './require-webhooks';
import type { WebhookDelivery } from './types';

/**
 * Sends an event again, under the same `webhook-id` and with all its tries; operators may do this too.
 * @throws not_found, conflict while it is being sent, or its endpoint is not active
 */
export async function redeliver(
  ctx: Context,
  endpointId: string,
  deliveryId: string,
): Promise<WebhookDelivery> {
  requireSight(ctx);
  const { db, clock } = ctx;
  const endpoint = await loadEndpoint(ctx, endpointId);
  const asked = and(eq(webhookDeliveries.id, deliveryId), eq(webhookDeliveries.endpointId, endpointId));
  const [before] = await db.select().from(webhookDeliveries).where(asked);
  if (!before) throw notFound('delivery');
  const { type, data } = deliveryView(before).body;
  const about =
    type === 'webhook.test' ? {} : { runId: data.run.id, ...(data.task && { taskId: data.task.id }) };
  const { won, found } = await commit(ctx, {
    when: sql`exists (select 1 from ${webhookDeliveries} d join ${webhookEndpoints} e on e.id = d.endpoint_id where d.id = ${deliveryId} and d.claimed_until < ${databaseNow} and d.state = ${before.state} and d.attempts = ${before.attempts} and e.state = 'active')`,
    event: {
      verb: 'webhook.redelivered',
      ...about,
      before: { state: before.state, attempts: before.attempts },
      after: { state: 'pending', attempts: 0 },
      data: { ...auditedEndpoint(endpoint), deliveryId, event: before.type },
    },
    changes: [
      update(webhookDeliveries, { ...dueAgain(clock.now()), state: 'pending', deliveredAt: null }, asked),
    ],
    reads: db.select().from(webhookDeliveries).where(asked),
  });
  if (!won)
    throw conflict(endpoint.state === 'active' ? 'delivery_under_way' : 'webhook_not_active', {
      state: endpoint.state,
    });
  const [after] = found;
  if (!after) throw notFound('delivery');
  return deliveryView(after);
}
