import { asc, eq } from 'drizzle-orm';
import { groups, users } from '@/db/schema';
import type { Context } from '@/lib/people/context';
import { readable } from '@/lib/base/readable/readable';
import { read, type Read } from '@/lib/base/reads';
import { requireOperator } from './require-operator';

/** The groups, then the people with open accounts, to whom a task can be assigned. Bounded. @throws forbidden */
export function assigneesRead(ctx: Context): Read<{ id: string; name: string }[]> {
  requireOperator(ctx);
  const teams = ctx.db
    .select({ id: groups.id, name: groups.name })
    .from(groups)
    .orderBy(asc(groups.name))
    .limit(200);
  const people = ctx.db
    .select({ id: users.id, name: users.name })
    .from(users)
    .where(eq(users.banned, false))
    .orderBy(asc(users.name))
    .limit(500);
  const inWords = (kind: 'group' | 'user', found: { id: string; name: string }[]) =>
    found.map(({ id, name }) => ({ id: `${kind}:${id}`, name: readable(name) }));
  return read([teams, people], ([ofTeams, ofPeople]) => [
    ...inWords('group', ofTeams),
    ...inWords('user', ofPeople),
  ]);
}
