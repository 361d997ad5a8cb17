import type { DecisionRow, RunRow, TaskRow } from '@/db/schema';
import { and, eq, inArray, isNull } from 'drizzle-orm';
import { z } from 'zod';
import { agentCalls, decisions, outbox, tasks } from '@/db/schema';
import { asWritten } from '@/db/as-written';
import { audited } from '@/lib/journal/audit';
import { update, type Change } from '@/lib/journal/change';
import { write } from '@/lib/journal/commit';
import { sameJson } from '@/lib/base/canonical';
import type { Context } from '@/lib/people/context';
import type { EngineRun, Suspension } from '@/lib/engine/types';
import { cancelTasks } from '@/lib/desk/tasks/cancel-tasks';
import { waitOf } from '@/lib/desk/tasks/task-values';
import { projectRun } from '@/lib/desk/runs/project-run';
import type { HeldRun } from '@/lib/desk/runs/lease';
import { addressOf, isAskedAgain, recoverRun, sameStep } from './recover-run';
import { asksTheSame } from '@/lib/engine/evidence';

type Decided = { task: TaskRow; decision: DecisionRow };

export const rebuildData = z.object({ discarded: z.boolean() });

const closeReason = 'run_rebuilt';

/** The decisions that count, in the order they were made. */
async function journal({ db }: Context, runId: string): Promise<Decided[]> {
  return db
    .select({ task: tasks, decision: decisions })
    .from(decisions)
    .innerJoin(tasks, eq(tasks.id, decisions.taskId))
    .where(
      and(
        eq(decisions.runId, runId),
        isNull(decisions.revisedAt),
        // These were never applied, so their tasks open again.
        isNull(decisions.answeredOutsideAt),
      ),
    )
    .orderBy(asWritten(decisions));
}

/** Whether the rebuilt run asks what was decided: the same evidence and form, at whatever time. */
async function sameQuestion({ engine }: Context, { task }: Decided, one: Suspension): Promise<boolean> {
  const { resumeSchema } = await engine.formOf(one);
  return asksTheSame(one, task) && sameJson(resumeSchema, task.resumeSchema);
}

const outOfTurn = (one: Suspension, seen: EngineRun) =>
  one.turn !== null &&
  seen.suspensions.some(
    (other) => other.turn === one.turn && (other.forEachIndex ?? 0) < (one.forEachIndex ?? 0),
  );

/**
 * The next decision to apply, with its suspension. Only the earliest one left of each step and item can match: if its
 * question differs, the later ones do as well. An agent's tool calls are never replayed; they are asked again.
 */
async function nextDecision(
  ctx: Context,
  left: Decided[],
  seen: EngineRun,
): Promise<{ decided: Decided; wait: Suspension } | null> {
  const tried: Decided[] = [];
  for (const decided of left) {
    const at = addressOf(decided.task);
    if (tried.some(({ task }) => sameStep(addressOf(task), at))) continue;
    tried.push(decided);
    const wait = seen.suspensions.find((one) => sameStep(one, at));
    if (!wait || decided.task.kind === 'tool-call' || outOfTurn(wait, seen)) continue;
    if (await sameQuestion(ctx, decided, wait)) return { decided, wait };
  }
  return null;
}

/** Deletes the run's snapshot and resets its decisions to unapplied, once per debt. */
async function discard(ctx: Context, { run, facts, lease }: HeldRun, debtId: string): Promise<void> {
  const { db, engine, clock } = ctx;
  await engine.discard(facts, lease);
  const open = await db
    .select({ id: tasks.id })
    .from(tasks)
    .where(and(eq(tasks.runId, run.id), eq(tasks.state, 'open')));
  const now = clock.now();
  const changes = [
    update(outbox, { data: { discarded: true } }, eq(outbox.id, debtId)),
    update(
      decisions,
      { appliedAt: null, heldAt: null },
      and(eq(decisions.runId, run.id), isNull(decisions.revisedAt)),
    ),
    update(
      agentCalls,
      { state: 'abandoned', updatedAt: now },
      and(eq(agentCalls.runId, run.id), inArray(agentCalls.state, ['running', 'asking', 'answering'])),
    ),
    ...cancelTasks(
      run.id,
      open.map(({ id }) => id),
      closeReason,
      now,
    ),
  ];
  await write(ctx, changes, lease);
}

/** Starts the run, or recovers it if an earlier attempt already did. */
async function goOn(ctx: Context, held: HeldRun): Promise<EngineRun> {
  const { run, facts, lease } = held;
  const before = await ctx.engine.read(run);
  if (before && before.status !== 'pending') return recoverRun(ctx, held, before);
  await ctx.engine.start(facts, lease);
  return readBack(ctx, run);
}

async function readBack({ engine }: Context, run: RunRow): Promise<EngineRun> {
  const seen = await engine.read(run);
  if (!seen) throw new Error('the run left no snapshot');
  return seen;
}

const wasApplied = ({ clock }: Context, decisionId: string): Change =>
  update(decisions, { appliedAt: clock.now() }, eq(decisions.id, decisionId));

/**
 * Applies a recorded decision to the rebuilt run. Its task moves to the new suspension first, so no second one opens.
 */
async function replay(
  ctx: Context,
  { run, facts, lease }: HeldRun,
  { task, decision }: Decided,
  { wait, version }: { wait: Suspension; version: number },
  debtId: string,
): Promise<EngineRun> {
  const event = {
    runId: run.id,
    taskId: task.id,
    data: { outcome: decision.outcome, by: decision.actorName },
  };
  const follows = [
    update(tasks, waitOf(wait), eq(tasks.id, task.id)),
    update(decisions, { replayedBy: debtId }, eq(decisions.id, decision.id)),
    audited({ ...event, verb: 'decision.replayed', key: `decision.replayed:${debtId}:${task.id}` }),
  ];
  await write(ctx, follows, lease);
  const question = { ...addressOf(task), taskId: task.id, version };
  await ctx.engine.resume(facts, question, decision.resumeData, lease);
  await write(ctx, [wasApplied(ctx, decision.id)], lease);
  return readBack(ctx, run);
}

/**
 * Finishes a decision that was being applied when the process died: applies it if its suspension still waits, otherwise
 * it had been applied. @returns null if its gate ran again without suspending, so it was never applied
 */
async function finish(
  ctx: Context,
  held: HeldRun,
  decided: Decided,
  seen: EngineRun,
  debtId: string,
): Promise<EngineRun | null> {
  const { task, decision } = decided;
  const wait = seen.suspensions.find(
    (one) => sameStep(one, addressOf(task)) && one.suspendedAt === task.suspendedAt,
  );
  if (wait) return replay(ctx, held, decided, { wait, version: seen.version }, debtId);
  if (isAskedAgain(task)) return null;
  await write(ctx, [wasApplied(ctx, decision.id)], held.lease);
  return seen;
}

/** Audits the decisions that were not replayed, which no longer count, and closes the run's other debts. */
function settle({ clock }: Context, run: RunRow, left: Decided[], debtId: string): Change[] {
  const now = clock.now();
  return [
    ...left.map(({ task, decision }) =>
      audited({
        verb: 'decision.not_replayed',
        runId: run.id,
        taskId: task.id,
        key: `decision.not_replayed:${debtId}:${task.id}`,
        data: { outcome: decision.outcome, by: decision.actorName },
      }),
    ),
    update(
      decisions,
      { revisedAt: now },
      inArray(
        decisions.id,
        left.map(({ decision }) => decision.id),
      ),
    ),
    update(
      outbox,
      { state: 'done', doneAt: now },
      and(
        eq(outbox.runId, run.id),
        inArray(outbox.kind, ['start', 'resume', 'revise', 'restart', 'time-travel']),
        inArray(outbox.state, ['pending', 'held', 'stuck']),
      ),
    ),
    audited({
      verb: 'run.rebuilt',
      runId: run.id,
      key: `run.rebuilt:${debtId}`,
      data: { notReplayed: left.length },
    }),
  ];
}

/**
 * Rebuilds a run from its journal: starts it with the same id and input, and applies the recorded decisions in order where
 * step, item and question are the same; everything else becomes a new task. Must run under the run's lease. If the
 * process dies, the next one continues.
 */
export async function replayJournal(
  ctx: Context,
  held: HeldRun,
  debt: { id: string; data: z.infer<typeof rebuildData> },
): Promise<Change[]> {
  const { run } = held;
  if (!debt.data.discarded) await discard(ctx, held, debt.id);
  let seen = await goOn(ctx, held);
  const given = await journal(ctx, run.id);
  const isPlaced = ({ decision }: Decided) => decision.replayedBy === debt.id;
  const untaken: Decided[] = [];
  for (const decided of given.filter((one) => isPlaced(one) && one.decision.appliedAt === null)) {
    const after = await finish(ctx, held, decided, seen, debt.id);
    if (after) seen = after;
    else untaken.push(decided);
  }
  let left = given.filter((one) => !isPlaced(one));
  for (let next = await nextDecision(ctx, left, seen); next; next = await nextDecision(ctx, left, seen)) {
    const { decided, wait } = next;
    seen = await replay(ctx, held, decided, { wait, version: seen.version }, debt.id);
    left = left.filter((one) => one !== decided);
  }
  return [...(await projectRun(ctx, held, seen)), ...settle(ctx, run, [...untaken, ...left], debt.id)];
}
