import { eq, sql } from 'drizzle-orm';
import { webhookDeliveries, webhookEndpoints } from '@/db/schema';
import { remove } from '@/lib/journal/change';
import { commit } from '@/lib/journal/commit';
import type { Context } from '@/lib/people/context';
import { notFound } from '@/lib/base/errors';
import { auditedEndpoint } from './endpoint-view';
import { loadEndpoint, requireManager } from './require-webhooks';

/** Removes an endpoint with its secrets and its delivery log. @throws not_found, forbidden */
export async function deleteEndpoint(ctx: Context, endpointId: string): Promise<void> {
  requireManager(ctx);
  const before = await loadEndpoint(ctx, endpointId);
  const { won } = await commit(ctx, {
    when: sql`exists (select 1 from ${webhookEndpoints} e where e.id = ${endpointId})`,
    event: {
      verb: 'webhook.deleted',
      before: { state: before.state, events: before.events },
      data: auditedEndpoint(before),
    },
    changes: [
      remove(webhookDeliveries, eq(webhookDeliveries.endpointId, endpointId)),
      remove(webhookEndpoints, eq(webhookEndpoints.id, endpointId)),
    ],
  });
  if (!won) throw notFound('webhook');
}
