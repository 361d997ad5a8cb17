import { asc, eq } from 'drizzle-orm';
import { groups, users } from '@/db/schema';
import type { Context } from '@/lib/context';
import { requireOperator } from './require-operator';

/** Groups, then people with an open account: who can be asked about a task. Bounded. @throws forbidden */
export async function listAssignees(ctx: Context): Promise<{ id: string; name: string }[]> {
  requireOperator(ctx);
  const [teams, people] = await ctx.db.batch([
    ctx.db.select({ id: groups.id, name: groups.name }).from(groups).orderBy(asc(groups.name)).limit(200),
    ctx.db.select({ id: users.id, name: users.name }).from(users).where(eq(users.banned, false)).orderBy(asc(users.name)).limit(500),
  ]);
  return [...teams.map(({ id, name }) => ({ id: `group:${id}`, name })), ...people.map(({ id, name }) => ({ id: `user:${id}`, name }))];
}
