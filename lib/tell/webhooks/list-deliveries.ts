import { and, desc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { deliveryStates } from '@/db/enums';
import { webhookDeliveries } from '@/db/schema';
import type { Context } from '@/lib/people/context';
import { readCursor, writeCursor } from '@/lib/base/cursor';
import { pageQuery, parseQuery } from '@/lib/base/page-query';
import type { Page } from '@/lib/base/page-query';
import { noteIn } from '@/lib/base/reasons';
import type { WebhookBody } from './event-body';
import { loadEndpoint, requireSight } from './require-webhooks';
import type { WebhookDelivery } from './types';

export const deliveryQuery = z.object({
  state: z.enum(deliveryStates).optional(),
  ...pageQuery,
});
export type DeliveryQuery = z.infer<typeof deliveryQuery>;

/** Reads a query string; empty values count as absent. @throws invalid naming the parameter. */
export const parseDeliveryQuery = (params: Record<string, unknown>): DeliveryQuery =>
  parseQuery(deliveryQuery, params);

type Row = typeof webhookDeliveries.$inferSelect;

export function deliveryView(row: Row): WebhookDelivery {
  const {
    id,
    endpointId,
    type,
    state,
    attempts,
    dueAt,
    attemptedAt,
    deliveredAt,
    responseStatus,
    response,
    error,
    tookMs,
    createdAt,
    body,
  } = row;
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  return {
    deliveryId: id,
    endpointId,
    type,
    state,
    attempts,
    dueAt: state === 'pending' ? dueAt.toISOString() : null,
    attemptedAt: iso(attemptedAt),
    deliveredAt: iso(deliveredAt),
    responseStatus,
    response,
    error: error === null ? null : noteIn(error),
    tookMs,
    createdAt: createdAt.toISOString(),
    body: JSON.parse(body) as WebhookBody,
  };
}

/**
 * One page of an endpoint's deliveries, the newest event first.
 * @throws not_found, invalid (cursor)
 */
export async function listDeliveries(
  ctx: Context,
  endpointId: string,
  { state, limit, cursor }: DeliveryQuery,
): Promise<Page<WebhookDelivery>> {
  requireSight(ctx);
  await loadEndpoint(ctx, endpointId);
  const [seq, type] = cursor === undefined ? [] : readCursor(cursor);
  const rows = await ctx.db
    .select()
    .from(webhookDeliveries)
    .where(
      and(
        eq(webhookDeliveries.endpointId, endpointId),
        state && eq(webhookDeliveries.state, state),
        seq === undefined
          ? undefined
          : sql`(${webhookDeliveries.seq}, ${webhookDeliveries.type}) < (${seq}, ${type})`,
      ),
    )
    .orderBy(desc(webhookDeliveries.seq), desc(webhookDeliveries.type))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return { items: page.map(deliveryView), nextCursor: last ? writeCursor([last.seq, last.type]) : null };
}
