import { keyIn, readKeyActor } from '@/lib/api-keys/read-key-actor';
import { actorFromHeaders } from '@/lib/auth/actor';
import { trustedOrigins } from '@/lib/auth/origins';
import { database, systemClock, type Context, type KeyActor } from '@/lib/context';
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

/** Whoever the key of a request acts for. It comes from no browser by itself, so no Origin is asked for. @throws unauthenticated */
async function keyActor(key: string): Promise<KeyActor> {
  const actor = await readKeyActor(database(), systemClock, key);
  if (!actor) throw new AppError('unauthenticated', 'This API key is not valid, or not any more.');
  return actor;
}

const kept = new WeakMap<Request, Context>();

/** Gives a request the context that was read for it already. */
export function keepContext(request: Request, ctx: Context): Request {
  kept.set(request, ctx);
  return request;
}

/** The context of an API request, by its key or else its session. @throws unauthenticated, forbidden (a write from another site) */
export async function apiContext(request: Request): Promise<Context> {
  const known = kept.get(request);
  if (known) return known;
  const key = keyIn(request.headers);
  if (key !== null) return { actor: await keyActor(key), channel: 'api', db: database(), engine: await engine(), clock: systemClock };
  const actor = await actorFromHeaders(request.headers);
  if (!actor) throw new AppError('unauthenticated', 'Sign in first.');
  requireOwnOrigin(request);
  return { actor, channel: 'web', db: database(), engine: await engine(), clock: systemClock };
}
