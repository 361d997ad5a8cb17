import { and, asc, eq, lte } from 'drizzle-orm';
import { tasks } from '@/db/schema';
import type { Context } from '@/lib/context';
import { expireTask } from '@/lib/tasks/expire-task';

const tasksPerSweep = 100;

/** Ends the tasks whose time to answer is over, as their policies say. What follows for their runs is owed to the outbox. */
export async function expireDueTasks(ctx: Context): Promise<number> {
  const due = await ctx.db
    .select({ id: tasks.id })
    .from(tasks)
    .where(and(eq(tasks.state, 'open'), lte(tasks.expiresAt, ctx.clock.now())))
    .orderBy(asc(tasks.expiresAt))
    .limit(tasksPerSweep);
  let ended = 0;
  for (const { id } of due) if (await expireTask(ctx, id)) ended += 1;
  return ended;
}
