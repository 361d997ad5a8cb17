import { createHash } from 'node:crypto';
import { and, eq, gt, isNull, lt, or, sql, type SQL } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { apiKeys, groupMembers, users } from '@/db/schema/auth';
import { personColumns, personOf } from '@/lib/people/person-rows';
import type { Clock } from '@/lib/base/clock';
import type { KeyActor } from '@/lib/people/context';
import { inOneTrip, read, type Read } from '@/lib/base/reads';
import { fromPermissions } from '@/lib/people/scopes';

/** A key's last use is recorded at most once in this time. */
const usedEveryMs = 60_000;

/**
 * The stored hash of a key: SHA-256, as in better-auth's plugin (a test compares them). A key has 256 random bits, so a
 * slow hash would add nothing.
 */
export const hashOf = (key: string): string => createHash('sha256').update(key).digest('base64url');

/** The key of a request, from `Authorization: Bearer …` or `X-Api-Key`; null if there is none. */
export const keyIn = (headers: Headers): string | null =>
  /^Bearer (.+)$/i.exec(headers.get('authorization') ?? '')?.[1]?.trim() ??
  headers.get('x-api-key')?.trim() ??
  null;

const live = (key: string, now: Date) =>
  and(
    eq(apiKeys.key, hashOf(key)),
    eq(apiKeys.enabled, true),
    or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, now)),
  );

/**
 * The `from … where …` of a select for a valid key; no row if it is unknown, revoked or expired, or its owner's account
 * is closed.
 */
export const ofLiveKey = (key: string, now: Date): SQL =>
  sql`from ${apiKeys} inner join ${users} on ${users.id} = ${apiKeys.referenceId} where ${and(live(key, now), eq(users.banned, false))}`;

/** The current owner of a valid key, as an actor; null if the key is not valid. Records the key's use. */
export function keyActorRead(db: Database, now: Date, key: string): Read<KeyActor | null> {
  const rows = db
    .select({
      keyId: apiKeys.id,
      keyName: apiKeys.name,
      permissions: apiKeys.permissions,
      ...personColumns,
    })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.referenceId))
    .leftJoin(groupMembers, eq(groupMembers.userId, users.id))
    .where(and(live(key, now), eq(users.banned, false)))
    .orderBy(groupMembers.groupId);
  const use = db
    .update(apiKeys)
    .set({ lastRequest: now })
    .where(
      and(
        live(key, now),
        or(isNull(apiKeys.lastRequest), lt(apiKeys.lastRequest, new Date(now.getTime() - usedEveryMs))),
      ),
    );
  return read([rows, use], ([found]) => {
    const [first] = found;
    const person = personOf(found);
    if (!first || !person) return null;
    const { keyId: id, keyName: name, permissions } = first;
    return { kind: 'apiKey', key: { id, name, scopes: fromPermissions(permissions) }, ...person };
  });
}

/** `keyActorRead` in a separate round trip. */
export const readKeyActor = (db: Database, clock: Clock, key: string): Promise<KeyActor | null> =>
  inOneTrip(db, keyActorRead(db, clock.now(), key));
