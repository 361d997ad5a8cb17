import { createHmac } from 'node:crypto';
import { sameSecret } from '@/lib/base/same-secret';

/** How far a request's time may differ from ours, in seconds; an older one may be a replay. */
const maxAgeSeconds = 300;

/** Slack's signature for this body (`X-Slack-Signature`, version v0). */
export const slackSignature = (secret: string, timestamp: string, body: Uint8Array | string): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(body).digest('hex')}`;

/**
 * Whether a request comes from Slack and is recent. `body` is the raw body, byte for byte.
 * https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function isSignedBySlack(secret: string, headers: Headers, body: Uint8Array, now: Date): boolean {
  const timestamp = headers.get('x-slack-request-timestamp') ?? '';
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now.getTime() / 1000 - Number(timestamp)) > maxAgeSeconds) return false;
  return sameSecret(headers.get('x-slack-signature') ?? '', slackSignature(secret, timestamp, body));
}
