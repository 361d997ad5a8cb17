import { and, eq, isNull, isNotNull, sql } from 'drizzle-orm';
import { webhookEndpoints, type webhookDeliveries } from '@/db/schema';
import type { Statement } from '@/db/guarded';
import { auditWhere } from '@/lib/journal/audit';
import { sweepActor, type Context } from '@/lib/people/context';
import { auditedEndpoint } from './endpoint-view';
import type { WebhookMessage } from '@/db/enums';
import type { Attempt } from '@/lib/tell/queue/send-due';
import type { Sent } from './send';

type Endpoint = Pick<typeof webhookEndpoints.$inferSelect, 'id' | 'name' | 'url'>;

const wasTaken = ({ status }: Pick<Sent, 'status'>): boolean =>
  status !== null && status >= 200 && status < 300;

function failureOf({ status, error }: Sent): string {
  if (error !== null || status === null) return error ?? 'no answer';
  return status >= 300 && status < 400
    ? `a redirect (${status}), which is not followed`
    : `answered ${status}`;
}

/** Switches an endpoint off if the guard holds, and audits it; the operations page lists it. */
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

/** What came of a try. 410, or days of nothing but failures, switch the endpoint off. */
export function attemptOf(
  ctx: Context,
  endpoint: Endpoint,
  type: WebhookMessage,
  sent: Sent,
  tookMs: number,
  offAfterMs: number,
): Attempt<typeof webhookDeliveries> {
  const { db, clock } = ctx;
  const now = clock.now();
  const result = { responseStatus: sent.status, tookMs };
  const itself = eq(webhookEndpoints.id, endpoint.id);
  const since = webhookEndpoints.failingSince;
  const failing = (at: Date | null) =>
    db
      .update(webhookEndpoints)
      .set({ failingSince: at })
      .where(and(itself, at ? isNull(since) : isNotNull(since)));
  if (wasTaken(sent))
    return {
      came: 'sent',
      values: { ...result, state: 'delivered', deliveredAt: now, error: null, response: null },
      also: [failing(null)],
    };
  const gone = sent.status === 410;
  // Whoever asked for a test looks on, and asks again; nothing is owed to the receiver.
  const test = type === 'webhook.test';
  const error = failureOf(sent);
  const forDays = sql`e.failing_since <= ${now.getTime() - offAfterMs}`;
  const off = gone
    ? switchOff(ctx, endpoint, 'gone', sql`1`)
    : test
      ? []
      : switchOff(ctx, endpoint, 'failing', forDays);
  return {
    came: 'failed',
    values: { ...result, error, response: sent.response },
    fault: { permanent: gone || test, retryAfterMs: sent.retryAfterMs },
    error,
    also: [...(test ? [] : [failing(now)]), ...off],
  };
}
