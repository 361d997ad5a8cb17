import { eq, sql } from 'drizzle-orm';
import { tasks } from '@/db/schema';
import { update } from '@/lib/journal/change';
import { commit } from '@/lib/journal/commit';
import type { Context } from '@/lib/people/context';
import { forbidden, notFound } from '@/lib/base/errors';
import { nextReminder } from './next-reminder';
import { mayStillBeDecided } from './record-decision';

/**
 * Reminds the approvers of a task before it is due; several missed reminders become one. Concurrent sweeps remind once.
 * @returns whether this call did @throws forbidden unless by the system
 */
export async function remindTask(ctx: Context, taskId: string): Promise<boolean> {
  const { actor, clock, db } = ctx;
  if (actor.kind !== 'system') throw forbidden('only_system');
  const [task] = await db.select().from(tasks).where(eq(tasks.id, taskId));
  if (!task) throw notFound('task');
  const now = clock.now();
  const at = task.remindAt;
  if (!at || at > now) return false;
  const { won } = await commit(ctx, {
    when: sql`${mayStillBeDecided(taskId, now)} and exists (select 1 from ${tasks} t where t.id = ${taskId} and t.remind_at = ${at.getTime()})`,
    event: {
      verb: 'task.reminded',
      runId: task.runId,
      taskId,
      data: { dueAt: task.dueAt?.toISOString() ?? null, candidates: task.candidates },
    },
    changes: [
      update(tasks, { remindAt: nextReminder(task.dueAt, task.policy.remindMs, now) }, eq(tasks.id, taskId)),
    ],
  });
  return won;
}
