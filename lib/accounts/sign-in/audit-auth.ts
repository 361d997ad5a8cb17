import { z } from 'zod';
import type { AuditEvent } from '@/lib/journal/audit';
import { commit } from '@/lib/journal/commit';
import type { Actor, UserActor } from '@/lib/people/context';
import type { ErrorCode } from '@/lib/base/errors';
import { actorFromHeaders } from './actor';
import type { Auth } from './auth';

const visitor: Actor = { kind: 'system', name: 'Visitor' };

/** The user signed in before a sign-out or change of password; null for other calls. */
export async function signedIn(auth: Auth, request: Request, path: string): Promise<UserActor | null> {
  return path === '/sign-out' || path === '/change-password' ? actorFromHeaders(request.headers, auth) : null;
}

const signInAnswer = z.object({ user: z.object({ id: z.string(), name: z.string(), email: z.string() }) });
const signInGiven = z.object({ email: z.string() });

type Call = {
  path: string;
  before: UserActor | null;
  /** The parsed input; only the email of a sign-in is used. */
  given: unknown;
  address: string;
  response: Response;
  refused: ErrorCode | null;
};

/**
 * The event for a refused sign-in. Rate-limited addresses are recorded once a minute, so a flood does not fill the
 * log.
 */
function refusedSignIn(auth: Auth, { given, address, refused }: Call): AuditEvent | null {
  const verb = 'user.sign_in_refused';
  if (refused === 'unauthenticated')
    return { verb, data: { reason: 'credentials', email: signInGiven.parse(given).email, address } };
  if (refused !== 'rate_limited') return null;
  return {
    verb,
    key: `${verb}:${address}:${Math.floor(auth.clock.now().getTime() / 60_000)}`,
    data: { reason: 'rate_limited', address },
  };
}

async function happened(auth: Auth, call: Call): Promise<{ actor: Actor; event: AuditEvent } | null> {
  const { path, before, address, response, refused } = call;
  if (path === '/sign-in/email') {
    if (refused !== null) {
      const event = refusedSignIn(auth, call);
      return event && { actor: visitor, event };
    }
    const { user } = signInAnswer.parse(await response.clone().json());
    return {
      actor: { kind: 'user', ...user, roles: [], groups: [] },
      event: { verb: 'user.signed_in', data: { address } },
    };
  }
  if (before === null || refused !== null) return null;
  if (path === '/sign-out') return { actor: before, event: { verb: 'user.signed_out', data: { address } } };
  return path === '/change-password'
    ? { actor: before, event: { verb: 'user.password_changed', data: { address } } }
    : null;
}

/** Audits a sign-in, sign-out or change of password. Call it before returning better-auth's response. */
export async function auditAuth(auth: Auth, call: Call): Promise<void> {
  const told = await happened(auth, call);
  if (!told) return;
  const { actor, event } = told;
  await commit({ db: auth.db, clock: auth.clock, actor, channel: 'web' }, { event });
}
