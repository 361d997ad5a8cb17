import { and, asc, eq, lte, not, sql } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { SweepPart } from '@/db/enums';
import { tasks } from '@/db/schema';
import type { Context } from '@/lib/people/context';
import { isLost } from '@/lib/desk/tasks/is-lost';
import { escalateTask } from '@/lib/desk/tasks/escalate-task';
import { expireTask } from '@/lib/desk/tasks/expire-task';
import { remindTask } from '@/lib/desk/tasks/remind-task';
import { failedBefore, type Faults } from './faults';

const tasksPerSweep = 100;

async function eachDue(
  ctx: Context,
  faults: Faults,
  part: SweepPart,
  time: SQLiteColumn,
  act: (ctx: Context, taskId: string) => Promise<boolean>,
): Promise<number> {
  const due = await ctx.db
    .select({ id: tasks.id, runId: tasks.runId })
    .from(tasks)
    .where(and(eq(tasks.state, sql`'open'`), lte(time, ctx.clock.now()), not(isLost(tasks.runId))))
    .orderBy(failedBefore(part, tasks.id), asc(time))
    .limit(tasksPerSweep);
  let done = 0;
  for (const { id, runId } of due)
    await faults.attempt(part, { id, runId, taskId: id }, async () => {
      if (await act(ctx, id)) done += 1;
    });
  return done;
}

/** Ends the tasks whose time to answer is over, as their policies say. What follows for their runs is owed to the outbox. */
export const expireDueTasks = (ctx: Context, faults: Faults): Promise<number> =>
  eachDue(ctx, faults, 'expiry', tasks.expiresAt, expireTask);

/** Reminds people of the tasks whose time is running out. */
export const remindDueTasks = (ctx: Context, faults: Faults): Promise<number> =>
  eachDue(ctx, faults, 'reminders', tasks.remindAt, remindTask);

/** Asks more people about the tasks that were not answered in the time their policies give. */
export const escalateDueTasks = (ctx: Context, faults: Faults): Promise<number> =>
  eachDue(ctx, faults, 'escalation', tasks.escalateAt, escalateTask);
