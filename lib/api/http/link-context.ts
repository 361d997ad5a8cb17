import { actorFromHeaders } from '@/lib/accounts/sign-in/actor';
import { clientAddress } from '@/lib/accounts/sign-in/client-address';
import { database } from '@/lib/base/database';
import { systemClock } from '@/lib/base/clock';
import { env } from '@/lib/base/env';
import type { LinkContext } from '@/lib/tell/links/open-link';
import { engine } from '@/lib/mastra';

const agentAtMost = 200;

/** The context for opening a request's link; the cookie tells who is signed in, if anybody. */
export async function linkContext(headers: Headers): Promise<LinkContext> {
  const viewer = await actorFromHeaders(headers);
  return {
    db: database(),
    engine: await engine(),
    clock: systemClock,
    secrets: env().linkSecrets,
    viewerId: viewer?.id ?? null,
    from: {
      address: clientAddress(headers, env().trustedProxies),
      agent: (headers.get('user-agent') ?? '').slice(0, agentAtMost),
    },
  };
}
