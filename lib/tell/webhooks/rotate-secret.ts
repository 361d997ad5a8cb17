import { eq, sql } from 'drizzle-orm';
import { webhookEndpoints } from '@/db/schema';
import { update } from '@/lib/journal/change';
import { commit } from '@/lib/journal/commit';
import type { Context } from '@/lib/people/context';
import { env } from '@/lib/base/env';
import { conflict } from '@/lib/base/errors';
import { auditedEndpoint, endpointView } from './endpoint-view';
import { endpointRead, foundEndpoint, loadEndpoint, requireManager } from './require-webhooks';
import { lockSecret, newSecret } from './secrets';
import type { WebhookWithSecret } from './types';

/** How long the previous secret still signs beside the new one, so that a receiver can change over. */
export const overlapMs = 86_400_000;

/**
 * Gives an endpoint a new secret, returned only this once; for a day the previous one signs as well.
 * @throws not_found, forbidden, conflict when somebody else rotated it at the same time
 */
export async function rotateSecret(ctx: Context, endpointId: string): Promise<WebhookWithSecret> {
  requireManager(ctx);
  const { clock } = ctx;
  const before = await loadEndpoint(ctx, endpointId);
  const now = clock.now();
  const secret = newSecret();
  const until = new Date(now.getTime() + overlapMs);
  const { won, found } = await commit(ctx, {
    when: sql`exists (select 1 from ${webhookEndpoints} e where e.id = ${endpointId} and e.secret = ${before.secret})`,
    event: {
      verb: 'webhook.secret_rotated',
      data: { ...auditedEndpoint(before), previousUntil: until.toISOString() },
    },
    changes: [
      update(
        webhookEndpoints,
        {
          secret: lockSecret(env().authSecret, endpointId, secret),
          previousSecret: before.secret,
          previousUntil: until,
          updatedAt: now,
        },
        eq(webhookEndpoints.id, endpointId),
      ),
    ],
    reads: endpointRead(ctx, endpointId),
  });
  if (!won) throw conflict('webhook_changed', {});
  return { endpoint: endpointView(foundEndpoint(found), now), secret };
}
