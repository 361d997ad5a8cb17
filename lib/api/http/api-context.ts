import { unstable_rethrow } from 'next/navigation';
import { keyIn } from '@/lib/accounts/keys/read-key-actor';
import { auth } from '@/lib/accounts/sign-in/auth';
import { trustedOrigins } from '@/lib/accounts/sign-in/origins';
import type { Context } from '@/lib/people/context';
import { database } from '@/lib/base/database';
import { systemClock } from '@/lib/base/clock';
import { env } from '@/lib/base/env';
import { forbidden, unauthenticated, type AppError } from '@/lib/base/errors';
import { currentIds } from '@/lib/base/trace-ids';
import { engine } from '@/lib/mastra';
import { requireWithinLimit, tellLimit, type Spent } from './api-limits';
import { problem } from './problem';
import { readCaller, type Caller } from './read-caller';

const reads = ['GET', 'HEAD', 'OPTIONS'];

/** Browsers send cookies with any site's forms, so a write must show that it comes from our own page. */
function requireOwnOrigin(request: Request): void {
  if (reads.includes(request.method)) return;
  const origin = request.headers.get('origin');
  if (origin === null || !trustedOrigins(env().appUrl).includes(origin)) throw forbidden('foreign_origin');
}

/** A request's sender, or why the sender is unknown, and what is left of their rate limit, if any. */
export type Sender = { spent: Spent | null } & (
  | { ctx: Context; refusal?: undefined }
  | { ctx: null; refusal: AppError }
);

/** A sender whose request is already counted. */
export const known = (ctx: Context): Sender => ({ ctx, spent: null });

/** The sender's context. @throws rate_limited, unauthenticated */
export function admitted({ ctx, refusal, spent }: Sender): Context {
  requireWithinLimit(spent, systemClock);
  if (!ctx) throw refusal;
  return ctx;
}

async function senderOf(request: Request, { actor, spent }: Caller): Promise<Sender> {
  const byKey = keyIn(request.headers) !== null;
  if (!actor) {
    requireWithinLimit(spent, systemClock);
    const refusal = unauthenticated(byKey ? 'api_key_invalid' : 'not_signed_in');
    return { ctx: null, spent, refusal };
  }
  // Browsers do not send API keys by themselves, so the Origin need not be checked.
  if (!byKey) requireOwnOrigin(request);
  const channel = byKey ? 'api' : 'web';
  return { ctx: { actor, channel, db: database(), engine: await engine(), clock: systemClock }, spent };
}

/**
 * Identifies the sender of a request by its API key or else its session, and counts it against their rate limit, which
 * every response states. With `limited: false` only invalid keys are counted. Errors of `work` become problems, and so do
 * rate_limited (too many invalid keys) and forbidden (a write from another site). @throws if the database is away
 */
export async function withSender(
  request: Request,
  options: { limited?: boolean },
  work: (sender: Sender) => Promise<Response>,
): Promise<Response> {
  const caller = await readCaller(auth(), request, env(), options);
  const answer = async () => work(await senderOf(request, caller));
  const response = await answer().catch((error: unknown) => {
    unstable_rethrow(error);
    return problem(error, currentIds().requestId ?? '');
  });
  tellLimit(caller.spent, response, systemClock);
  return response;
}
