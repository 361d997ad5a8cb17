import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { webhookEvents } from '@/db/enums';
import { auditEvents, webhookEndpoints } from '@/db/schema';
import { insert, update } from '@/lib/journal/change';
import { commit } from '@/lib/journal/commit';
import type { Context } from '@/lib/people/context';
import { env } from '@/lib/base/env';
import { conflict, forbidden } from '@/lib/base/errors';
import { newId } from '@/lib/base/ids';
import { parse } from '@/lib/base/parse';
import { checkUrl } from './check-url';
import type { Outside } from './destination';
import { auditedEndpoint, endpointView } from './endpoint-view';
import { webhookEventType } from './event-body';
import { endpointRead, foundEndpoint, requireManager } from './require-webhooks';
import { lockSecret, newSecret } from './secrets';
import type { WebhookWithSecret } from './types';

/** Every process opens several connections to each endpoint. */
export const maxEndpoints = 20;

export const endpointName = z.string().trim().min(1).max(100);
export const endpointUrl = z.string().trim().max(2000).meta({
  description: 'An https address on the public internet, or one that WEBHOOK_ALLOW_PRIVATE allows.',
});
export const endpointEvents = z
  .array(webhookEventType)
  .min(1)
  .transform((events) => webhookEvents.filter((event) => events.includes(event)));

export const createWebhookInput = z.strictObject({
  name: endpointName,
  url: endpointUrl,
  events: endpointEvents,
});

/**
 * Adds an endpoint for events from now on. The secret is returned only this once.
 * @throws not_found, forbidden, invalid, conflict when there are too many
 */
export async function createEndpoint(
  ctx: Context,
  input: unknown,
  to?: Pick<Outside, 'allow' | 'resolve'>,
): Promise<WebhookWithSecret> {
  requireManager(ctx);
  const { actor, clock } = ctx;
  if (actor.kind !== 'user') throw forbidden('only_signed_in');
  const given = parse(createWebhookInput, input);
  const url = await checkUrl(given.url, to);
  const now = clock.now();
  const [id, secret] = [newId('whk'), newSecret()];
  const row = {
    id,
    name: given.name,
    url,
    events: given.events,
    secret: lockSecret(env().authSecret, id, secret),
    createdBy: actor.id,
    createdAt: now,
    updatedAt: now,
  };
  const { won, found } = await commit(ctx, {
    when: sql`(select count(*) from ${webhookEndpoints}) < ${maxEndpoints}`,
    event: {
      verb: 'webhook.created',
      after: { state: 'active', events: given.events },
      data: auditedEndpoint(row),
    },
    changes: [
      insert(webhookEndpoints, row),
      update(
        webhookEndpoints,
        { cursor: sql`(select coalesce(max(a.seq), 0) from ${auditEvents} a)` },
        eq(webhookEndpoints.id, id),
      ),
    ],
    reads: endpointRead(ctx, id),
  });
  if (!won) throw conflict('too_many_webhooks', { max: maxEndpoints });
  return { endpoint: endpointView(foundEndpoint(found), now), secret };
}
