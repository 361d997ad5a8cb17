import { z } from 'zod';
import type { AuditEvent } from '@/lib/journal/audit';
import { commit } from '@/lib/journal/commit';
import type { Actor, UserActor } from '@/lib/people/context';
import type { ErrorCode } from '@/lib/base/errors';
import { actorFromHeaders } from './actor';
import type { Auth } from './auth';

const visitor: Actor = { kind: 'system', name: 'Visitor' };

/** Who is signed in before a call that ends or changes that; null for other calls. */
export async function signedIn(auth: Auth, request: Request, path: string): Promise<UserActor | null> {
  return path === '/sign-out' || path === '/change-password' ? actorFromHeaders(request.headers, auth) : null;
}

const signInAnswer = z.object({ user: z.object({ id: z.string(), name: z.string(), email: z.string() }) });
const signInGiven = z.object({ email: z.string() });

type Call = {
  path: string;
  before: UserActor | null;
  /** The parsed input of the call; of it only the email of a sign-in is used. */
  given: unknown;
  address: string;
  response: Response;
  refused: ErrorCode | null;
};

/**
 * What to write of a refused sign-in. An address that is being held back is written once a minute, so that a flood
 * does not fill the log.
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

/** Writes what a call to better-auth did to who is signed in. Its answer is given only after that. */
export async function auditAuth(auth: Auth, call: Call): Promise<void> {
  const told = await happened(auth, call);
  if (!told) return;
  const { actor, event } = told;
  await commit({ db: auth.db, clock: auth.clock, actor, channel: 'web' }, { event });
}
