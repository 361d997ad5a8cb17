import { eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { webhookEndpoints } from '@/db/schema';
import { update } from '@/lib/journal/change';
import { commit } from '@/lib/journal/commit';
import type { Context } from '@/lib/people/context';
import { conflict } from '@/lib/base/errors';
import { parse } from '@/lib/base/parse';
import { checkUrl } from './check-url';
import { endpointEvents, endpointName, endpointUrl } from './create-endpoint';
import type { Outside } from './destination';
import { auditedEndpoint, endpointView } from './endpoint-view';
import { endpointRead, foundEndpoint, loadEndpoint, requireManager } from './require-webhooks';
import type { WebhookEndpoint } from './types';

export const updateWebhookInput = z
  .strictObject({
    name: endpointName.optional(),
    url: endpointUrl.optional(),
    events: endpointEvents.optional(),
  })
  .refine((given) => Object.values(given).some((value) => value !== undefined), 'names nothing to change');

/**
 * Changes an endpoint's name, address or events; waiting deliveries go to the new address.
 * @throws not_found, forbidden, invalid, conflict when somebody else changed it at the same time
 */
export async function updateEndpoint(
  ctx: Context,
  endpointId: string,
  input: unknown,
  to?: Pick<Outside, 'allow' | 'resolve'>,
): Promise<WebhookEndpoint> {
  requireManager(ctx);
  const given = parse(updateWebhookInput, input);
  const before = await loadEndpoint(ctx, endpointId);
  const url = given.url === undefined ? before.url : await checkUrl(given.url, to);
  const after = { ...before, name: given.name ?? before.name, url, events: given.events ?? before.events };
  const { clock } = ctx;
  const facts = (row: typeof after) => ({ ...auditedEndpoint(row), events: row.events });
  const { won, found } = await commit(ctx, {
    when: sql`exists (select 1 from ${webhookEndpoints} e where e.id = ${endpointId} and e.name = ${before.name} and e.url = ${before.url} and e.events = ${JSON.stringify(before.events)})`,
    event: {
      verb: 'webhook.changed',
      before: facts(before),
      after: facts(after),
      data: { endpointId, name: after.name, newAddress: url !== before.url },
    },
    changes: [
      update(
        webhookEndpoints,
        { name: after.name, url, events: after.events, updatedAt: clock.now() },
        eq(webhookEndpoints.id, endpointId),
      ),
    ],
    reads: endpointRead(ctx, endpointId),
  });
  if (!won) throw conflict('webhook_changed', {});
  return endpointView(foundEndpoint(found), clock.now());
}
