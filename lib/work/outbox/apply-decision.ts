import type { TaskRow, DecisionRow } from '@/db/schema';
import { eq, sql } from 'drizzle-orm';
import { isFinal } from '@/db/enums';
import { z } from 'zod';
import { decisions, outbox, tasks, undoneDecisions } from '@/db/schema';
import { audited } from '@/lib/journal/audit';
import { update, type Change } from '@/lib/journal/change';
import { commit, write } from '@/lib/journal/commit';
import type { Context } from '@/lib/people/context';
import { DrivenElsewhereError } from '@/lib/engine/driven-elsewhere';
import type { EngineRun, StepAddress } from '@/lib/engine/types';
import { projectRun } from '@/lib/desk/runs/project-run';
import type { HeldRun, Lease } from '@/lib/desk/runs/lease';
import { addressOf, isAskedAgain, isDriven, recoverRun, requireInHand, sameStep } from './recover-run';
import { whoseDecision } from './whose-decision';
import { stillAsks } from '@/lib/engine/evidence';

/**
 * The step to resume: the suspension that was decided. Null if the engine no longer waits there.
 * @throws if the suspension's evidence or form differs from what was decided
 */
function target(task: TaskRow, seen: EngineRun): StepAddress | null {
  const step = addressOf(task);
  const wait = seen.suspensions.find((one) => sameStep(one, step) && one.suspendedAt === task.suspendedAt);
  if (!wait || isFinal(seen.status)) return null;
  if (!stillAsks(wait, task)) throw new Error('the run asks something else than what was answered');
  return step;
}

/** Whether an item with a lower index still waits: the engine would give this decision to that item. */
function outOfTurn(task: TaskRow, seen: EngineRun): boolean {
  const own = seen.suspensions.find((one) => sameStep(one, addressOf(task)));
  return (
    own?.turn != null &&
    seen.suspensions.some((one) => one.turn === own.turn && (one.forEachIndex ?? 0) < (own.forEachIndex ?? 0))
  );
}

const isUnapplied = (decisionId: string) =>
  sql`exists (select 1 from ${decisions} d where d.id = ${decisionId} and d.applied_at is null)`;

type Decided = { task: TaskRow; decision: DecisionRow };

/** The task and its decision; null if the decision was undone. */
async function load(ctx: Context, taskId: string): Promise<Decided | null> {
  const [row] = await ctx.db
    .select({ task: tasks, decision: decisions })
    .from(decisions)
    .innerJoin(tasks, eq(tasks.id, decisions.taskId))
    .where(eq(decisions.taskId, taskId));
  if (row) return row;
  if ((await ctx.db.$count(undoneDecisions, eq(undoneDecisions.taskId, taskId))) > 0) return null;
  throw new Error(`the decision on ${taskId} is gone`);
}

/** Closes the undo window before the decision reaches the engine. False if the decision was undone first. */
async function closeUndo(
  ctx: Context,
  lease: Lease,
  { task, decision }: { task: TaskRow; decision: DecisionRow },
): Promise<boolean> {
  if (decision.undoUntil === null || decision.undoClosedAt !== null) return true;
  const itself = eq(decisions.id, decision.id);
  const chosen = task.outcomes.find(({ id }) => id === decision.outcome);
  const { actorKind: kind, actorId: id, actorName: name, channel } = decision;
  const { won } = await commit(ctx, {
    under: lease,
    when: sql`exists (select 1 from ${decisions} where ${itself})`,
    event: {
      verb: 'decision.final',
      runId: task.runId,
      taskId: task.id,
      data: {
        outcome: decision.outcome,
        label: chosen?.label ?? decision.outcome,
        decidedBy: { kind, id, name },
        channel,
      },
    },
    changes: [update(decisions, { undoClosedAt: ctx.clock.now() }, itself)],
  });
  return won;
}

const giving = z.object({ given: z.boolean() }).nullable();

/** Records that a decision is about to be given to the engine, or (false) that the engine refused it. */
const noteGiven = (ctx: Context, lease: Lease, debtId: string, given: boolean) =>
  write(ctx, [update(outbox, { data: { given } }, eq(outbox.id, debtId))], lease);

/**
 * Gives a decision to the engine. @returns the run afterwards, and whether the engine took it; null: the snapshot is gone
 * @throws DrivenElsewhereError if another program is driving the run, and did not answer this question
 */
async function give(
  ctx: Context,
  { run, facts, lease }: HeldRun,
  debtId: string,
  { task, decision }: Decided,
  before: EngineRun,
): Promise<{ seen: EngineRun; given: boolean } | null> {
  await noteGiven(ctx, lease, debtId, true);
  const isUnderWay = (seen: EngineRun) =>
    isDriven(seen) && whoseDecision(task, decision, seen, false) !== 'others';
  try {
    const question = { ...addressOf(task), taskId: task.id, version: before.version };
    await ctx.engine.resume(facts, question, decision.resumeData, lease);
    const seen = await ctx.engine.read(run);
    return seen && { seen, given: true };
  } catch (error) {
    if (!(error instanceof DrivenElsewhereError)) throw error;
    await noteGiven(ctx, lease, debtId, false);
    const seen = await ctx.engine.read(run);
    if (seen && (target(task, seen) || isUnderWay(seen))) throw error;
    return seen && { seen, given: false };
  }
}

/** The changes to the decision itself: it was applied, or another program answered first. */
function told(
  { clock }: Context,
  { run }: HeldRun,
  { task, decision }: Decided,
  status: EngineRun['status'],
  whose: ReturnType<typeof whoseDecision>,
): Change[] {
  const mine = eq(decisions.id, decision.id);
  const event = {
    runId: run.id,
    taskId: task.id,
    before: { status: run.status },
    after: { status },
    data: { outcome: decision.outcome, by: decision.actorName },
  };
  switch (whose) {
    case 'ours':
      return [
        // No key: a step that failed after its decision gets it again, and each time is audited.
        audited({ ...event, verb: 'decision.applied' }, isUnapplied(decision.id)),
        update(decisions, { appliedAt: clock.now() }, mine),
      ];
    case 'others': {
      const { actorKind: kind, actorId: id, actorName: name } = decision;
      return [
        audited({
          ...event,
          verb: 'decision.answered_outside',
          key: `decision.answered_outside:${task.id}`,
          data: { ...event.data, decidedBy: { kind, id, name } },
        }),
        update(decisions, { answeredOutsideAt: clock.now() }, mine),
      ];
    }
    case 'nobody':
      return [audited({ ...event, verb: 'decision.not_applied', key: `decision.not_applied:${task.id}` })];
  }
}

/**
 * Applies a recorded decision once, at exactly its suspension, and projects the run. Must run under the run's lease.
 * @returns its changes; `held`: earlier items of the list come first; `lost`: the snapshot is gone
 * @throws DrivenElsewhereError if another program is driving the run; it is retried later
 */
export async function applyDecision(
  ctx: Context,
  held: HeldRun,
  debt: Pick<typeof outbox.$inferSelect, 'id' | 'taskId' | 'data'>,
): Promise<Change[] | 'held' | 'lost'> {
  const { run } = held;
  const found = await ctx.engine.read(run);
  if (!found) return 'lost';
  const decided = await load(ctx, debt.taskId ?? '');
  if (!decided || !(await closeUndo(ctx, held.lease, decided))) return [];
  const { task, decision } = decided;
  const given = giving.parse(debt.data)?.given ?? false;
  if (isDriven(found)) {
    if (whoseDecision(task, decision, found, given) === 'others')
      return told(ctx, held, decided, found.status, 'others');
    if (!given) await requireInHand(ctx, run.id);
  }
  const seen = await recoverRun(ctx, held, found);
  const at = target(task, seen);
  if (at && outOfTurn(task, seen)) return 'held';
  const after = at ? await give(ctx, held, debt.id, decided, seen) : { seen, given };
  if (!after) return 'lost';
  // If the run was cancelled first, or its gate ran again without suspending, the decision was never applied.
  const untaken = !at && (seen.status === 'canceled' || isAskedAgain(task));
  const whose =
    at && after.given ? 'ours' : untaken ? 'nobody' : whoseDecision(task, decision, after.seen, after.given);
  return [
    // A run that another program is driving is projected once it waits or ends.
    ...(isDriven(after.seen) && whose === 'others' ? [] : await projectRun(ctx, held, after.seen)),
    ...told(ctx, held, decided, after.seen.status, whose),
  ];
}
