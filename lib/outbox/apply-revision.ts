import { and, eq, inArray } from 'drizzle-orm';
import { decisions, tasks } from '@/db/schema';
import type { Statement } from '@/db/guarded';
import type { Context } from '@/lib/context';
import type { EngineRun } from '@/lib/runs/engine';
import { projectRun } from '@/lib/runs/project-run';
import type { HeldRun } from './lease';
import { runLost } from './run-lost';

const key = (path: readonly string[]) => path.join('\0');

/** Whether the gate has asked again already: an earlier try died between the engine and our rows. */
const asksAgain = (seen: EngineRun, path: string[], decidedAt: Date) => seen.suspensions.some((one) => key(one.path) === key(path) && one.suspendedAt > decidedAt.getTime());

/**
 * Takes a run back to the gate of a revised decision, which asks again as a new task; answers behind it count no more.
 * Must run under the run's lease.
 */
export async function applyRevision(ctx: Context, held: HeldRun, taskId: string): Promise<Statement[]> {
  const { engine, db, clock } = ctx;
  const { run, facts, lease } = held;
  const answered = await db
    .select({ taskId: tasks.id, path: tasks.stepPath, decisionId: decisions.id, decidedAt: decisions.createdAt })
    .from(decisions)
    .innerJoin(tasks, eq(tasks.id, decisions.taskId))
    .where(eq(decisions.runId, run.id));
  const revised = answered.find((one) => one.taskId === taskId);
  const before = await engine.read(run);
  if (!revised || !before) return runLost(ctx, run);
  if (!asksAgain(before, revised.path, revised.decidedAt)) await engine.timeTravel(facts, revised.path, lease);
  const seen = (await engine.read(run)) ?? before;
  const ahead = new Set(seen.steps.filter((step) => step.status === 'pending').map((step) => key(step.path)));
  const overruled = answered.filter((one) => one.taskId === taskId || ahead.has(key(one.path))).map((one) => one.decisionId);
  return [
    ...(await projectRun(ctx, held, seen)),
    db
      .update(decisions)
      .set({ revisedAt: clock.now() })
      .where(and(inArray(decisions.id, overruled), eq(decisions.runId, run.id))),
  ];
}
