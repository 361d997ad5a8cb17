import { eq, sql } from 'drizzle-orm';
import { tasks } from '@/db/schema';
import { commit } from '@/lib/journal/commit';
import type { Context } from '@/lib/people/context';
import { forbidden, notFound } from '@/lib/base/errors';
import { mayStillBeDecided } from './record-decision';
import { resolveCandidates } from './resolve-candidates';
import { assignTask } from './transitions';

/**
 * Escalates an undecided task to the people its policy names, or to operators if none of them may decide; the earlier
 * approvers stay. Concurrent sweeps do it once. @returns whether this call did @throws forbidden unless by the system
 */
export async function escalateTask(ctx: Context, taskId: string): Promise<boolean> {
  const { actor, clock, db } = ctx;
  if (actor.kind !== 'system') throw forbidden('only_system');
  const [task] = await db.select().from(tasks).where(eq(tasks.id, taskId));
  if (!task) throw notFound('task');
  const now = clock.now();
  const at = task.escalateAt;
  const { escalate, forbidSelfApproval } = task.policy;
  if (!escalate || !at || at > now) return false;
  const named = await resolveCandidates(db, escalate.to, task.requesterId, forbidSelfApproval);
  const to = named.standIns ?? named.candidates;
  const before = task.candidates;
  const after = [...new Set([...before, ...to])];
  // If the task is reassigned in the meantime, this does nothing, and the next sweep adds to the new approvers.
  const unchanged = sql`exists (select 1 from ${tasks} t where t.id = ${taskId} and t.escalate_at = ${at.getTime()} and t.candidates = ${JSON.stringify(before)})`;
  const { won } = await commit(ctx, {
    when: sql`${mayStillBeDecided(taskId, now)} and ${unchanged}`,
    event: {
      verb: 'task.escalated',
      runId: task.runId,
      taskId,
      before: { candidates: before },
      after: { candidates: after },
      data: { to },
    },
    changes: assignTask(taskId, { candidates: after, escalateAt: null }),
  });
  return won;
}
