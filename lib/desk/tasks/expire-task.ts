import type { TaskRow } from '@/db/schema';
import { eq, sql, type SQL } from 'drizzle-orm';
import { tasks } from '@/db/schema';
import { commit, type Deed } from '@/lib/journal/commit';
import type { Context } from '@/lib/people/context';
import { forbidden, notFound } from '@/lib/base/errors';
import { cancelDebtFor, isBeingCanceled } from '@/lib/journal/debts';
import { isLost } from './is-lost';
import { recordDecision } from './record-decision';
import { closeTasks } from './transitions';

const reason = 'time_over';

/** Closes the task, with a debt to cancel its run, unless the run is already being cancelled. */
function endRun({ clock }: Context, task: TaskRow, due: SQL): Deed {
  const facts = { taskId: task.id, runId: task.runId };
  return {
    when: sql`${due} and not ${isBeingCanceled(task.runId)}`,
    event: {
      verb: 'task.expired',
      ...facts,
      before: { state: 'open' },
      after: { state: 'expired' },
      data: { dueAt: task.dueAt?.toISOString() ?? null },
    },
    changes: closeTasks(eq(tasks.id, task.id), { state: 'expired', reason, at: clock.now() }),
    owes: { id: cancelDebtFor(task.runId), kind: 'cancel', ...facts },
  };
}

function consequence(ctx: Context, task: TaskRow, due: SQL): Deed | null {
  const { onExpiry } = task.policy;
  if (onExpiry === 'notify') return null;
  if (onExpiry === 'cancel') return endRun(ctx, task, due);
  const answer = {
    outcome: 'expired',
    label: 'Expired',
    resumeData: onExpiry.resumeData,
    comment: null,
    payloadDigest: task.payloadDigest,
  };
  return recordDecision(ctx, task, answer, due, {
    closing: { state: 'expired', verb: 'task.expired', reason },
  });
}

/**
 * Expires a task as its policy says: decides it with preset data as the system, or cancels the run. Tasks whose policy only
 * notifies, and those of lost runs, stay open. Concurrent sweeps do it once.
 * @returns whether this call closed the task @throws forbidden unless by the system
 */
export async function expireTask(ctx: Context, taskId: string): Promise<boolean> {
  if (ctx.actor.kind !== 'system') throw forbidden('only_system');
  const [task] = await ctx.db.select().from(tasks).where(eq(tasks.id, taskId));
  if (!task) throw notFound('task');
  const due = sql`exists (select 1 from ${tasks} t where t.id = ${taskId} and t.state = 'open' and t.expires_at <= ${ctx.clock.now().getTime()}
    and not ${isLost(sql`t.run_id`)})`;
  const deed = consequence(ctx, task, due);
  return deed !== null && (await commit(ctx, deed)).won;
}
