import { eq, sql } from 'drizzle-orm';
import { finalRunStatuses } from '@/db/enums';
import { decisions, tasks, undoneDecisions } from '@/db/schema';
import { runBatch, type Statement } from '@/db/guarded';
import { audit, auditWhere } from '@/lib/audit/audit';
import { sameJson } from '@/lib/canonical';
import type { Context } from '@/lib/context';
import type { EngineRun, StepAddress } from '@/lib/runs/engine';
import { projectRun } from '@/lib/runs/project-run';
import { onlyWhileHeld, type HeldRun, type Lease } from './lease';
import { addressOf, isAskedAgain, recoverRun, sameStep } from './recover-run';

type TaskRow = typeof tasks.$inferSelect;
type DecisionRow = typeof decisions.$inferSelect;

const isFinal = (seen: EngineRun) => (finalRunStatuses as readonly string[]).includes(seen.status);

/**
 * Where the answer belongs: its own suspension. Null when the engine no longer waits there.
 * @throws when it asks something else there than what was answered
 */
function target(task: TaskRow, seen: EngineRun): StepAddress | null {
  const step = addressOf(task);
  const wait = seen.suspensions.find((one) => sameStep(one, step) && one.suspendedAt === task.suspendedAt);
  if (!wait || isFinal(seen)) return null;
  if (!sameJson(wait.payload, task.payload))
    throw new Error('the run asks something else than what was answered');
  return step;
}

/** Whether an item of lower index still waits, so that the engine would give this answer to it. */
function outOfTurn(task: TaskRow, seen: EngineRun): boolean {
  const own = seen.suspensions.find((one) => sameStep(one, addressOf(task)));
  return (
    own?.turn != null &&
    seen.suspensions.some((one) => one.turn === own.turn && (one.forEachIndex ?? 0) < (own.forEachIndex ?? 0))
  );
}

const isUnapplied = (decisionId: string) =>
  sql`exists (select 1 from ${decisions} d where d.id = ${decisionId} and d.applied_at is null)`;

/** The task and its decision; null when the decision was undone. */
async function load(ctx: Context, taskId: string): Promise<{ task: TaskRow; decision: DecisionRow } | null> {
  const [row] = await ctx.db
    .select({ task: tasks, decision: decisions })
    .from(decisions)
    .innerJoin(tasks, eq(tasks.id, decisions.taskId))
    .where(eq(decisions.taskId, taskId));
  if (row) return row;
  if ((await ctx.db.$count(undoneDecisions, eq(undoneDecisions.taskId, taskId))) > 0) return null;
  throw new Error(`the decision on ${taskId} is gone`);
}

/**
 * Ends the time to undo, before the engine hears of the decision; others are told of it from now on.
 * False when it was undone first.
 */
async function closeUndo(
  ctx: Context,
  lease: Lease,
  { task, decision }: { task: TaskRow; decision: DecisionRow },
): Promise<boolean> {
  const { db, clock } = ctx;
  if (decision.undoUntil === null || decision.undoClosedAt !== null) return true;
  const chosen = task.outcomes.find(({ id }) => id === decision.outcome);
  const { actorKind: kind, actorId: id, actorName: name, channel } = decision;
  const [, closed] = await runBatch(db, [
    onlyWhileHeld(db, lease),
    db.update(decisions).set({ undoClosedAt: clock.now() }).where(eq(decisions.id, decision.id)),
    auditWhere(
      ctx,
      {
        verb: 'decision.final',
        runId: task.runId,
        taskId: task.id,
        key: `decision.final:${decision.id}`,
        data: {
          outcome: decision.outcome,
          label: chosen?.label ?? decision.outcome,
          decidedBy: { kind, id, name },
          channel,
        },
      },
      sql`exists (select 1 from ${decisions} d where d.id = ${decision.id})`,
    ),
  ]);
  return closed === 1;
}

/**
 * Feeds a recorded decision to the engine, once, at exactly the suspension it answers, and projects what came of it.
 * Must run under the run's lease. An answer whose turn has not come is `held`; `lost`: there is no snapshot to give it to.
 */
export async function applyDecision(
  ctx: Context,
  held: HeldRun,
  taskId: string,
): Promise<Statement[] | 'held' | 'lost'> {
  const { engine, db, clock } = ctx;
  const { run, facts, lease } = held;
  const found = await engine.read(run);
  if (!found) return 'lost';
  let seen: EngineRun | null = await recoverRun(ctx, held, found);
  const answered = await load(ctx, taskId);
  if (!answered || !(await closeUndo(ctx, lease, answered))) return [];
  const { task, decision } = answered;
  const at = target(task, seen);
  if (at && outOfTurn(task, seen)) return 'held';
  if (at) {
    await engine.resume(facts, { ...at, taskId }, decision.resumeData, lease);
    seen = await engine.read(run);
    if (!seen) return 'lost';
  }
  // A run that was cancelled first, or a gate that went on without asking again, never took the answer; else it is what moved the run on.
  const applied = at !== null || (seen.status !== 'canceled' && !(await isAskedAgain(ctx, task)));
  const event = {
    runId: task.runId,
    taskId,
    before: { status: held.run.status },
    after: { status: seen.status },
    data: { outcome: decision.outcome, by: decision.actorName },
  };
  return [
    ...(await projectRun(ctx, held, seen)),
    ...(applied
      ? [
          // A step that failed with its answer is given it again: each time is an event of its own.
          auditWhere(ctx, { ...event, verb: 'decision.applied' }, isUnapplied(decision.id)),
          db.update(decisions).set({ appliedAt: clock.now() }).where(eq(decisions.id, decision.id)),
        ]
      : [audit(ctx, { ...event, verb: 'decision.not_applied', key: `decision.not_applied:${taskId}` })]),
  ];
}
