import { sql, type SQL } from 'drizzle-orm';
import type { DecisionRow, TaskRow } from '@/db/schema';
import { outbox, runs } from '@/db/schema';
import { AppError, conflict } from '@/lib/base/errors';
import { requireOperator } from '@/lib/desk/operators/require-operator';
import { getRunFor, runOfTask, taskInRun, type FoundRun } from '@/lib/desk/runs/get-run';
import type { Context } from '@/lib/people/context';
import { requireScope } from '@/lib/people/require-scope';
import { refusalToReopen } from './may-reopen';
import { stepsAgain } from './steps-again';
import { ways, type RewindTarget } from './ways';

/** A run that may be rewound, with the task that would reopen. */
export type Rewinding = FoundRun & { reopened: { task: TaskRow; decision: DecisionRow | null } | null };

const pathOf = ({ stepPath }: Pick<TaskRow, 'stepPath'>) => stepPath.join('\0');

/** SQL that is true for a run that may be rebuilt: lost, failed, unreadable or stuck. */
export const isBroken = (runId: string): SQL<number> =>
  sql`exists (select 1 from ${runs} r where r.id = ${runId} and (r.status in ('lost', 'failed') or r.snapshot_error is not null
  or exists (select 1 from ${outbox} o where o.run_id = r.id and o.state = 'stuck' and o.kind <> 'cancel')))`;

/** SQL that is true if the run has no debt that would block this way back. */
export function nothingOwed(runId: string, to: RewindTarget['to']): SQL {
  const { kinds, states } = ways[to].unless;
  const isKind = kinds === 'any' ? sql`1` : sql`o.kind in ${[...kinds]}`;
  return sql`not exists (select 1 from ${outbox} o where o.run_id = ${runId} and ${isKind} and o.state in ${[...states]})`;
}

function requireReopenable(ctx: Context, found: FoundRun, taskId: string): Rewinding['reopened'] {
  requireScope(ctx, 'tasks:decide');
  const { task, decision } = taskInRun(ctx, found, taskId);
  const refusal = refusalToReopen(ctx.actor, { ...task, decision }, ctx.clock.now());
  if (refusal) throw new AppError(refusal);
  const at = found.asked.findIndex((one) => one.task.id === task.id);
  if (found.asked.slice(at + 1).some((later) => pathOf(later.task) === pathOf(task)))
    throw conflict('asked_again_since');
  return { task, decision };
}

/**
 * Checks the authority to rewind a run, and the run's row. The rest is guarded in the statement that records it.
 * @throws not_found, forbidden, conflict
 */
export function requireRewind(ctx: Context, found: FoundRun, target: RewindTarget): Rewinding {
  const { who, from, otherwise, inSnapshot } = ways[target.to];
  const { run } = found;
  if (who === 'operator') requireOperator(ctx);
  const reopened = target.to === 'decision' ? requireReopenable(ctx, found, target.taskId) : null;
  if (from && !from.some((status) => status === run.status))
    throw conflict(otherwise, { runStatus: run.status });
  if (!ctx.engine.workflow(run.workflowId)) throw conflict('workflow_gone');
  if (inSnapshot && run.snapshotPrunedAt) throw conflict('workflow_state_removed');
  if (
    reopened &&
    stepsAgain(ctx.engine.places(run.workflowId), run.steps, reopened.task.stepPath).steps.length === 0
  )
    throw conflict('step_gone');
  return { ...found, reopened };
}

/** The run of a target, if the actor may rewind it there. @throws not_found, forbidden, conflict */
export async function findRewind(ctx: Context, target: RewindTarget): Promise<Rewinding> {
  const runId = target.to === 'decision' ? runOfTask(target.taskId) : target.runId;
  const found = requireRewind(ctx, await getRunFor(ctx, runId), target);
  if (target.to !== 'journal') return found;
  const guard = sql`${isBroken(found.run.id)} and ${nothingOwed(found.run.id, 'journal')}`;
  const [row] = await ctx.db.all<{ yes: number }>(sql`select ${guard} as yes`);
  if (!row?.yes) throw conflict(ways.journal.otherwise, { runStatus: found.run.status });
  return found;
}
