import { keyIn } from '@/lib/accounts/keys/read-key-actor';
import { auth } from '@/lib/accounts/sign-in/auth';
import { trustedOrigins } from '@/lib/accounts/sign-in/origins';
import type { Context } from '@/lib/people/context';
import { database } from '@/lib/base/database';
import { systemClock } from '@/lib/base/clock';
import { env } from '@/lib/base/env';
import { AppError, forbidden } from '@/lib/base/errors';
import { engine } from '@/lib/mastra';
import { noteSpent, requireWithinLimit } from './api-limits';
import { readCaller } from './read-caller';

const reads = ['GET', 'HEAD', 'OPTIONS'];

/** A cookie rides along with any site's form, so a write must say that it comes from a page of ours. */
function requireOwnOrigin(request: Request): void {
  if (reads.includes(request.method)) return;
  const origin = request.headers.get('origin');
  if (origin === null || !trustedOrigins(env().appUrl).includes(origin))
    throw forbidden('Writes with a session cookie must carry the Origin of this site.');
}

const kept = new WeakMap<Request, Context>();

/** Gives a request the context that was read for it already. */
export function keepContext(request: Request, ctx: Context): Request {
  kept.set(request, ctx);
  return request;
}

/** The context of an API request, by its key or else its session, also when it is one too many. @throws unauthenticated, rate_limited (keys that do not work), forbidden (a write from another site) */
export async function identify(request: Request, options?: { limited?: boolean }): Promise<Context> {
  const known = kept.get(request);
  if (known) return known;
  const { actor, spent } = await readCaller(auth(), request, env(), options);
  noteSpent(request, spent);
  const byKey = keyIn(request.headers) !== null;
  if (!actor) {
    requireWithinLimit(request, systemClock);
    throw new AppError(
      'unauthenticated',
      byKey ? 'This API key is not valid, or not any more.' : 'Sign in first.',
    );
  }
  // A key comes from no browser by itself, so no Origin is asked for.
  if (!byKey) requireOwnOrigin(request);
  return {
    actor,
    channel: byKey ? 'api' : 'web',
    db: database(),
    engine: await engine(),
    clock: systemClock,
  };
}

/** The same for who may ask now. `limited: false`: it is not counted. @throws what `identify` does, rate_limited */
export async function apiContext(request: Request, options?: { limited?: boolean }): Promise<Context> {
  const ctx = await identify(request, options);
  requireWithinLimit(request, systemClock);
  return ctx;
}
