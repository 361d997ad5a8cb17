import { and, eq, gt, sql, type SQL } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { groupMembers, sessions, users } from '@/db/schema/auth';
import type { UserActor } from '@/lib/people/context';
import { inOneTrip, read, type Read } from '@/lib/base/reads';
import { auth, type Auth } from './auth';
import { personColumns, personOf } from '@/lib/people/person-rows';

const live = (token: string, now: Date) =>
  and(eq(sessions.token, token), gt(sessions.expiresAt, now), eq(users.banned, false));

/**
 * The `from … where …` of a select for the session with this token and its user; no row if it has ended or the
 * account is closed.
 */
export const ofLiveSession = (token: string, now: Date): SQL =>
  sql`from ${sessions} inner join ${users} on ${users.id} = ${sessions.userId} where ${live(token, now)}`;

/** The current user of a live session; null if the session has ended or the account is closed. */
export function sessionActorRead(db: Database, now: Date, token: string): Read<UserActor | null> {
  const rows = db
    .select(personColumns)
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .leftJoin(groupMembers, eq(groupMembers.userId, users.id))
    .where(live(token, now))
    .orderBy(groupMembers.groupId);
  return read([rows], ([found]) => {
    const person = personOf(found);
    return person && { kind: 'user', ...person };
  });
}

/**
 * The user of a request, by its session cookie; null if nobody is signed in, the session has ended or the account is
 * closed. Name, roles and groups are read on every call, in one query, so changes apply immediately.
 */
export async function actorFromHeaders(headers: Headers, by: Auth = auth()): Promise<UserActor | null> {
  const token = await by.api.sessionToken({ headers });
  return token === null ? null : inOneTrip(by.db, sessionActorRead(by.db, by.clock.now(), token));
}
