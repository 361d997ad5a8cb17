import { createHash } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { LinkSecret } from '@/lib/base/env';
import { LinkRefused, type LinkClaims } from './link-refusal';

const algorithm = 'HS256';
const issuer = 'countersign';
const audience = 'countersign/link';

const keyOf = ({ secret }: LinkSecret): Uint8Array => new TextEncoder().encode(secret);

/** The id shared by all links for one question and person: using one uses all of them. */
function linkIdFor({ taskId, recipientId, payloadDigest }: Omit<LinkClaims, 'id' | 'outcome'>): string {
  return `lnk_${createHash('sha256')
    .update(JSON.stringify([taskId, recipientId, payloadDigest]))
    .digest()
    .subarray(0, 16)
    .toString('base64url')}`;
}

/**
 * A JWT (HS256) with task, recipient, outcome and digest; signed with the first secret, whose name is the
 * `kid`.
 */
export function signLinkToken(
  claims: Omit<LinkClaims, 'id'>,
  times: { now: Date; expiresAt: Date },
  [secret]: readonly LinkSecret[],
): Promise<string> {
  if (!secret) throw new Error('there is no secret to sign links with');
  return new SignJWT({ task: claims.taskId, outcome: claims.outcome, digest: claims.payloadDigest })
    .setProtectedHeader({ alg: algorithm, kid: secret.name })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(claims.recipientId)
    .setJti(linkIdFor(claims))
    .setIssuedAt(times.now)
    .setExpirationTime(times.expiresAt)
    .sign(keyOf(secret));
}

const payload = z.object({
  jti: z.string(),
  sub: z.string(),
  task: z.string(),
  outcome: z.string(),
  digest: z.string(),
});

/**
 * A token's claims, after its signature, algorithm, issuer, audience and time were checked. Only HS256, and
 * only the configured secret named by the token's `kid`.
 * @throws LinkRefused expired, altered
 */
export async function verifyLinkToken(
  token: string,
  now: Date,
  secrets: readonly LinkSecret[],
): Promise<LinkClaims> {
  const claimsOf = (from: unknown): LinkClaims => {
    const { jti: id, sub: recipientId, task: taskId, outcome, digest: payloadDigest } = payload.parse(from);
    return { id, taskId, recipientId, outcome, payloadDigest };
  };
  try {
    const key = ({ kid }: { kid?: string }) => {
      const secret = secrets.find(({ name }) => name === kid);
      if (!secret) throw new errors.JWSInvalid('no such key');
      return keyOf(secret);
    };
    const verified = await jwtVerify(token, key, {
      algorithms: [algorithm],
      issuer,
      audience,
      currentDate: now,
      requiredClaims: ['exp', 'iat', 'jti', 'sub'],
    });
    return claimsOf(verified.payload);
  } catch (error) {
    // The signature was valid, so the claims can be audited.
    if (error instanceof errors.JWTExpired) throw new LinkRefused('expired', claimsOf(error.payload));
    if (
      error instanceof errors.JOSEError ||
      error instanceof z.ZodError ||
      error instanceof TypeError ||
      error instanceof SyntaxError
    )
      throw new LinkRefused('altered');
    throw error;
  }
}
