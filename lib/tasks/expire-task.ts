import { and, eq, sql } from 'drizzle-orm';
import { decisions, outbox, taskCandidates, tasks } from '@/db/schema';
import { insertWhere, runBatch, type Statement } from '@/db/guarded';
import { auditWhere } from '@/lib/audit/audit';
import type { Context } from '@/lib/context';
import { forbidden, notFound } from '@/lib/errors';
import { newId } from '@/lib/ids';
import type { TaskRow } from './get-task';

/** What is owed to the run after the time was over: the policy's answer, or its end. */
function consequence(ctx: Context, task: TaskRow, id: string, dueNow: ReturnType<typeof sql>): { first: Statement; mine: ReturnType<typeof sql> } {
  const { db, clock, actor, channel } = ctx;
  const now = clock.now();
  const facts = { taskId: task.id, runId: task.runId, createdAt: now };
  const { onExpiry } = task.policy;
  if (typeof onExpiry === 'object') {
    const by = { actorKind: actor.kind, actorId: actor.name, actorName: actor.name, channel };
    const row = { id, ...facts, ...by, outcome: 'expired', resumeData: onExpiry.resumeData, payloadDigest: task.payloadDigest };
    return { first: insertWhere(db, decisions, row, dueNow), mine: sql`exists (select 1 from ${decisions} d where d.id = ${id})` };
  }
  const key = `cancel:${task.runId}`;
  return {
    first: insertWhere(db, outbox, { id: key, kind: 'cancel', runId: task.runId, taskId: task.id, dueAt: now, createdAt: now }, dueNow),
    mine: sql`exists (select 1 from ${outbox} o where o.id = ${key} and o.task_id = ${task.id})`,
  };
}

/**
 * Ends one task whose time is over, as its policy says: answered with preset data as the system, or the run is ended.
 * A task whose policy only notifies stays open. Only the system may; the guard is in the statements, so two sweeps do it once.
 * @returns whether this call ended it.
 */
export async function expireTask(ctx: Context, taskId: string): Promise<boolean> {
  if (ctx.actor.kind !== 'system') throw forbidden('Only the system ends a task by its time.');
  const { db, clock } = ctx;
  const [task] = await db.select().from(tasks).where(eq(tasks.id, taskId));
  if (!task) throw notFound('task');
  if (task.policy.onExpiry === 'notify') return false;
  const now = clock.now();
  const dueNow = sql`exists (select 1 from ${tasks} t where t.id = ${taskId} and t.state = 'open' and t.expires_at <= ${now.getTime()})`;
  const { first, mine } = consequence(ctx, task, newId('dec'), dueNow);
  const facts = { taskId, runId: task.runId };
  const [won] = await runBatch(db, [
    first,
    db.update(tasks).set({ state: 'expired', closedAt: now, closeReason: 'The time to answer was over.' }).where(and(eq(tasks.id, taskId), eq(tasks.state, 'open'), mine)),
    db.update(taskCandidates).set({ open: false }).where(and(eq(taskCandidates.taskId, taskId), mine)),
    auditWhere(ctx, { verb: 'task.expired', ...facts, key: `task.expired:${taskId}`, data: { dueAt: task.dueAt?.toISOString() ?? null } }, mine),
    ...(typeof task.policy.onExpiry === 'object' ? [insertWhere(db, outbox, { id: `resume:${taskId}`, kind: 'resume', ...facts, dueAt: now, createdAt: now }, mine)] : []),
  ]);
  return won === 1;
}
