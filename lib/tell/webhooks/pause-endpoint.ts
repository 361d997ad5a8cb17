import { eq, sql } from 'drizzle-orm';
import type { WebhookState } from '@/db/enums';
import { webhookEndpoints } from '@/db/schema';
import { update } from '@/lib/journal/change';
import { commit } from '@/lib/journal/commit';
import type { Context } from '@/lib/people/context';
import { conflict } from '@/lib/base/errors';
import { auditedEndpoint, endpointView } from './endpoint-view';
import { endpointRead, foundEndpoint, loadEndpoint, requireManager } from './require-webhooks';
import type { WebhookEndpoint } from './types';

async function move(
  ctx: Context,
  endpointId: string,
  from: readonly WebhookState[],
  to: WebhookState,
  verb: 'webhook.paused' | 'webhook.resumed',
): Promise<WebhookEndpoint> {
  requireManager(ctx);
  const { clock } = ctx;
  const before = await loadEndpoint(ctx, endpointId);
  const { won, found } = await commit(ctx, {
    when: sql`exists (select 1 from ${webhookEndpoints} e where e.id = ${endpointId} and e.state = ${before.state} and e.state in ${[...from]})`,
    event: {
      verb,
      before: { state: before.state, reason: before.offReason },
      after: { state: to },
      data: auditedEndpoint(before),
    },
    changes: [
      update(
        webhookEndpoints,
        { state: to, offReason: null, failingSince: null, updatedAt: clock.now() },
        eq(webhookEndpoints.id, endpointId),
      ),
    ],
    reads: endpointRead(ctx, endpointId),
  });
  const now = foundEndpoint(found);
  if (!won && now.state !== to)
    throw conflict(now.state === 'off' ? 'webhook_off' : 'webhook_changed', { state: now.state });
  return endpointView(now, clock.now());
}

/** Sends nothing more to an endpoint until it is resumed. Pausing twice is a success. @throws not_found, forbidden, conflict (it is off) */
export const pauseEndpoint = (ctx: Context, endpointId: string): Promise<WebhookEndpoint> =>
  move(ctx, endpointId, ['active'], 'paused', 'webhook.paused');

/**
 * Resumes an endpoint that was paused or switched off: waiting deliveries and the events since are sent,
 * within the age limit. Resuming twice succeeds.
 * @throws not_found, forbidden, conflict
 */
export const resumeEndpoint = (ctx: Context, endpointId: string): Promise<WebhookEndpoint> =>
  move(ctx, endpointId, ['paused', 'off'], 'active', 'webhook.resumed');
