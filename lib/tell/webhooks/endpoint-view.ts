import type { EndpointRow } from './require-webhooks';
import type { WebhookEndpoint } from './types';

/** An endpoint without its secrets, to be shown. */
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

/** The parts of an endpoint for the audit log. Its full address may hold a secret. */
export const auditedEndpoint = ({ id, name, url }: Pick<EndpointRow, 'id' | 'name' | 'url'>) => ({
  endpointId: id,
  name,
  host: new URL(url).host,
});
