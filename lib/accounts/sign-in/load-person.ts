import { and, eq } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { groupMembers, users } from '@/db/schema';
import type { UserActor } from '@/lib/people/context';
import { personColumns, personOf } from '@/lib/people/person-rows';

/**
 * The user's current name, roles and groups, in one query; null if there is no such user or the account is closed.
 */
export async function loadPerson(db: Database, userId: string): Promise<UserActor | null> {
  const rows = await db
    .select(personColumns)
    .from(users)
    .leftJoin(groupMembers, eq(groupMembers.userId, users.id))
    .where(and(eq(users.id, userId), eq(users.banned, false)))
    .orderBy(groupMembers.groupId);
  const person = personOf(rows);
  return person && { kind: 'user', ...person };
}
