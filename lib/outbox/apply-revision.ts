import { and, eq, inArray } from 'drizzle-orm';
import { decisions, runs, tasks } from '@/db/schema';
import type { Statement } from '@/db/guarded';
import type { Context } from '@/lib/context';
import type { EngineRun, RunFacts } from '@/lib/runs/engine';
import type { RunRow } from '@/lib/runs/load-run';
import { projectRun } from '@/lib/runs/project-run';

const key = (path: readonly string[]) => path.join('\0');

/** Whether the gate has asked again already: an earlier try died between the engine and our rows. */
const asksAgain = (seen: EngineRun, path: string[], decidedAt: Date) => seen.suspensions.some((one) => key(one.path) === key(path) && one.suspendedAt > decidedAt.getTime());

/**
 * Takes a run back to the gate of a revised decision, which asks again as a new task; answers behind it count no more.
 * Must run under the run's lease.
 */
export async function applyRevision(ctx: Context, known: { run: RunRow; facts: RunFacts }, taskId: string): Promise<Statement[]> {
  const { engine, db, clock } = ctx;
  const answered = await db
    .select({ taskId: tasks.id, path: tasks.stepPath, decisionId: decisions.id, decidedAt: decisions.createdAt })
    .from(decisions)
    .innerJoin(tasks, eq(tasks.id, decisions.taskId))
    .where(eq(decisions.runId, known.run.id));
  const revised = answered.find((one) => one.taskId === taskId);
  const before = await engine.read(known.run);
  if (!revised || !before) {
    return [db.update(runs).set({ status: 'lost', updatedAt: clock.now() }).where(eq(runs.id, known.run.id))];
  }
  if (!asksAgain(before, revised.path, revised.decidedAt)) await engine.timeTravel(known.facts, revised.path);
  const seen = (await engine.read(known.run)) ?? before;
  const ahead = new Set(seen.steps.filter((step) => step.status === 'pending').map((step) => key(step.path)));
  const overruled = answered.filter((one) => one.taskId === taskId || ahead.has(key(one.path))).map((one) => one.decisionId);
  return [
    ...(await projectRun(ctx, known, seen)),
    db
      .update(decisions)
      .set({ revisedAt: clock.now() })
      .where(and(inArray(decisions.id, overruled), eq(decisions.runId, known.run.id))),
  ];
}
