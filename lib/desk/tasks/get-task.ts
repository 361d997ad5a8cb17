import { humanize } from '@/lib/base/schema/label';
import type { TaskRow, DecisionRow } from '@/db/schema';
import { eq, getTableColumns } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { decisions, runs, tasks, users } from '@/db/schema';
import { requireScope } from '@/lib/people/require-scope';
import type { Context } from '@/lib/people/context';
import { notFound } from '@/lib/base/errors';
import { said, sentenceOf } from '@/lib/base/reasons';
import { mayReveal, maySeeTask, refusalToDecide } from '@/lib/people/eligibility';
import { readableOutcomes } from '@/lib/engine/outcomes';
import { requesterName } from '@/lib/base/readable/requester-name';
import { readable } from '@/lib/base/readable/readable';
import { maskBy } from '@/lib/base/schema/mask';
import { taskNotices } from './list-notices';
import { decisionMasks, editsOf, shownPayload, suggestedAnswer } from './shown';
import { refusalCodes, type Task, type TaskDetail, type TaskNotice } from './types';

/** The statement of `getTaskFor`, for use in a batch. */
export const taskRead = (db: Database, taskId: string) =>
  db
    .select({
      task: getTableColumns(tasks),
      decision: getTableColumns(decisions),
      notices: taskNotices,
      name: users.name,
      status: runs.status,
    })
    .from(tasks)
    .leftJoin(decisions, eq(decisions.taskId, tasks.id))
    .leftJoin(users, eq(users.id, tasks.requesterId))
    .leftJoin(runs, eq(runs.id, tasks.runId))
    .where(eq(tasks.id, taskId));

export type FoundTask = {
  task: TaskRow;
  decision: DecisionRow | null;
  notices: TaskNotice[];
  requester: { id: string; name: string };
  lost: boolean;
};

/** The task that `taskRead` found. @throws not_found if the actor may not see it, so its existence does not leak */
export function foundTask(ctx: Context, [row]: Awaited<ReturnType<typeof taskRead>>): FoundTask {
  if (!row || !maySeeTask(ctx.actor, { ...row.task, decidedBy: row.decision?.actorId ?? null }))
    throw notFound('task');
  const { task, decision, notices, name, status } = row;
  return {
    task: { ...task, outcomes: readableOutcomes(task.outcomes) },
    decision,
    notices,
    requester: { id: task.requesterId, name: requesterName(task.requesterId, name) },
    lost: status === 'lost',
  };
}

/** A task with its decision, in one read. @throws not_found if the actor may not see it */
export const getTaskFor = async (ctx: Context, taskId: string): Promise<FoundTask> =>
  foundTask(ctx, await taskRead(ctx.db, taskId));

/** A decision as people and programs see it, with sensitive values masked. */
export function decisionView(
  { engine }: Pick<Context, 'engine'>,
  task: TaskRow,
  decision: DecisionRow,
): NonNullable<Task['decision']> {
  const chosen = task.outcomes.find((outcome) => outcome.id === decision.outcome);
  return {
    id: decision.id,
    outcome: decision.outcome,
    outcomeLabel: readable(chosen?.label ?? humanize(decision.outcome)),
    tone: chosen?.tone ?? 'neutral',
    resumeData: maskBy(decision.resumeData, decisionMasks(engine, task)),
    comment: decision.comment === null ? null : readable(decision.comment),
    by: { kind: decision.actorKind, id: decision.actorId, name: readable(decision.actorName) },
    channel: decision.channel,
    at: decision.createdAt.toISOString(),
    appliedAt: decision.appliedAt?.toISOString() ?? null,
    undoUntil: decision.undoClosedAt === null ? (decision.undoUntil?.toISOString() ?? null) : null,
    answeredOutsideAt: decision.answeredOutsideAt?.toISOString() ?? null,
    waitingForTurn: decision.heldAt !== null && decision.appliedAt === null,
    revisedAt: decision.revisedAt?.toISOString() ?? null,
    payloadDigest: decision.payloadDigest,
    edits: editsOf(engine, task, decision),
  };
}

export function taskView(
  ctx: Pick<Context, 'engine'>,
  task: TaskRow,
  decision: DecisionRow | null,
  requester: { id: string; name: string },
): Task {
  return {
    taskId: task.id,
    runId: task.runId,
    workflowId: task.workflowId,
    step: { path: task.stepPath, forEachIndex: task.forEachIndex },
    kind: task.kind,
    title: readable(task.title),
    state: task.state,
    ...shownPayload(ctx.engine, task),
    payloadDigest: task.payloadDigest,
    candidates: task.candidates,
    requester,
    assignee: task.assigneeId,
    dueAt: task.dueAt?.toISOString() ?? null,
    priority: task.priority,
    askedBefore: task.askedBefore,
    createdAt: task.createdAt.toISOString(),
    closedAt: task.closedAt?.toISOString() ?? null,
    closeReason: task.closeReason,
    decidedAt: decision?.createdAt.toISOString() ?? null,
    decision: decision && decisionView(ctx, task, decision),
  };
}

/** Everything a person needs to decide a task that was already read. */
export function taskDetail(
  ctx: Context,
  { task, decision, notices, requester, lost }: FoundTask,
): TaskDetail {
  const gone = task.state === 'open' && !ctx.engine.asks({ ...task, path: task.stepPath });
  const refusal = gone ? said('step_gone') : refusalToDecide(ctx.actor, task, ctx.clock.now(), lost);
  return {
    ...taskView(ctx, task, decision, requester),
    payloadSchema: task.payloadSchema,
    resumeSchema: task.resumeSchema,
    outcomes: task.outcomes,
    reasonField: task.policy.reasonField,
    notices,
    suggested: refusal === null ? suggestedAnswer(ctx.engine, task) : {},
    canReveal: mayReveal(ctx.actor, task, ctx.clock.now()),
    canDecide: refusal === null,
    refusal: refusal && { code: refusalCodes[refusal.reason], reason: sentenceOf(refusal) },
  };
}

/**
 * A task with everything needed to decide it: evidence, form, outcomes, and whether the actor may. @throws not_found,
 * forbidden (key)
 */
export async function getTask(ctx: Context, taskId: string): Promise<TaskDetail> {
  requireScope(ctx, 'tasks:read');
  return taskDetailOf(ctx, taskId);
}

/** The task as the response to a change, without requiring the scope to read tasks. */
export const taskDetailOf = async (ctx: Context, taskId: string): Promise<TaskDetail> =>
  taskDetail(ctx, await getTaskFor(ctx, taskId));
