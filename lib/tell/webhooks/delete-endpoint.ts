import { eq, sql } from 'drizzle-orm';
import { webhookDeliveries, webhookEndpoints } from '@/db/schema';
import { runBatch } from '@/db/guarded';
import { auditWhere } from '@/lib/journal/audit';
import type { Context } from '@/lib/people/context';
import { notFound } from '@/lib/base/errors';
import { auditedEndpoint } from './endpoint-view';
import { loadEndpoint, requireManager } from './require-webhooks';

/** Removes an endpoint with its secrets and its delivery log. @throws not_found, forbidden */
export async function deleteEndpoint(ctx: Context, endpointId: string): Promise<void> {
  requireManager(ctx);
  const { db } = ctx;
  const before = await loadEndpoint(ctx, endpointId);
  const [removed] = await runBatch(db, [
    auditWhere(
      ctx,
      {
        verb: 'webhook.deleted',
        before: { state: before.state, events: before.events },
        data: auditedEndpoint(before),
      },
      sql`exists (select 1 from ${webhookEndpoints} e where e.id = ${endpointId})`,
    ),
    db.delete(webhookDeliveries).where(eq(webhookDeliveries.endpointId, endpointId)),
    db.delete(webhookEndpoints).where(eq(webhookEndpoints.id, endpointId)),
  ]);
  if (removed !== 1) throw notFound('webhook');
}
