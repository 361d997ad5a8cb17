import { eq } from 'drizzle-orm';
import { finalRunStatuses } from '@/db/enums';
import { decisions, runs, tasks } from '@/db/schema';
import type { Statement } from '@/db/guarded';
import { audit } from '@/lib/audit/audit';
import type { Context } from '@/lib/context';
import type { EngineRun, RunFacts, StepAddress } from '@/lib/runs/engine';
import type { RunRow } from '@/lib/runs/load-run';
import { projectRun } from '@/lib/runs/project-run';

type Known = { run: RunRow; facts: RunFacts };
type TaskRow = typeof tasks.$inferSelect;
type DecisionRow = typeof decisions.$inferSelect;

const sameStep = (a: StepAddress, b: StepAddress) => a.forEachIndex === b.forEachIndex && a.path.join('\0') === b.path.join('\0');

const isFinal = (seen: EngineRun) => (finalRunStatuses as readonly string[]).includes(seen.status);

/**
 * Makes an orphaned run answerable again: its holder died between the engine's claim and the next checkpoint.
 * The states are told apart as docs/architecture.md says ("After a crash").
 */
async function recover({ engine }: Context, { facts }: Known, step: StepAddress, seen: EngineRun): Promise<EngineRun | null> {
  const gateUntouched = seen.listsSuspensions && seen.suspensions.some((one) => sameStep(one, step));
  if (gateUntouched) await engine.unclaim(facts);
  else await engine.restart(facts);
  return engine.read(facts);
}

/**
 * Whether the gate had not yet taken this answer when its holder died. A later round of the same gate in a loop
 * began after our suspension, so an answer to the earlier round never reaches it.
 */
function unanswered(task: TaskRow, seen: EngineRun): boolean {
  const gate = seen.steps.find((step) => step.path.join('\0') === task.stepPath.join('\0'));
  const open = gate?.status === 'running' || gate?.status === 'suspended' || gate?.status === 'waiting';
  return open && (gate.startedAt ?? 0) <= task.suspendedAt;
}

/**
 * Where the answer belongs now: its own suspension, or, when the gate had to be run again after a crash, the one
 * that asked the same question a second time. Null when the engine has taken the answer already.
 */
function target(task: TaskRow, seen: EngineRun, askedAgain: boolean): StepAddress | null {
  const step: StepAddress = { path: task.stepPath, forEachIndex: task.forEachIndex };
  const waiting = seen.suspensions.find((one) => sameStep(one, step) && (one.suspendedAt === task.suspendedAt || askedAgain));
  return waiting && !isFinal(seen) ? step : null;
}

/** Whether an item of lower index still waits, so that the engine would give this answer to it. */
function outOfTurn(task: TaskRow, seen: EngineRun): boolean {
  const own = seen.suspensions.find((one) => sameStep(one, { path: task.stepPath, forEachIndex: task.forEachIndex }));
  return own?.turn != null && seen.suspensions.some((one) => one.turn === own.turn && (one.forEachIndex ?? 0) < (own.forEachIndex ?? 0));
}

async function load(ctx: Context, taskId: string): Promise<{ task: TaskRow; decision: DecisionRow }> {
  const [row] = await ctx.db.select({ task: tasks, decision: decisions }).from(decisions).innerJoin(tasks, eq(tasks.id, decisions.taskId)).where(eq(decisions.taskId, taskId));
  if (!row) throw new Error(`the decision on ${taskId} is gone`);
  return row;
}

/** The snapshot is gone: the answer is kept, the run is marked, and an operator decides what to do. */
function lost({ db, clock }: Context, { run }: Known): Statement[] {
  return [db.update(runs).set({ status: 'lost', updatedAt: clock.now() }).where(eq(runs.id, run.id))];
}

/**
 * Feeds a recorded decision to the engine, once, at exactly the suspension it answers, and projects what came of it.
 * Must run under the run's lease. An answer whose turn has not come is `held`.
 */
export async function applyDecision(ctx: Context, known: Known, taskId: string): Promise<Statement[] | 'held'> {
  const { engine, db, clock } = ctx;
  const { task, decision } = await load(ctx, taskId);
  let seen = await engine.read(known.run);
  if (!seen) return lost(ctx, known);
  const step: StepAddress = { path: task.stepPath, forEachIndex: task.forEachIndex };
  const orphaned = seen.status === 'running';
  const askedAgain = orphaned && unanswered(task, seen);
  if (orphaned) seen = (await recover(ctx, known, step, seen)) ?? seen;
  const ended = isFinal(seen);
  const at = target(task, seen, askedAgain);
  if (at && outOfTurn(task, seen)) return 'held';
  if (at) {
    await engine.resume(known.facts, at, decision.resumeData);
    seen = await engine.read(known.run);
    if (!seen) return lost(ctx, known);
  }
  // A run that was cancelled first never took the answer; everything else that moved on, did.
  const applied = at !== null || !ended || seen.status !== 'canceled';
  const event = { runId: task.runId, taskId, data: { outcome: decision.outcome, by: decision.actorName } };
  return [
    ...(await projectRun(ctx, known, seen)),
    ...(applied
      ? [db.update(decisions).set({ appliedAt: clock.now() }).where(eq(decisions.id, decision.id)), audit(ctx, { ...event, verb: 'decision.applied', key: `decision.applied:${taskId}` })]
      : [audit(ctx, { ...event, verb: 'decision.not_applied', key: `decision.not_applied:${taskId}` })]),
  ];
}
