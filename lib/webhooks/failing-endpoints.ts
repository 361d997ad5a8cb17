import { and, asc, desc, eq, isNotNull, lte, ne, or } from 'drizzle-orm';
import { webhookDeliveries, webhookEndpoints } from '@/db/schema';
import type { Context } from '@/lib/context';
import type { Finding } from '@/lib/operations/types';
import { findingTexts as words } from '@/lib/texts/operations';

/** How long every try must have failed before operators are told. */
const tellAfterMs = 3_600_000;

/** The endpoints that are off by themselves, or that take nothing for an hour, as findings. Not scoped: the caller is. */
export async function failingEndpoints({ db, clock }: Pick<Context, 'db' | 'clock'>): Promise<Finding[]> {
  const rows = await db
    .select()
    .from(webhookEndpoints)
    .where(or(eq(webhookEndpoints.state, 'off'), and(eq(webhookEndpoints.state, 'active'), isNotNull(webhookEndpoints.failingSince), lte(webhookEndpoints.failingSince, new Date(clock.now().getTime() - tellAfterMs)))))
    .orderBy(asc(webhookEndpoints.createdAt), asc(webhookEndpoints.id));
  return Promise.all(
    rows.map(async ({ id, name, state, offReason, failingSince, updatedAt }): Promise<Finding> => {
      const [last] = await db
        .select({ error: webhookDeliveries.error })
        .from(webhookDeliveries)
        .where(and(eq(webhookDeliveries.endpointId, id), ne(webhookDeliveries.state, 'delivered'), isNotNull(webhookDeliveries.error)))
        .orderBy(desc(webhookDeliveries.seq))
        .limit(1);
      const reason = state === 'active' ? words.webhookFailing : offReason === 'gone' ? words.webhookGone : words.webhookOff;
      return { kind: 'webhooks', id, runId: null, taskId: null, title: name, workflowTitle: null, reason, detail: last?.error ?? null, since: (state === 'off' ? updatedAt : (failingSince ?? updatedAt)).toISOString(), actions: [] };
    }),
  );
}
