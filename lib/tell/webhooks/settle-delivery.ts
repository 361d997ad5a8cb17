import { and, eq, isNull, isNotNull, sql } from 'drizzle-orm';
import { webhookDeliveries, webhookEndpoints } from '@/db/schema';
import { runBatch, type Statement } from '@/db/guarded';
import { auditWhere } from '@/lib/journal/audit';
import { sweepActor, type Context } from '@/lib/people/context';
import { log } from '@/lib/base/log';
import { auditedEndpoint } from './endpoint-view';
import { maxTries, retryDelayMs } from './retry-delay';
import type { Sent } from './send';

/** A delivery in hand: nobody else sends it until its claim runs out. */
export type Claimed = Pick<
  typeof webhookDeliveries.$inferSelect,
  'id' | 'endpointId' | 'type' | 'body' | 'attempts'
> & { claim: string };

type Endpoint = Pick<typeof webhookEndpoints.$inferSelect, 'id' | 'name' | 'url'>;

export const wasTaken = ({ status }: Pick<Sent, 'status'>): boolean =>
  status !== null && status >= 200 && status < 300;

function failureOf({ status, error }: Sent): string {
  if (error !== null || status === null) return error ?? 'no answer';
  return status >= 300 && status < 400
    ? `a redirect (${status}), which is not followed`
    : `answered ${status}`;
}

/** Switches an endpoint off when the guard holds, and writes it down; it is told on the operations page. */
function switchOff(
  ctx: Context,
  endpoint: Endpoint,
  reason: 'gone' | 'failing',
  guard: ReturnType<typeof sql>,
): Statement[] {
  const { db, clock } = ctx;
  const { id } = endpoint;
  const active = sql`exists (select 1 from ${webhookEndpoints} e where e.id = ${id} and e.state = 'active' and ${guard})`;
  return [
    auditWhere(
      { ...ctx, actor: sweepActor, channel: 'system' },
      {
        verb: 'webhook.switched_off',
        before: { state: 'active' },
        after: { state: 'off' },
        data: { ...auditedEndpoint(endpoint), reason },
      },
      active,
    ),
    db
      .update(webhookEndpoints)
      .set({ state: 'off', offReason: reason, updatedAt: clock.now() })
      .where(and(eq(webhookEndpoints.id, id), active)),
  ];
}

/**
 * Writes down what came of a try, unless somebody else has the delivery by now. A failure is due again later or was the
 * last one; 410, or days of nothing else, switch the endpoint off.
 */
export async function settleDelivery(
  ctx: Context,
  endpoint: Endpoint,
  delivery: Claimed,
  sent: Sent,
  tookMs: number,
  offAfterMs: number,
): Promise<void> {
  const { db, clock } = ctx;
  const now = clock.now();
  const mine = and(eq(webhookDeliveries.id, delivery.id), eq(webhookDeliveries.claim, delivery.claim));
  const result = { claimedUntil: 0, responseStatus: sent.status, tookMs };
  if (wasTaken(sent)) {
    await runBatch(db, [
      db
        .update(webhookDeliveries)
        .set({ ...result, state: 'delivered', deliveredAt: now, error: null, response: null })
        .where(mine),
      db
        .update(webhookEndpoints)
        .set({ failingSince: null })
        .where(and(eq(webhookEndpoints.id, endpoint.id), isNotNull(webhookEndpoints.failingSince))),
    ]);
    return;
  }
  const gone = sent.status === 410;
  // Whoever asked for a test looks on, and asks again; nothing is owed to the receiver.
  const test = delivery.type === 'webhook.test';
  const last = gone || test || delivery.attempts >= maxTries;
  const error = failureOf(sent);
  const dueAt = new Date(now.getTime() + Math.max(retryDelayMs(delivery.attempts), sent.retryAfterMs ?? 0));
  log.warn('a webhook was not taken', {
    endpointId: endpoint.id,
    deliveryId: delivery.id,
    attempts: delivery.attempts,
    status: sent.status,
    reason: error,
    last,
  });
  const limit = now.getTime() - offAfterMs;
  await runBatch(db, [
    db
      .update(webhookDeliveries)
      .set({
        ...result,
        state: last ? 'failed' : 'pending',
        error,
        response: sent.response,
        ...(!last && { dueAt }),
      })
      .where(mine),
    ...(test
      ? []
      : [
          db
            .update(webhookEndpoints)
            .set({ failingSince: now })
            .where(and(eq(webhookEndpoints.id, endpoint.id), isNull(webhookEndpoints.failingSince))),
        ]),
    ...(gone
      ? switchOff(ctx, endpoint, 'gone', sql`1`)
      : test
        ? []
        : switchOff(ctx, endpoint, 'failing', sql`e.failing_since <= ${limit}`)),
  ]);
}
