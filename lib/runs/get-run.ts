import { asc, eq, getTableColumns, max } from 'drizzle-orm';
import { finalRunStatuses } from '@/db/enums';
import { auditEvents, decisions, runs, tasks, users } from '@/db/schema';
import type { Json } from '@/db/schema/json';
import type { Context } from '@/lib/context';
import { notFound } from '@/lib/errors';
import { maySeeTask } from '@/lib/policies/may-decide';
import { mayCancelRun, maySeeAllRuns, maySeeRun } from '@/lib/policies/may-see-run';
import { principalNames } from '@/lib/policies/principal-names';
import { requesterName } from '@/lib/policies/requester-name';
import { maskSensitive } from '@/lib/schema/mask';
import { shownData } from '@/lib/tasks/shown';
import { decisionView, type DecisionRow, type TaskRow } from '@/lib/tasks/get-task';
import { listNotices } from '@/lib/tasks/list-notices';
import type { RunRow } from './load-run';
import type { Run, RunDetail, RunTask } from './types';

type Found = { run: RunRow; requester: { id: string; name: string }; asked: { task: TaskRow; decision: DecisionRow | null }[] };

/** A run with its tasks, if the actor may see it. @throws not_found otherwise: existence does not leak. */
export async function getRunFor(ctx: Context, runId: string): Promise<Found> {
  const { db, actor } = ctx;
  const [[row], asked] = await db.batch([
    db.select({ run: getTableColumns(runs), name: users.name }).from(runs).leftJoin(users, eq(users.id, runs.requesterId)).where(eq(runs.id, runId)),
    db
      .select({ task: getTableColumns(tasks), decision: getTableColumns(decisions) })
      .from(tasks)
      .leftJoin(decisions, eq(decisions.taskId, tasks.id))
      .where(eq(tasks.runId, runId))
      .orderBy(asc(tasks.createdAt), asc(tasks.id)),
  ]);
  if (!row) throw notFound('run');
  const involved = asked.some(({ task, decision }) => maySeeTask(actor, { ...task, decidedBy: decision?.actorId ?? null }));
  if (!maySeeRun(actor, { requesterId: row.run.requesterId, involved })) throw notFound('run');
  return { run: row.run, requester: { id: row.run.requesterId, name: requesterName(row.run.requesterId, row.name) }, asked };
}

export function runView(ctx: Context, run: Pick<RunRow, 'id' | 'workflowId' | 'title' | 'status' | 'createdAt' | 'updatedAt' | 'finishedAt'>, requester: Run['requester']): Run {
  return {
    runId: run.id,
    workflowId: run.workflowId,
    workflowTitle: ctx.engine.workflow(run.workflowId)?.title ?? run.workflowId,
    title: run.title,
    status: run.status,
    requester,
    createdAt: run.createdAt.toISOString(),
    updatedAt: run.updatedAt.toISOString(),
    finishedAt: run.finishedAt?.toISOString() ?? null,
  };
}

function taskView({ task, decision }: Found['asked'][number], visible: boolean, nameOf: (principal: string) => string, notices: RunTask['notices']): RunTask {
  const told = decision && decisionView(task, decision);
  return {
    taskId: task.id,
    stepPath: task.stepPath,
    forEachIndex: task.forEachIndex,
    title: task.title,
    state: task.state,
    visible,
    askedOf: task.candidates.map(nameOf),
    createdAt: task.createdAt.toISOString(),
    dueAt: task.dueAt?.toISOString() ?? null,
    closedAt: task.closedAt?.toISOString() ?? null,
    closeReason: task.closeReason,
    notices,
    // What was filled in and changed quotes the evidence, which is for those who may see the task.
    decision: told && (visible ? told : { ...told, resumeData: null, edits: null }),
  };
}

async function taskViews(ctx: Context, asked: Found['asked']): Promise<RunTask[]> {
  const runId = asked[0]?.task.runId ?? '';
  const [nameOf, notices] = await Promise.all([principalNames(ctx.db, asked.flatMap(({ task }) => task.candidates)), listNotices(ctx.db, { runId })]);
  return asked.map((each) => taskView(each, maySeeTask(ctx.actor, { ...each.task, decidedBy: each.decision?.actorId ?? null }), nameOf, notices.get(each.task.id) ?? []));
}

/** A run's page: request, timeline, questions with their answers, result. From our rows only; the snapshot is not read. */
export async function getRun(ctx: Context, runId: string): Promise<RunDetail> {
  const [[newest], { run, requester, asked }] = await Promise.all([
    // Read before the rest: an event that comes between is then sent again rather than missed.
    ctx.db.select({ seq: max(auditEvents.seq) }).from(auditEvents).where(eq(auditEvents.runId, runId)),
    getRunFor(ctx, runId),
  ]);
  const workflow = ctx.engine.workflow(run.workflowId);
  const input = shownData(run.input, workflow?.inputSchema ?? null);
  const result = shownData(run.result, workflow?.resultSchema ?? null);
  const at = (time: number | null) => (time === null ? null : new Date(time).toISOString());
  const final = (finalRunStatuses as readonly string[]).includes(run.status);
  return {
    ...runView(ctx, run, requester),
    input: input.value,
    inputCut: input.cut,
    inputSchema: workflow?.inputSchema ?? null,
    steps: run.steps.map((step) => ({ ...step, startedAt: at(step.startedAt), endedAt: at(step.endedAt) })),
    tasks: await taskViews(ctx, asked),
    result: result.value,
    resultCut: result.cut,
    resultSchema: workflow?.resultSchema ?? null,
    error: run.error,
    cancelReason: run.cancelReason,
    canCancel: (!final || (run.status === 'lost' && maySeeAllRuns(ctx.actor))) && mayCancelRun(ctx.actor, run),
    lastEventId: newest?.seq ?? 0,
  };
}

/** The whole input and result of a run, sensitive parts masked, for a download when they are shown cut. @throws not_found */
export async function getRunData(ctx: Context, runId: string): Promise<{ input: Json; result: Json }> {
  const { run } = await getRunFor(ctx, runId);
  const workflow = ctx.engine.workflow(run.workflowId);
  return { input: maskSensitive(run.input, workflow?.inputSchema ?? true), result: maskSensitive(run.result, workflow?.resultSchema ?? true) };
}
