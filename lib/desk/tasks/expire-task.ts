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

/** Closes the task and owes the end of its run; a run that is being cancelled already is left to that. */
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
 * Ends one task whose time is over, as its policy says: answered with preset data as the system, or the run is ended.
 * A task whose policy only notifies stays open, and while its run is lost its time stands still. Only the system may; the
 * guard is in the statements, so two sweeps do it once.
 * @returns whether this call ended it.
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
