import { and, eq, gt, sql, type SQL } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { groupMembers, sessions, users } from '@/db/schema/auth';
import type { UserActor } from '@/lib/people/context';
import { inOneTrip, read, type Read } from '@/lib/base/reads';
import { auth, type Auth } from './auth';
import { personColumns, personOf } from '@/lib/people/person-rows';

const live = (token: string, now: Date) =>
  and(eq(sessions.token, token), gt(sessions.expiresAt, now), eq(users.banned, false));

/** The session that a token stands for, joined to its person, as the end of a select; no row when it ended or the account is closed. */
export const ofLiveSession = (token: string, now: Date): SQL =>
  sql`from ${sessions} inner join ${users} on ${users.id} = ${sessions.userId} where ${live(token, now)}`;

/** The person a live session belongs to, as they are in the database now; null when it ended or the account is closed. */
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
 * Who a request comes from, by its session cookie; null when nobody is signed in, the session ended or the account is
 * closed. Name, roles and groups are read in one query on every call, so a change of them counts at once.
 */
export async function actorFromHeaders(headers: Headers, by: Auth = auth()): Promise<UserActor | null> {
  const token = await by.api.sessionToken({ headers });
  return token === null ? null : inOneTrip(by.db, sessionActorRead(by.db, by.clock.now(), token));
}
