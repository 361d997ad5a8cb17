import { and, eq, isNull, isNotNull, sql, type SQL } from 'drizzle-orm';
import { webhookEndpoints, type webhookDeliveries } from '@/db/schema';
import { audited } from '@/lib/journal/audit';
import { onlyIf, update, type Change } from '@/lib/journal/change';
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
function switchOff(endpoint: Endpoint, reason: 'gone' | 'failing', guard: SQL, at: Date): Change[] {
  const { id } = endpoint;
  return onlyIf(
    sql`exists (select 1 from ${webhookEndpoints} e where e.id = ${id} and e.state = 'active' and ${guard})`,
    [
      audited({
        verb: 'webhook.switched_off',
        before: { state: 'active' },
        after: { state: 'off' },
        data: { ...auditedEndpoint(endpoint), reason },
      }),
      update(
        webhookEndpoints,
        { state: 'off', offReason: reason, updatedAt: at },
        eq(webhookEndpoints.id, id),
      ),
    ],
  );
}

/** The changes for a try's result. Status 410, or days of failures only, switch the endpoint off. */
export function attemptOf(
  now: Date,
  endpoint: Endpoint,
  type: WebhookMessage,
  sent: Sent,
  tookMs: number,
  offAfterMs: number,
): Attempt<typeof webhookDeliveries> {
  const result = { responseStatus: sent.status, tookMs };
  const itself = eq(webhookEndpoints.id, endpoint.id);
  const since = webhookEndpoints.failingSince;
  const failing = (at: Date | null) =>
    update(webhookEndpoints, { failingSince: at }, and(itself, at ? isNull(since) : isNotNull(since)));
  if (wasTaken(sent))
    return {
      came: 'sent',
      values: { ...result, state: 'delivered', deliveredAt: now, error: null, response: null },
      also: [failing(null)],
    };
  const gone = sent.status === 410;
  // The person who asked for a test watches it and can repeat it, so it is not retried.
  const test = type === 'webhook.test';
  const error = failureOf(sent);
  const forDays = sql`e.failing_since <= ${now.getTime() - offAfterMs}`;
  const off = gone
    ? switchOff(endpoint, 'gone', sql`1`, now)
    : test
      ? []
      : switchOff(endpoint, 'failing', forDays, now);
  return {
    came: 'failed',
    values: { ...result, error, response: sent.response },
    fault: { permanent: gone || test, retryAfterMs: sent.retryAfterMs },
    error,
    also: [...(test ? [] : [failing(now)]), ...off],
  };
}
