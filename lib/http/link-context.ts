import { actorFromHeaders } from '@/lib/auth/actor';
import { clientAddress } from '@/lib/auth/client-address';
import { database, systemClock } from '@/lib/context';
import { env } from '@/lib/env';
import { auditRefusal } from '@/lib/links/audit-refusal';
import type { LinkRefusalReason, LinkRefused } from '@/lib/links/link-refusal';
import type { LinkContext } from '@/lib/links/open-link';
import { engine } from '@/lib/mastra';

/** What the links of a request are opened with; who is signed in, if anybody is, by its cookie. */
export async function linkContext(headers: Headers): Promise<LinkContext> {
  const viewer = await actorFromHeaders(headers);
  return {
    db: database(),
    engine: await engine(),
    clock: systemClock,
    secrets: env().linkSecrets,
    viewerId: viewer?.id ?? null,
  };
}

/** Counts and audits a link that does not work. @returns what its visitor is told */
export const toldOfRefusal = (
  context: LinkContext,
  refused: LinkRefused,
  headers: Headers,
): Promise<LinkRefusalReason> => auditRefusal(context, refused, clientAddress(headers, env().trustedProxies));
