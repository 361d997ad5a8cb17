import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm';
import { z } from 'zod';
import { agentCalls, decisions, outbox, tasks } from '@/db/schema';
import { runBatch, type Statement } from '@/db/guarded';
import type { Context } from '@/lib/people/context';
import type { EngineRun } from '@/lib/engine/types';
import { projectRun } from '@/lib/desk/runs/project-run';
import { stepsAgain } from '@/lib/desk/rewind/steps-again';
import { onlyWhileHeld, type HeldRun } from '@/lib/desk/runs/lease';
import { isDriven, recoverRun, requireInHand, unapplied, willAskAgain } from './recover-run';

const key = (path: readonly string[]) => path.join('\0');

/** What is written down before anything changes: when the steps at the place ran last, and which answers will count no more. */
const plan = z.object({
  ran: z.array(z.tuple([z.string(), z.number().nullable()])),
  undo: z.array(z.string()),
  since: z.number(),
});

/** Where a debt goes back to (null: the steps the run failed in), and its plan once it was begun. */
export const rewindData = z.object({ path: z.array(z.string()).nullable(), plan: plan.optional() });

export type RewindData = z.infer<typeof rewindData>;
type Plan = z.infer<typeof plan>;

function planFor(ctx: Context, { run }: HeldRun, seen: EngineRun, path: string[] | null): Plan {
  const { at, steps } = stepsAgain(ctx.engine.places(run.workflowId), seen.steps, path);
  const began = steps.flatMap(({ startedAt }) => startedAt ?? []);
  // A step that failed with an answer gets the same one again.
  const undo = path === null ? steps.filter((step) => !at.includes(step)) : steps;
  return {
    ran: at.map(({ path: step, startedAt }) => [key(step), startedAt]),
    undo: undo.map((step) => key(step.path)),
    since: Math.min(Number.MAX_SAFE_INTEGER, ...began),
  };
}

/** An agent that runs again begins anew: what it had asked, or was doing, belongs to the run as it was. */
function abandonCalls({ db, clock }: Context, runId: string, steps: string[]): Statement {
  const paths = steps.map((step) => step.split('\0'));
  const places = paths.map((path) => path.join('/'));
  // Earlier releases noted the step's id alone.
  const ids = paths.map((path) => path.at(-1) ?? '');
  const list = sql`rtrim(${agentCalls.stepId}, '0123456789.')`;
  return db
    .update(agentCalls)
    .set({ state: 'abandoned', updatedAt: clock.now() })
    .where(
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

/** Answers given at these steps since then count no more; they stay in the journal. */
async function overrule({ db, clock }: Context, runId: string, { undo, since }: Plan): Promise<Statement[]> {
  const answered = await db
    .select({ id: decisions.id, path: tasks.stepPath, suspendedAt: tasks.suspendedAt })
    .from(decisions)
    .innerJoin(tasks, eq(tasks.id, decisions.taskId))
    .where(and(eq(decisions.runId, runId), isNull(decisions.revisedAt)));
  const undone = answered
    .filter((one) => undo.includes(key(one.path)) && one.suspendedAt >= since)
    .map(({ id }) => id);
  return [db.update(decisions).set({ revisedAt: clock.now() }).where(inArray(decisions.id, undone))];
}

/** Whether the run still rests where it was before: none of the steps at the place has begun again. */
function untouched(seen: EngineRun, { ran }: Plan): boolean {
  if (isDriven(seen)) return false;
  const now = new Map(seen.steps.map((step) => [key(step.path), step.startedAt]));
  return ran.every(([step, startedAt]) => now.get(step) === startedAt);
}

/**
 * Puts a run back to a step, or to before the steps it failed in, and goes on from there. Answers that were given at or
 * behind the step count no more. Must run under the run's lease; whoever dies in it is followed by another, which sees
 * by plan and snapshot how far it came.
 */
export async function applyRewind(
  ctx: Context,
  held: HeldRun,
  debt: { id: string; data: RewindData },
): Promise<Statement[] | 'lost'> {
  const { engine, db } = ctx;
  const { run, facts, lease } = held;
  const { path } = debt.data;
  if (run.status === 'canceled') return [];
  // Cancelled after this was owed and before the run went back, when it had ended: it must not come to life again.
  const canceled = sql`${outbox.seq} > (select o.seq from ${outbox} o where o.id = ${debt.id})`;
  if ((await db.$count(outbox, and(eq(outbox.runId, run.id), eq(outbox.kind, 'cancel'), canceled))) > 0)
    return [];
  let seen = await engine.read(run);
  if (!seen) return 'lost';
  if (!debt.data.plan && isDriven(seen)) await requireInHand(ctx, run.id);
  const planned = debt.data.plan ?? planFor(ctx, held, seen, path);
  if (!debt.data.plan) {
    const data: RewindData = { path, plan: planned };
    const agents = [...planned.undo, ...planned.ran.map(([step]) => step)];
    const failed = new Set(path === null ? planned.ran.map(([step]) => step) : []);
    // Other steps are put back to the question they failed with; an item of a list begins anew.
    const again = (await unapplied(ctx, run.id)).filter(
      (task) => task.forEachIndex !== null && failed.has(key(task.stepPath)),
    );
    await runBatch(db, [
      onlyWhileHeld(db, lease),
      db.update(outbox).set({ data }).where(eq(outbox.id, debt.id)),
      abandonCalls(ctx, run.id, agents),
      ...again.map((task) => willAskAgain(ctx, task)),
    ]);
  }
  if (untouched(seen, planned)) {
    await engine.rewind(facts, path, lease);
    seen = (await engine.read(run)) ?? seen;
  }
  seen = await recoverRun(ctx, held, seen);
  return [...(await projectRun(ctx, held, seen)), ...(await overrule(ctx, run.id, planned))];
}
