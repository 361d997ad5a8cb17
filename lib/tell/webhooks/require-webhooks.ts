import { eq } from 'drizzle-orm';
import { webhookEndpoints } from '@/db/schema';
import { refuseKeys } from '@/lib/people/require-scope';
import type { Context } from '@/lib/people/context';
import { forbidden, notFound } from '@/lib/base/errors';
import { mayManageWebhooks, maySeeWebhooks } from '@/lib/people/may-manage-webhooks';

export type EndpointRow = typeof webhookEndpoints.$inferSelect;

/**
 * Requires an operator or administrator; to others webhooks do not exist.
 * @throws not_found
 */
export function requireSight({ actor }: Pick<Context, 'actor'>): void {
  refuseKeys({ actor });
  if (!maySeeWebhooks(actor)) throw notFound('page');
}

/** @throws not_found, forbidden (operators) */
export function requireManager(ctx: Pick<Context, 'actor'>): void {
  requireSight(ctx);
  if (!mayManageWebhooks(ctx.actor)) throw forbidden('only_admins');
}

/**
 * Reads an endpoint's row, alone or in the batch that changes it, since somebody may delete it right after.
 */
export const endpointRead = ({ db }: Pick<Context, 'db'>, endpointId: string) =>
  db.select().from(webhookEndpoints).where(eq(webhookEndpoints.id, endpointId));

/** @throws not_found */
export function foundEndpoint([row]: EndpointRow[]): EndpointRow {
  if (!row) throw notFound('webhook');
  return row;
}

/** @throws not_found */
export const loadEndpoint = async (ctx: Pick<Context, 'db'>, endpointId: string): Promise<EndpointRow> =>
  foundEndpoint(await endpointRead(ctx, endpointId));
