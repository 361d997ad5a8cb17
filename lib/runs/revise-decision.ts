import { and, eq, getTableColumns, sql } from 'drizzle-orm';
import { z } from 'zod';
import { decisions, outbox, runs, taskCandidates, tasks } from '@/db/schema';
import { insertWhere, runBatch } from '@/db/guarded';
import { auditWhere } from '@/lib/audit/audit';
import type { Context } from '@/lib/context';
import { AppError, conflict } from '@/lib/errors';
import { parse } from '@/lib/parse';
import { refusalToRevise } from '@/lib/policies/may-revise';
import { getTaskFor } from '@/lib/tasks/get-task';
import { isOpen } from '@/lib/tasks/record-answer';
import type { RevisionPreview } from './types';

const closeReason = 'An earlier answer was taken back.';

export const reviseDecisionInput = z.strictObject({
  reason: z.string().trim().min(3).max(1000).meta({ description: 'Why the answer is taken back, in words.' }),
});

/** Whether the step has asked again since, as in a later round of a loop: the run cannot go back behind that. */
const askedSince = (taskId: string) => sql<number>`exists (select 1 from ${tasks} t join ${tasks} later on later.run_id = t.run_id and later.step_path = t.step_path
  where t.id = ${taskId} and later.suspended_at > t.suspended_at)`;

async function revisable(ctx: Context, taskId: string) {
  const found = await getTaskFor(ctx, taskId);
  const [row] = await ctx.db.select({ run: getTableColumns(runs), again: askedSince(taskId) }).from(runs).where(eq(runs.id, found.task.runId));
  if (!row) throw conflict('The run of this task is gone.');
  const { run, again } = row;
  const refusal = refusalToRevise(ctx.actor, { ...found.task, decision: found.decision, runStatus: run.status }, ctx.clock.now());
  if (refusal) throw new AppError(refusal.code, refusal.reason);
  if (run.snapshotPrunedAt) throw conflict('What the engine kept of this request was removed, so that it cannot go back any more.');
  if (again) throw conflict('The same question has been asked again since; take back the answer to that one.');
  return { ...found, run };
}

/** @throws not_found, forbidden, conflict as reviseDecision does */
export async function previewRevision(ctx: Context, taskId: string): Promise<RevisionPreview> {
  const { task, run } = await revisable(ctx, taskId);
  const at = run.steps.findIndex((step) => step.path.join('\0') === task.stepPath.join('\0'));
  const behind = run.steps.slice(at + 1).filter((step) => step.status !== 'pending' && step.status !== 'skipped');
  return {
    taskId,
    title: task.title,
    runsAgain: behind.filter((step) => !step.human).map((step) => step.title),
    askedAgain: [...(run.steps[at] ? [run.steps[at].title] : []), ...behind.filter((step) => step.human).map((step) => step.title)],
  };
}

/** The same for a page: null when this reader may not take this answer back. */
export async function revisionFor(ctx: Context, taskId: string): Promise<RevisionPreview | null> {
  try {
    return await previewRevision(ctx, taskId);
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
export async function reviseDecision(ctx: Context, taskId: string, input: unknown): Promise<{ runId: string; debt: string }> {
  const { db, clock } = ctx;
  const { reason } = parse(reviseDecisionInput, input);
  const { task, decision, run } = await revisable(ctx, taskId);
  const open = await db.select({ id: tasks.id }).from(tasks).where(and(eq(tasks.runId, run.id), eq(tasks.state, 'open')));
  const now = clock.now();
  const debt = `revise:${taskId}`;
  const mine = sql`exists (select 1 from ${outbox} o where o.id = ${debt})`;
  const settled = sql`exists (select 1 from ${runs} r where r.id = ${run.id} and r.status in ('suspended', 'success', 'failed') and r.revision = ${run.revision} and r.snapshot_pruned_at is null)
    and exists (select 1 from ${decisions} d where d.task_id = ${taskId} and d.applied_at is not null and d.revised_at is null)
    and not ${askedSince(taskId)}
    and not exists (select 1 from ${outbox} o where o.run_id = ${run.id} and o.state in ('pending', 'held'))`;
  const [won] = await runBatch(db, [
    insertWhere(db, outbox, { id: debt, kind: 'revise', runId: run.id, taskId, dueAt: now, createdAt: now }, settled),
    auditWhere(ctx, { verb: 'decision.revised', runId: run.id, taskId, key: `decision.revised:${taskId}`, before: { status: run.status, revision: run.revision }, after: { status: 'running', revision: run.revision + 1 }, data: { reason, outcome: decision?.outcome ?? null, by: decision?.actorName ?? null } }, mine),
    ...open.map(({ id }) => auditWhere(ctx, { verb: 'task.canceled', runId: run.id, taskId: id, before: { state: 'open' }, after: { state: 'canceled' }, data: { reason: closeReason } }, sql`${mine} and ${isOpen(id)}`)),
    db.update(taskCandidates).set({ open: false }).where(and(mine, sql`${taskCandidates.taskId} in (select id from ${tasks} t where t.run_id = ${run.id})`)),
    db.update(tasks).set({ state: 'canceled', closedAt: now, closeReason }).where(and(eq(tasks.runId, run.id), eq(tasks.state, 'open'), mine)),
    db
      .update(runs)
      .set({ status: 'running', finishedAt: null, result: null, error: null, revision: run.revision + 1, updatedAt: now })
      .where(and(eq(runs.id, run.id), eq(runs.revision, run.revision), mine)),
  ]);
  if (won !== 1) throw conflict('The request has moved on meanwhile; look at it again.');
  return { runId: task.runId, debt };
}
