import pTimeout from 'p-timeout';
import type { TaskRow } from '@/db/schema';
import { and, asc, eq, lte, sql } from 'drizzle-orm';
import { tasks } from '@/db/schema';
import { update } from '@/lib/journal/change';
import { commit } from '@/lib/journal/commit';
import type { Context } from '@/lib/people/context';
import { loadRun } from '@/lib/desk/runs/load-run';
import { judged } from '@/lib/engine/judged';
import { isOpen, recordDecision } from '@/lib/desk/tasks/record-decision';
import { wordsOf } from '@/lib/base/plain-error';
import { failedBefore, type Faults } from './faults';

const checksPerSweep = 50;
/** The time limit of one check, as the rest of the sweep waits for it. */
const patienceMs = 20_000;

/** Claims a check: only the process that moves its next time forward runs it now. */
async function claim({ db, clock }: Context, task: TaskRow): Promise<boolean> {
  const next = new Date(clock.now().getTime() + (task.policy.checkEveryMs ?? 60_000));
  const { rowsAffected } = await db
    .update(tasks)
    .set({ checkAt: next })
    .where(and(eq(tasks.id, task.id), eq(tasks.state, 'open'), eq(tasks.checkAt, task.checkAt ?? next)));
  return rowsAffected === 1;
}

async function ask(ctx: Context, task: TaskRow): Promise<boolean> {
  const known = await loadRun(ctx.db, task.runId);
  if (!known) return false;
  const { workflowId, stepPath, payload, toolCall } = task;
  const data = await pTimeout(ctx.engine.check({ workflowId, path: stepPath, payload }, known.facts), {
    milliseconds: patienceMs,
    message: `no answer within ${patienceMs / 1000} s`,
  });
  if (data === null) return false;
  const checked = judged(
    await ctx.engine.validateResume({ workflowId, path: stepPath, payload, toolCall }, data),
  );
  if (!checked.ok)
    throw new Error(
      `its answer does not fit the resume schema: ${checked.issues.map(({ path, message }) => `${path || 'value'} ${message}`).join('; ')}`,
    );
  const answer = {
    outcome: 'ready',
    label: 'Ready',
    resumeData: data,
    comment: null,
    payloadDigest: task.payloadDigest,
  };
  return (await commit(ctx, recordDecision(ctx, task, answer, isOpen(task.id)))).won;
}

/**
 * Runs the due checks, each in only one process, and records their results as decisions. A check that throws runs again
 * at its next time; the first failure of a task is audited. @returns how many tasks were decided
 */
export async function askChecks(ctx: Context, faults: Faults): Promise<number> {
  const due = await ctx.db
    .select()
    .from(tasks)
    .where(and(eq(tasks.state, 'open'), eq(tasks.kind, 'check'), lte(tasks.checkAt, ctx.clock.now())))
    .orderBy(failedBefore('checks', tasks.id), asc(tasks.checkAt))
    .limit(checksPerSweep);
  let answered = 0;
  for (const task of due) {
    if (!(await claim(ctx, task))) continue;
    const { id: taskId, runId } = task;
    const error = await faults.attempt('checks', { id: taskId, runId, taskId }, async () => {
      if (await ask(ctx, task)) answered += 1;
    });
    if (error === undefined) continue;
    await commit(ctx, {
      when: sql`exists (select 1 from ${tasks} t where t.id = ${taskId} and t.check_failed_at is null)`,
      event: { verb: 'check.failed', runId, taskId, data: { error: wordsOf(error) } },
      changes: [update(tasks, { checkFailedAt: ctx.clock.now() }, eq(tasks.id, taskId))],
    });
  }
  return answered;
}
