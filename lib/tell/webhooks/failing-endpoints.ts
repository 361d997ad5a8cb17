import { and, asc, desc, eq, isNotNull, lte, ne, or, sql } from 'drizzle-orm';
import { webhookDeliveries, webhookEndpoints } from '@/db/schema';
import type { Context } from '@/lib/people/context';
import { deskFinding } from '@/lib/desk/operators/desk-finding';
import type { Finding } from '@/lib/desk/operators/types';
import { readable } from '@/lib/base/readable/readable';
import { read, type Read } from '@/lib/base/reads';
import { findingTexts as words } from '@/lib/base/texts/operations';
import { noteIn } from '@/lib/base/reasons';

/** How long all tries must have failed before operators see it. */
const tellAfterMs = 3_600_000;

/**
 * Endpoints that the desk switched off, or that have failed for an hour, as findings. Not scoped: callers
 * must check authority.
 */
export function failingEndpointsRead({ db, clock }: Pick<Context, 'db' | 'clock'>): Read<Finding[]> {
  const lastError = db
    .select({ error: webhookDeliveries.error })
    .from(webhookDeliveries)
    .where(
      and(
        eq(webhookDeliveries.endpointId, webhookEndpoints.id),
        ne(webhookDeliveries.state, 'delivered'),
        isNotNull(webhookDeliveries.error),
      ),
    )
    .orderBy(desc(webhookDeliveries.seq))
    .limit(1);
  const statement = db
    .select({ endpoint: webhookEndpoints, error: sql<string | null>`${lastError}` })
    .from(webhookEndpoints)
    .where(
      or(
        eq(webhookEndpoints.state, 'off'),
        and(
          eq(webhookEndpoints.state, 'active'),
          isNotNull(webhookEndpoints.failingSince),
          lte(webhookEndpoints.failingSince, new Date(clock.now().getTime() - tellAfterMs)),
        ),
      ),
    )
    .orderBy(asc(webhookEndpoints.createdAt), asc(webhookEndpoints.id));
  return read([statement], ([rows]) =>
    rows.map(({ endpoint: { id, name, state, offReason, failingSince, updatedAt }, error }) => {
      const reason =
        state === 'active'
          ? words.webhookFailing
          : offReason === 'gone'
            ? words.webhookGone
            : words.webhookOff;
      return deskFinding({
        kind: 'webhooks',
        id,
        title: readable(name),
        reason,
        detail: error === null ? null : noteIn(error),
        since: state === 'off' ? updatedAt : (failingSince ?? updatedAt),
      });
    }),
  );
}
