import { groupMembers, users } from '@/db/schema';
import type { UserActor } from './context';
import { parseRoles } from './roles';

/** What is read of a person who acts: a row for each of their groups, by a left join of `groupMembers`. */
export const personColumns = {
  id: users.id,
  name: users.name,
  email: users.email,
  role: users.role,
  group: groupMembers.groupId,
};

type PersonRow = Omit<UserActor, 'kind' | 'roles' | 'groups'> & { role: string; group: string | null };

/** The person whose rows these are; null when there are none. */
export function personOf(rows: readonly PersonRow[]): Omit<UserActor, 'kind'> | null {
  const [person] = rows;
  if (!person) return null;
  const { id, name, email, role } = person;
  const groups = rows.flatMap(({ group }) => (group === null ? [] : [group]));
  return { id, name, email, roles: parseRoles(role), groups };
}
