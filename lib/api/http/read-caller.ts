import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { gaveNoAnswer, isAway } from '@/db/away';
import { apiKeys, users } from '@/db/schema/auth';
import { keyActorRead, keyIn, ofLiveKey } from '@/lib/accounts/keys/read-key-actor';
import { ofLiveSession, sessionActorRead } from '@/lib/accounts/sign-in/actor';
import type { Auth } from '@/lib/accounts/sign-in/auth';
import { clientAddress, networkOf } from '@/lib/accounts/sign-in/client-address';
import { countRequest } from '@/lib/accounts/sign-in/rate-limit';
import type { KeyActor, UserActor } from '@/lib/people/context';
import type { Env } from '@/lib/base/env';
import { inOneTrip, noRead, together, type Read } from '@/lib/base/reads';
import { budgetOf, wrongKeys, type Spent } from './api-limits';

/**
 * A request's sender and what is left of their budget: null when it is not limited, or has no known sender.
 */
export type Caller = { actor: KeyActor | UserActor | null; spent: Spent | null };

/**
 * Retries a lost request once, like a read; at worst it is counted twice. A request that timed out is not
 * retried.
 */
const sentAgain = <T>(db: Database, read: Read<T>): Promise<T> =>
  inOneTrip(db, read).catch((error: unknown) =>
    isAway(error) && !gaveNoAnswer(error) ? inOneTrip(db, read) : Promise.reject(error),
  );

/**
 * Identifies an API request's sender by key or session and counts the request, in one round trip. Each key
 * and each person has a budget for reads and one for writes; an invalid key counts against its address.
 */
export async function readCaller(
  { db, clock, api }: Pick<Auth, 'db' | 'clock' | 'api'>,
  request: Request,
  settings: Pick<Env, 'apiLimits' | 'trustedProxies'>,
  { limited = true } = {},
): Promise<Caller> {
  const now = clock.now();
  const budget = limited ? budgetOf(request, settings.apiLimits) : null;
  const spentOf = (counted: Omit<Spent, 'name' | 'limit'> | null) =>
    budget && counted ? { ...budget, ...counted } : null;
  const prefix = `api:${budget?.name}:`;
  const key = keyIn(request.headers);
  if (key === null) {
    const token = await api.sessionToken({ headers: request.headers });
    if (token === null) return { actor: null, spent: null };
    const own = budget
      ? countRequest(db, now, sql`${prefix} || ${users.id}`, budget.limit, ofLiveSession(token, now))
      : noRead;
    const { actor, counted } = await sentAgain(
      db,
      together({ actor: sessionActorRead(db, now, token), counted: own }),
    );
    return { actor, spent: spentOf(counted) };
  }
  const own = budget
    ? countRequest(db, now, sql`${prefix} || ${apiKeys.id}`, budget.limit, ofLiveKey(key, now))
    : noRead;
  const address = `api:${wrongKeys.name}:${networkOf(clientAddress(request.headers, settings.trustedProxies))}`;
  const wrong = countRequest(
    db,
    now,
    sql`${address}`,
    wrongKeys.limit,
    sql`where not exists (select 1 ${ofLiveKey(key, now)})`,
  );
  const { actor, counted, refused } = await sentAgain(
    db,
    together({ actor: keyActorRead(db, now, key), counted: own, refused: wrong }),
  );
  return { actor, spent: refused ? { ...wrongKeys, ...refused } : spentOf(counted) };
}
