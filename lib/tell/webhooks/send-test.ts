import { eq, sql } from 'drizzle-orm';
import { auditEvents, webhookDeliveries } from '@/db/schema';
import { insert } from '@/lib/journal/change';
import { commit } from '@/lib/journal/commit';
import { signatureOf, type Context } from '@/lib/people/context';
import { env } from '@/lib/base/env';
import { notFound } from '@/lib/base/errors';
import { testDeliveryId } from '@/lib/base/ids';
import { auditedEndpoint } from './endpoint-view';
import type { TestBody } from './event-body';
import { deliveryView } from './list-deliveries';
import { loadEndpoint, requireManager } from './require-webhooks';
import type { WebhookDelivery } from './types';

/**
 * Sends a test event to an endpoint: signed, once, and listed in the delivery log. Works while paused or off,
 * so that people can see it is fixed before they resume it.
 * @throws not_found, forbidden
 */
export async function sendTest(
  ctx: Context,
  endpointId: string,
  appUrl = env().appUrl,
): Promise<WebhookDelivery> {
  requireManager(ctx);
  const { db, clock, actor, channel } = ctx;
  const endpoint = await loadEndpoint(ctx, endpointId);
  const now = clock.now();
  const { actorKind, actorName } = signatureOf(actor);
  const body: TestBody = {
    type: 'webhook.test',
    timestamp: now.toISOString(),
    data: {
      webhook: { id: endpointId, name: endpoint.name, url: `${appUrl}/settings/webhooks/${endpointId}` },
      actor: { kind: actorKind, name: actorName },
      channel,
    },
  };
  const id = testDeliveryId();
  const { found } = await commit(ctx, {
    when: sql`exists (select 1 from webhook_endpoints e where e.id = ${endpointId})`,
    event: { verb: 'webhook.tested', data: { ...auditedEndpoint(endpoint), deliveryId: id } },
    changes: [
      insert(webhookDeliveries, {
        id,
        endpointId,
        // The audit event just written gives the delivery its place in the log.
        seq: sql`(select max(a.seq) from ${auditEvents} a)`,
        type: body.type,
        body: JSON.stringify(body),
        dueAt: now,
        createdAt: now,
      }),
    ],
    reads: db.select().from(webhookDeliveries).where(eq(webhookDeliveries.id, id)),
  });
  const [delivery] = found;
  if (!delivery) throw notFound('webhook');
  return deliveryView(delivery);
}
