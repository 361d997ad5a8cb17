import { actorFromHeaders } from '@/lib/auth/actor';
import { trustedOrigins } from '@/lib/auth/origins';
import { database, systemClock, type Context } from '@/lib/context';
import { env } from '@/lib/env';
import { AppError, forbidden } from '@/lib/errors';
import { engine } from '@/lib/mastra';

const reads = ['GET', 'HEAD', 'OPTIONS'];

/** A cookie rides along with any site's form, so a write must say that it comes from a page of ours. */
function requireOwnOrigin(request: Request): void {
  if (reads.includes(request.method)) return;
  const origin = request.headers.get('origin');
  if (origin === null || !trustedOrigins(env().appUrl).includes(origin)) throw forbidden('Writes with a session cookie must carry the Origin of this site.');
}

/** The context of an API request. @throws unauthenticated, forbidden (a write from another site) */
export async function apiContext(request: Request): Promise<Context> {
  const actor = await actorFromHeaders(request.headers);
  if (!actor) throw new AppError('unauthenticated', 'Sign in first.');
  requireOwnOrigin(request);
  return { actor, channel: 'web', db: database(), engine: await engine(), clock: systemClock };
}
