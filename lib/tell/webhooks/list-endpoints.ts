import { asc } from 'drizzle-orm';
import { webhookEndpoints } from '@/db/schema';
import type { Context } from '@/lib/people/context';
import { endpointView } from './endpoint-view';
import { loadEndpoint, requireSight } from './require-webhooks';
import type { WebhookEndpoint } from './types';

/**
 * All endpoints, the oldest first; their number is limited.
 * @throws not_found for everybody but operators and administrators
 */
export async function listEndpoints(ctx: Context): Promise<WebhookEndpoint[]> {
  requireSight(ctx);
  const rows = await ctx.db
    .select()
    .from(webhookEndpoints)
    .orderBy(asc(webhookEndpoints.createdAt), asc(webhookEndpoints.id));
  return rows.map((row) => endpointView(row, ctx.clock.now()));
}

/** @throws not_found */
export async function getEndpoint(ctx: Context, endpointId: string): Promise<WebhookEndpoint> {
  requireSight(ctx);
  return endpointView(await loadEndpoint(ctx, endpointId), ctx.clock.now());
}
