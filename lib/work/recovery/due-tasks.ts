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

/** Expires the tasks that are past their expiry, as their policies say. Their runs continue through the outbox. */
export const expireDueTasks = (ctx: Context, faults: Faults): Promise<number> =>
  eachDue(ctx, faults, 'expiry', tasks.expiresAt, expireTask);

/** Sends the reminders that are due. */
export const remindDueTasks = (ctx: Context, faults: Faults): Promise<number> =>
  eachDue(ctx, faults, 'reminders', tasks.remindAt, remindTask);

/** Escalates the tasks that were not decided in the time that their policies allow. */
export const escalateDueTasks = (ctx: Context, faults: Faults): Promise<number> =>
  eachDue(ctx, faults, 'escalation', tasks.escalateAt, escalateTask);
