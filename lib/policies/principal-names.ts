import { inArray } from 'drizzle-orm';
import { groups, users } from '@/db/schema';
import type { Database } from '@/db/client';
import { humanize } from './outcomes';

/** Names for people to read: `group:finance` → `Finance`, `role:operator` → `Operators`, `user:…` → the person's name. */
export async function principalNames(db: Database, principals: readonly string[]): Promise<(principal: string) => string> {
  const ids = (kind: string) => principals.filter((one) => one.startsWith(kind)).map((one) => one.slice(kind.length));
  const [userIds, groupIds] = [ids('user:'), ids('group:')];
  const [people, teams] = await Promise.all([
    userIds.length > 0 ? db.select({ id: users.id, name: users.name }).from(users).where(inArray(users.id, userIds)) : [],
    groupIds.length > 0 ? db.select({ id: groups.id, name: groups.name }).from(groups).where(inArray(groups.id, groupIds)) : [],
  ]);
  const names = new Map<string, string>([...people.map(({ id, name }) => [`user:${id}`, name] as const), ...teams.map(({ id, name }) => [`group:${id}`, name] as const)]);
  return (principal) => names.get(principal) ?? (principal.startsWith('role:') ? `${humanize(principal.slice(5))}s` : humanize(principal.slice(principal.indexOf(':') + 1)));
}
