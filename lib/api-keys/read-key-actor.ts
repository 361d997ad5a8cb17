import { createHash } from 'node:crypto';
import { and, eq, gt, isNull, lt, or } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { apiKeys, groupMembers, users } from '@/db/schema/auth';
import { parseRoles } from '@/lib/auth/actor-plugin';
import type { Clock } from '@/lib/clock';
import type { KeyActor } from '@/lib/context';
import { fromPermissions } from './scopes';

/** A key's last use is written at most this often. */
const usedEveryMs = 60_000;

/** What is kept of a key: SHA-256, as better-auth's plugin hashes it (a test holds them together). A key has 256 random bits, so that a slow hash would add nothing. */
export const hashOf = (key: string): string => createHash('sha256').update(key).digest('base64url');

/** The key that a request carries, as `Authorization: Bearer …` or `X-Api-Key`; null when there is none. */
export const keyIn = (headers: Headers): string | null => /^Bearer (.+)$/i.exec(headers.get('authorization') ?? '')?.[1]?.trim() ?? headers.get('x-api-key')?.trim() ?? null;

/**
 * Whom a key acts for, as they are in the database now; null when it is unknown, revoked or expired, or its owner's account
 * is closed. One round trip, in which its use is noted.
 */
export async function readKeyActor(db: Database, clock: Clock, key: string): Promise<KeyActor | null> {
  const now = clock.now();
  const hash = hashOf(key);
  const live = and(eq(apiKeys.key, hash), eq(apiKeys.enabled, true), or(isNull(apiKeys.expiresAt), gt(apiKeys.expiresAt, now)));
  const [rows] = await db.batch([
    db
      .select({ keyId: apiKeys.id, keyName: apiKeys.name, permissions: apiKeys.permissions, id: users.id, name: users.name, email: users.email, role: users.role, group: groupMembers.groupId })
      .from(apiKeys)
      .innerJoin(users, eq(users.id, apiKeys.referenceId))
      .leftJoin(groupMembers, eq(groupMembers.userId, users.id))
      .where(and(live, eq(users.banned, false)))
      .orderBy(groupMembers.groupId),
    db
      .update(apiKeys)
      .set({ lastRequest: now })
      .where(and(live, or(isNull(apiKeys.lastRequest), lt(apiKeys.lastRequest, new Date(now.getTime() - usedEveryMs))))),
  ]);
  const [first] = rows;
  if (!first) return null;
  const { keyId, keyName, permissions, id, name, email, role } = first;
  const groups = rows.flatMap(({ group }) => (group === null ? [] : [group]));
  return { kind: 'apiKey', key: { id: keyId, name: keyName, scopes: fromPermissions(permissions) }, id, name, email, roles: parseRoles(role), groups };
}
