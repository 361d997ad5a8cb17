import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import { agentCalls, decisions, outbox, tasks } from '@/db/schema';
import { asWritten } from '@/db/as-written';
import { update, type Change } from '@/lib/journal/change';
import { write } from '@/lib/journal/commit';
import type { Context } from '@/lib/people/context';
import type { EngineRun } from '@/lib/engine/types';
import { projectRun } from '@/lib/desk/runs/project-run';
import { stepsAgain, wasAskedIn, type StepsAgain } from '@/lib/desk/rewind/steps-again';
import type { HeldRun } from '@/lib/desk/runs/lease';
import { isDriven, recoverRun, requireInHand, unapplied, willAskAgain } from './recover-run';

const key = (path: readonly string[]) => path.join('\0');

/**
 * Recorded before anything changes: when the target steps last ran, and the steps whose decisions will no longer
 * count.
 */
const plan = z.object({
  ran: z.array(z.tuple([z.string(), z.number().nullable()])),
  undo: z.array(z.string()),
  /**
   * The steps in a loop, whose decisions of earlier rounds stay, and the first task of this round, if there is one.
   */
  round: z.array(z.string()).optional(),
  first: z.string().nullable().optional(),
  /** Written by earlier releases instead of `round` and `first`: when the first of the steps began. */
  since: z.number().optional(),
});

/** The step to go back to (null: the steps that failed), and the plan once it has begun. */
export const rewindData = z.object({ path: z.array(z.string()).nullable(), plan: plan.optional() });

type RewindData = z.infer<typeof rewindData>;
type Plan = z.infer<typeof plan>;

/** The first task that these steps opened in the current round of their loop; null if there is none. */
async function firstOfRound(
  { db }: Context,
  runId: string,
  { at, steps }: StepsAgain,
): Promise<string | null> {
  const round = new Map(steps.filter(({ inRound }) => inRound).map((step) => [key(step.path), step]));
  if (round.size === 0) return null;
  const asked = await db
    .select({
      id: tasks.id,
      path: tasks.stepPath,
      suspendedAt: tasks.suspendedAt,
      stepStartedAt: tasks.stepStartedAt,
    })
    .from(tasks)
    .where(eq(tasks.runId, runId))
    .orderBy(asWritten(tasks));
  const now = asked.filter((one) => {
    const step = round.get(key(one.path));
    return step && wasAskedIn(one, step.startedAt);
  });
  // Steps after the target may not have run yet in this round, so their tasks may be of the previous one.
  const places = new Set(at.map((step) => key(step.path)));
  const there = now.find((one) => places.has(key(one.path)));
  return (there ?? now[0])?.id ?? null;
}

async function planFor(
  ctx: Context,
  { run }: HeldRun,
  seen: EngineRun,
  path: string[] | null,
): Promise<Plan> {
  const again = stepsAgain(ctx.engine.places(run.workflowId), seen.steps, path);
  const { at, steps } = again;
  // A step that failed after a decision gets that decision again.
  const undo = path === null ? steps.filter((step) => !at.includes(step)) : steps;
  return {
    ran: at.map(({ path: step, startedAt }) => [key(step), startedAt]),
    undo: undo.map((step) => key(step.path)),
    round: undo.filter(({ inRound }) => inRound).map((step) => key(step.path)),
    first: await firstOfRound(ctx, run.id, again),
  };
}

/** An agent that runs again starts over, so the calls of its earlier run are abandoned. */
function abandonCalls({ clock }: Context, runId: string, steps: string[]): Change {
  const paths = steps.map((step) => step.split('\0'));
  const places = paths.map((path) => path.join('/'));
  // Earlier releases stored only the step's id.
  const ids = paths.map((path) => path.at(-1) ?? '');
  const list = sql`rtrim(${agentCalls.stepId}, '0123456789.')`;
  return update(
    agentCalls,
    { state: 'abandoned', updatedAt: clock.now() },
    and(
      eq(agentCalls.runId, runId),
      or(
        inArray(agentCalls.stepId, [...places, ...ids]),
        inArray(
          list,
          places.map((place) => `${place}#`),
        ),
      ),
      inArray(agentCalls.state, ['running', 'asking', 'answering']),
    ),
  );
}

/**
 * Marks the decisions made at these steps, except in earlier rounds, as no longer counting; they stay in the journal.
 */
async function overrule({ db, clock }: Context, runId: string, planned: Plan): Promise<Change[]> {
  const { undo, round, first, since = 0 } = planned;
  const asked = await db
    .select({
      taskId: tasks.id,
      id: decisions.id,
      path: tasks.stepPath,
      suspendedAt: tasks.suspendedAt,
    })
    .from(tasks)
    .leftJoin(decisions, and(eq(decisions.taskId, tasks.id), isNull(decisions.revisedAt)))
    .where(eq(tasks.runId, runId))
    .orderBy(asWritten(tasks));
  const firstAt = asked.findIndex(({ taskId }) => taskId === first);
  const inRound = firstAt < 0 ? [] : asked.slice(firstAt);
  const undone = asked
    .filter((one) => undo.includes(key(one.path)) && one.suspendedAt >= since)
    .filter((one) => !round?.includes(key(one.path)) || inRound.includes(one))
    .flatMap(({ id }) => id ?? []);
  return [update(decisions, { revisedAt: clock.now() }, inArray(decisions.id, undone))];
}

/** Whether the run has not been rewound yet: none of the target steps has begun again. */
function untouched(seen: EngineRun, { ran }: Plan): boolean {
  if (isDriven(seen)) return false;
  const now = new Map(seen.steps.map((step) => [key(step.path), step.startedAt]));
  return ran.every(([step, startedAt]) => now.get(step) === startedAt);
}

/**
 * Rewinds a run to a step, or to the steps that failed, and continues from there. Decisions made at or after a step no
 * longer count. Must run under the run's lease. If the process dies, the next one continues by plan and snapshot.
 */
export async function goBack(
  ctx: Context,
  held: HeldRun,
  debt: { id: string; data: RewindData; isCanceled: boolean },
): Promise<Change[] | 'lost'> {
  const { engine } = ctx;
  const { run, facts, lease } = held;
  const { path } = debt.data;
  let seen = await engine.read(run);
  if (!seen) return 'lost';
  if (debt.isCanceled && (!debt.data.plan || untouched(seen, debt.data.plan))) return [];
  if (!debt.data.plan && isDriven(seen)) await requireInHand(ctx, run.id);
  const planned = debt.data.plan ?? (await planFor(ctx, held, seen, path));
  if (!debt.data.plan) {
    const data: RewindData = { path, plan: planned };
    const agents = [...planned.undo, ...planned.ran.map(([step]) => step)];
    const failed = new Set(path === null ? planned.ran.map(([step]) => step) : []);
    // The items of a list run again from their start; other steps return to the question they failed after.
    const again = (await unapplied(ctx, run.id)).filter(
      (task) => task.forEachIndex !== null && failed.has(key(task.stepPath)),
    );
    const begun = update(outbox, { data }, eq(outbox.id, debt.id));
    await write(ctx, [begun, abandonCalls(ctx, run.id, agents), ...again.flatMap(willAskAgain)], lease);
  }
  if (untouched(seen, planned)) {
    await engine.rewind(facts, path, lease);
    seen = (await engine.read(run)) ?? seen;
  }
  seen = await recoverRun(ctx, held, seen);
  return [...(await projectRun(ctx, held, seen)), ...(await overrule(ctx, run.id, planned))];
}
