import { eq, sql, type SQL } from 'drizzle-orm';
import type { TaskRow } from '@/db/schema';
import { decisions, runs, tasks } from '@/db/schema';
import type { Json } from '@/db/schema/json';
import { update, type Change } from '@/lib/journal/change';
import { commit } from '@/lib/journal/commit';
import type { Context } from '@/lib/people/context';
import { conflict, fault, invalid } from '@/lib/base/errors';
import { parse } from '@/lib/base/parse';
import { cancelTasks } from '@/lib/desk/tasks/cancel-tasks';
import { findRewind, isBroken, nothingOwed, type Rewinding } from './find-rewind';
import { rewindInputs } from './inputs';
import { stepNames, stepsAgain } from './steps-again';
import { owedAgain, takenByFailed } from './taken-by-failed';
import { ways, type RewindTarget } from './ways';

/** The parts that differ by target. */
type Going = {
  /** The debt's data: the target step's path; null for the steps that failed. */
  data: { [key: string]: Json };
  closing: TaskRow[];
  /** The audit event's data, besides the reason. */
  told: { [key: string]: Json };
  guard?: SQL;
  also?: Change[];
};

/** Whether the step has opened a later task, as in a later round of a loop; then this one cannot be reopened. */
const askedSince = (taskId: string) => sql`exists (select 1 from ${tasks} t
  join ${tasks} later on later.run_id = t.run_id and later.step_path = t.step_path
  where t.id = ${taskId} and later.rowid > t.rowid)`;

/** The open tasks whose steps run again; those of parallel steps stay open. */
const openAt = ({ asked }: Rewinding, steps: readonly { path: string[] }[]): TaskRow[] => {
  const again = new Set(steps.map(({ path }) => path.join('\0')));
  return asked
    .map(({ task }) => task)
    .filter(({ state, stepPath }) => state === 'open' && again.has(stepPath.join('\0')));
};

async function goingTo(
  ctx: Context,
  { to }: RewindTarget,
  found: Rewinding,
  step: string[] | undefined,
): Promise<Going> {
  const { run, reopened, asked } = found;
  const stepsFrom = (path: string[] | null) =>
    stepsAgain(ctx.engine.places(run.workflowId), run.steps, path).steps;
  switch (to) {
    case 'decision': {
      const { task, decision } = reopened!;
      return {
        data: { path: task.stepPath },
        closing: openAt(found, stepsFrom(task.stepPath)),
        told: { outcome: decision?.outcome ?? null, by: decision?.actorName ?? null },
        guard: sql`exists (select 1 from ${decisions} d where d.task_id = ${task.id} and d.applied_at is not null and d.revised_at is null)
      and not ${askedSince(task.id)}`,
      };
    }
    case 'failure': {
      const taken = await takenByFailed(ctx, run);
      return {
        data: { path: null },
        closing: openAt(found, stepsFrom(null)),
        told: { error: run.error?.message ?? null },
        also: owedAgain(run.id, taken, ctx.clock.now()),
      };
    }
    case 'step': {
      const steps = stepsFrom(step!);
      if (steps.length === 0) throw invalid([fault('step', 'step_not_reached')]);
      return {
        data: { path: step! },
        closing: openAt(found, steps),
        told: { step: step!, ...stepNames(steps) },
      };
    }
    case 'journal':
      return {
        data: { discarded: false },
        closing: asked.map(({ task }) => task).filter(({ state }) => state === 'open'),
        told: {},
        guard: isBroken(run.id),
      };
  }
}

/**
 * Rewinds a run to a decision, to the steps that failed, to a step, or to the start of its journal; ways.ts has the rules.
 * One batch records the debt, the audit event, the tasks that close and the run's new `revision` or `attempt`, so that one
 * of two concurrent calls wins. The outbox then does it.
 * @throws not_found, forbidden, conflict, invalid
 */
export async function rewindRun(
  ctx: Context,
  target: RewindTarget,
  input: unknown,
): Promise<{ runId: string; debt: string }> {
  const found = await findRewind(ctx, target);
  const { reason, step }: { reason: string; step?: string[] } = parse(rewindInputs[target.to], input);
  const { run, reopened } = found;
  const { counts, owes, event, closes, inSnapshot } = ways[target.to];
  const going = await goingTo(ctx, target, found, step);

  const now = ctx.clock.now();
  const ofTask = reopened ? { taskId: reopened.task.id } : {};
  const debt = `${owes}:${ofTask.taskId ?? run.id}:${run[counts] + 1}`;
  const standing = inSnapshot ? sql`r.snapshot_pruned_at is null` : sql`1`;
  const sameTasks = sql`(select count(*) from ${tasks} t where t.run_id = ${run.id}) = ${found.asked.length}`;
  const guard = sql`${nothingOwed(run.id, target.to)} and ${sameTasks} and ${going.guard ?? sql`1`}`;
  const unchanged = sql`exists (select 1 from ${runs} r where r.id = ${run.id} and ${standing} and r.revision = ${run.revision} and r.attempt = ${run.attempt} and r.status = ${run.status}) and ${guard}`;
  const { won } = await commit(ctx, {
    when: unchanged,
    event: {
      verb: event,
      runId: run.id,
      ...ofTask,
      data: { reason, ...going.told },
      before: { status: run.status, [counts]: run[counts] },
      after: { status: 'running', [counts]: run[counts] + 1 },
    },
    changes: [
      ...cancelTasks(
        run.id,
        going.closing.map(({ id }) => id),
        closes,
        now,
      ),
      ...(going.also ?? []),
      update(
        runs,
        {
          status: 'running',
          finishedAt: null,
          result: null,
          error: null,
          cancelReason: null,
          snapshotError: null,
          snapshotPrunedAt: null,
          [counts]: run[counts] + 1,
          updatedAt: now,
        },
        eq(runs.id, run.id),
      ),
    ],
    owes: { id: debt, kind: owes, runId: run.id, ...ofTask, data: going.data },
  });
  if (!won) throw conflict('run_changed');
  return { runId: run.id, debt };
}
