import { and, eq, sql } from 'drizzle-orm';
import { tasks } from '@/db/schema';
import { runBatch } from '@/db/guarded';
import { auditWhere } from '@/lib/journal/audit';
import type { Context } from '@/lib/people/context';
import { forbidden, notFound } from '@/lib/base/errors';
import { nextReminder } from './next-reminder';
import { mayStillBeAnswered } from './record-answer';

/**
 * Reminds those who may answer a task that its time is running out. Reminders that were slept through count as one.
 * Only the system may; the guard is in the statements, so two sweeps remind once.
 * @returns whether this call reminded.
 */
export async function remindTask(ctx: Context, taskId: string): Promise<boolean> {
  const { actor, clock, db } = ctx;
  if (actor.kind !== 'system') throw forbidden('Only the system reminds people.');
  const [task] = await db.select().from(tasks).where(eq(tasks.id, taskId));
  if (!task) throw notFound('task');
  const now = clock.now();
  const at = task.remindAt;
  if (!at || at > now) return false;
  const due = sql`${mayStillBeAnswered(taskId, now)} and exists (select 1 from ${tasks} t where t.id = ${taskId} and t.remind_at = ${at.getTime()})`;
  const key = `task.reminded:${taskId}:${at.getTime()}`;
  const [reminded] = await runBatch(db, [
    auditWhere(
      ctx,
      {
        verb: 'task.reminded',
        runId: task.runId,
        taskId,
        key,
        data: { dueAt: task.dueAt?.toISOString() ?? null, candidates: task.candidates },
      },
      due,
    ),
    db
      .update(tasks)
      .set({ remindAt: nextReminder(task.dueAt, task.policy.remindMs, now) })
      .where(and(eq(tasks.id, taskId), due)),
  ]);
  return reminded === 1;
}
