import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { lock, unlock } from '@/lib/base/secret-box';

const prefix = 'whsec_';
const purpose = 'webhook secrets';

/** A new secret as Standard Webhooks writes them: `whsec_` and 32 random bytes in base64. */
export const newSecret = (): string => `${prefix}${randomBytes(32).toString('base64')}`;

/** Encrypts the secret for storage; it can be decrypted for this endpoint only. */
export const lockSecret = (authSecret: string, endpointId: string, secret: string): string =>
  lock(authSecret, purpose, endpointId, secret);

type Keeper = { id: string; secret: string; previousSecret: string | null; previousUntil: Date | null };

/**
 * The secrets valid at a time, the newest first; none when AUTH_SECRET has changed since they were stored.
 */
export function secretsOf(authSecret: string, endpoint: Keeper, now: Date): string[] {
  const kept = [
    endpoint.secret,
    ...(endpoint.previousSecret !== null && endpoint.previousUntil !== null && endpoint.previousUntil > now
      ? [endpoint.previousSecret]
      : []),
  ];
  return kept.flatMap((locked) => unlock(authSecret, purpose, endpoint.id, locked) ?? []);
}

/** The headers of Standard Webhooks for one try, signed with each secret. */
export function signedHeaders(
  secrets: readonly string[],
  id: string,
  at: Date,
  body: string,
): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  };
}
