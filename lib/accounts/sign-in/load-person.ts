import { and, eq } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { groupMembers, users } from '@/db/schema';
import type { UserActor } from '@/lib/people/context';
import { parseRoles } from '@/lib/people/roles';

/** A person as the database has them now, in one query; null when there is none or the account is closed. */
export async function loadPerson(db: Database, userId: string): Promise<UserActor | null> {
  const rows = await db
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      role: users.role,
      group: groupMembers.groupId,
    })
    .from(users)
    .leftJoin(groupMembers, eq(groupMembers.userId, users.id))
    .where(and(eq(users.id, userId), eq(users.banned, false)))
    .orderBy(groupMembers.groupId);
  const [person] = rows;
  if (!person) return null;
  const groups = rows.flatMap(({ group }) => (group === null ? [] : [group]));
  return {
    kind: 'user',
    id: person.id,
    name: person.name,
    email: person.email,
    roles: parseRoles(person.role),
    groups,
  };
}
