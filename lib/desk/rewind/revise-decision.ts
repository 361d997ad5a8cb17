import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { decisions, tasks } from '@/db/schema';
import { requireScope } from '@/lib/people/require-scope';
import type { Context } from '@/lib/people/context';
import { AppError, conflict } from '@/lib/base/errors';
import { parse } from '@/lib/base/parse';
import { refusalToRevise } from '@/lib/people/may-revise';
import { getRunFor, runOfTask, taskInRun, type FoundRun } from '@/lib/desk/runs/get-run';
import { nothingOwed, recordReturn } from './record-return';
import { stepNames, stepsAgain } from './steps-again';
import type { RevisionPreview } from '@/lib/desk/runs/types';
import { readable } from '@/lib/base/readable/readable';

const closeReason = 'decision_reopened';

export const reviseDecisionInput = z.strictObject({
  reason: z.string().trim().min(3).max(1000).meta({ description: 'Why the answer is taken back, in words.' }),
});

/** Whether the step has asked again since, as in a later round of a loop: the run cannot go back behind that. */
const askedSince = (
  taskId: string,
) => sql<number>`exists (select 1 from ${tasks} t join ${tasks} later on later.run_id = t.run_id and later.step_path = t.step_path
  where t.id = ${taskId} and later.rowid > t.rowid)`;

function revisable(ctx: Context, found: FoundRun, taskId: string) {
  requireScope(ctx, 'tasks:decide');
  const { run, asked } = found;
  const { task, decision } = taskInRun(ctx, found, taskId);
  const refusal = refusalToRevise(ctx.actor, { ...task, decision, runStatus: run.status }, ctx.clock.now());
  if (refusal) throw new AppError(refusal.code, refusal.reason);
  if (run.snapshotPrunedAt)
    throw conflict('What the engine kept of this request was removed, so that it cannot go back any more.');
  const own = asked.findIndex((one) => one.task.id === task.id);
  const at = task.stepPath.join('\0');
  if (asked.slice(own + 1).some((later) => later.task.stepPath.join('\0') === at))
    throw conflict('The same question has been asked again since; take back the answer to that one.');
  return { task, decision, run };
}

function preview(ctx: Context, found: FoundRun, taskId: string): RevisionPreview {
  const { task, run } = revisable(ctx, found, taskId);
  const { steps } = stepsAgain(ctx.engine.places(run.workflowId), run.steps, task.stepPath);
  return { taskId, title: readable(task.title), ...stepNames(steps) };
}

/** @throws not_found, forbidden, conflict as reviseDecision does */
export const previewRevision = async (ctx: Context, taskId: string): Promise<RevisionPreview> =>
  preview(ctx, await getRunFor(ctx, runOfTask(taskId)), taskId);

/** The same for a page: null when this reader may not take this answer back. */
export function revisionFor(ctx: Context, found: FoundRun, taskId: string): RevisionPreview | null {
  try {
    return preview(ctx, found, taskId);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/**
 * Takes an answer back: the run returns to that question, which is asked again as a new task; open tasks behind it are
 * cancelled at once. The return itself is owed to the outbox. The old answer stays in the journal.
 * @throws not_found, forbidden, conflict (taken back already, run cancelled, one of several items), invalid
 */
export async function reviseDecision(
  ctx: Context,
  taskId: string,
  input: unknown,
): Promise<{ runId: string; debt: string }> {
  const { reason } = parse(reviseDecisionInput, input);
  const found = await getRunFor(ctx, runOfTask(taskId));
  const { task, decision, run } = revisable(ctx, found, taskId);
  const { places } = ctx.engine;
  const again = new Set(
    stepsAgain(places(run.workflowId), run.steps, task.stepPath).steps.map(({ path }) => path.join('\0')),
  );
  const open = found.asked.map((one) => one.task).filter(({ state }) => state === 'open');
  const debt = `revise:${taskId}:${run.revision + 1}`;
  await recordReturn(ctx, run, {
    counts: 'revision',
    debt: { id: debt, kind: 'revise', taskId, data: { path: task.stepPath } },
    guard: sql`exists (select 1 from ${decisions} d where d.task_id = ${taskId} and d.applied_at is not null and d.revised_at is null)
      and not ${askedSince(taskId)} and ${nothingOwed(run.id)}`,
    event: {
      verb: 'decision.revised',
      runId: run.id,
      taskId,
      key: `decision.revised:${debt}`,
      data: { reason, outcome: decision?.outcome ?? null, by: decision?.actorName ?? null },
    },
    // What was asked beside it, in parallel, stays open.
    closing: {
      taskIds: open.filter(({ stepPath }) => again.has(stepPath.join('\0'))).map(({ id }) => id),
      reason: closeReason,
    },
  });
  return { runId: task.runId, debt };
}
