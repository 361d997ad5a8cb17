import type { EndpointRow } from './require-webhooks';
import type { WebhookEndpoint } from './types';

/** An endpoint as it may be shown: without its secrets. */
export function endpointView(row: EndpointRow, now: Date): WebhookEndpoint {
  const { id, name, url, events, state, offReason, failingSince, previousUntil, createdAt, updatedAt } = row;
  const still = previousUntil !== null && previousUntil > now ? previousUntil.toISOString() : null;
  return {
    endpointId: id,
    name,
    url,
    events,
    state,
    offReason,
    failingSince: failingSince?.toISOString() ?? null,
    previousSecretUntil: still,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

/** What of an endpoint is written to the audit log. Its whole address may hold a secret. */
export const auditedEndpoint = ({ id, name, url }: Pick<EndpointRow, 'id' | 'name' | 'url'>) => ({
  endpointId: id,
  name,
  host: new URL(url).host,
});
