import type { DecisionRow, TaskRow, RunRow } from '@/db/schema';
import { eq, getTableColumns, max, sql, type SQL } from 'drizzle-orm';
import { toldFault } from './told-fault';
import { isFinal } from '@/db/enums';
import { asWritten } from '@/db/as-written';
import { auditEvents, decisions, runs, tasks, users } from '@/db/schema';
import type { Json } from '@/db/schema/json';
import { requireScope } from '@/lib/people/require-scope';
import type { Context } from '@/lib/people/context';
import { notFound } from '@/lib/base/errors';
import { maySeeTask } from '@/lib/people/eligibility';
import { mayCancelRun, maySeeAllRuns, maySeeRun } from '@/lib/people/may-see-run';
import { principalNames } from '@/lib/people/principal-names';
import { requesterName } from '@/lib/base/readable/requester-name';
import { readable } from '@/lib/base/readable/readable';
import { andThen, inOneTrip, read, together, type Read } from '@/lib/base/reads';
import { maskBy } from '@/lib/base/schema/mask';
import { shownData } from '@/lib/desk/tasks/shown';
import { decisionView, foundTask, type FoundTask } from '@/lib/desk/tasks/get-task';
import { taskNotices } from '@/lib/desk/tasks/list-notices';
import type { TaskNotice } from '@/lib/desk/tasks/types';
import { withLiveSteps } from './live-steps';
import { runMasks } from './run-schemas';
import type { Run, RunDetail, RunTask } from './types';

type Asked = { task: TaskRow; decision: DecisionRow | null; askedOf: string[]; notices: TaskNotice[] };
export type FoundRun = { run: RunRow; requester: { id: string; name: string }; asked: Asked[] };

/** The run id of a task, as a subquery, so that both are read in one round trip. */
export const runOfTask = (taskId: string | SQL): SQL =>
  sql`(select run_id from ${tasks} where id = ${taskId})`;

/** The columns of a task and its decision, in a query that joins decisions. */
export const ofTask = {
  task: getTableColumns(tasks),
  decision: getTableColumns(decisions),
  askedOf: principalNames(sql`json_each(${tasks.candidates}) p`),
  notices: taskNotices,
};

/** A run with its tasks. Throws not_found if the actor may not see it, so its existence does not leak. */
function runRead(ctx: Context, runId: string | SQL): Read<FoundRun> {
  const { db, actor } = ctx;
  const run = db
    .select({ run: getTableColumns(runs), name: users.name })
    .from(runs)
    .leftJoin(users, eq(users.id, runs.requesterId))
    .where(eq(runs.id, runId));
  const asked = db
    .select(ofTask)
    .from(tasks)
    .leftJoin(decisions, eq(decisions.taskId, tasks.id))
    .where(eq(tasks.runId, runId))
    .orderBy(asWritten(tasks));
  return read([run, asked], ([[row], found]) => {
    if (!row) throw notFound('run');
    const involved = found.some(({ task, decision }) =>
      maySeeTask(actor, { ...task, decidedBy: decision?.actorId ?? null }),
    );
    if (!maySeeRun(actor, { requesterId: row.run.requesterId, involved })) throw notFound('run');
    return {
      run: row.run,
      requester: { id: row.run.requesterId, name: requesterName(row.run.requesterId, row.name) },
      asked: found,
    };
  });
}

/** @throws not_found */
export const getRunFor = (ctx: Context, runId: string | SQL): Promise<FoundRun> =>
  inOneTrip(ctx.db, runRead(ctx, runId));

/** One task of a run that was read. @throws not_found if the actor may not see it */
export const taskInRun = (ctx: Context, { run, requester, asked }: FoundRun, taskId: string): FoundTask =>
  foundTask(
    ctx,
    asked
      .filter(({ task }) => task.id === taskId)
      .map((one) => ({ ...one, name: requester.name, status: run.status })),
  );

export function runView(
  ctx: Context,
  run: Pick<RunRow, 'id' | 'workflowId' | 'title' | 'status' | 'createdAt' | 'updatedAt' | 'finishedAt'>,
  requester: Run['requester'],
): Run {
  return {
    runId: run.id,
    workflowId: run.workflowId,
    workflowTitle: ctx.engine.workflow(run.workflowId)?.title ?? run.workflowId,
    title: readable(run.title),
    status: run.status,
    requester,
    createdAt: run.createdAt.toISOString(),
    updatedAt: run.updatedAt.toISOString(),
    finishedAt: run.finishedAt?.toISOString() ?? null,
  };
}

/** A task as its run's page shows it. */
export function runTask(ctx: Context, { task, decision, askedOf, notices }: Asked): RunTask {
  const visible = maySeeTask(ctx.actor, { ...task, decidedBy: decision?.actorId ?? null });
  const told = decision && decisionView(ctx, task, decision);
  return {
    taskId: task.id,
    step: { path: task.stepPath, forEachIndex: task.forEachIndex },
    title: readable(task.title),
    state: task.state,
    visible,
    askedOf,
    createdAt: task.createdAt.toISOString(),
    dueAt: task.dueAt?.toISOString() ?? null,
    closedAt: task.closedAt?.toISOString() ?? null,
    closeReason: task.closeReason,
    notices,
    // The decision's data and edits quote evidence, which only those who may see the task may read.
    decision: told && (visible ? told : { ...told, resumeData: null, edits: null }),
  };
}

function runDetail(ctx: Context, { run, requester, asked }: FoundRun, lastEventId: number): RunDetail {
  const workflow = ctx.engine.workflow(run.workflowId);
  const masks = runMasks(ctx.engine, run);
  const input = shownData(run.input, masks.input);
  const result = shownData(run.result, masks.result);
  const last = run.schemas?.at(-1);
  const at = (time: number | null) => (time === null ? null : new Date(time).toISOString());
  const final = isFinal(run.status);
  return {
    ...runView(ctx, run, requester),
    input: input.value,
    inputCut: input.cut,
    inputSchema: workflow ? workflow.inputSchema : (last?.input ?? null),
    steps: run.steps.map((step) => ({ ...step, startedAt: at(step.startedAt), endedAt: at(step.endedAt) })),
    tasks: asked.map((each) => runTask(ctx, each)),
    result: result.value,
    resultCut: result.cut,
    resultSchema: workflow ? workflow.resultSchema : (last?.result ?? null),
    error: toldFault(ctx.actor, run),
    cancelReason: run.cancelReason === null ? null : readable(run.cancelReason),
    canCancel:
      (!final || (run.status === 'lost' && maySeeAllRuns(ctx.actor))) && mayCancelRun(ctx.actor, run),
    lastEventId,
  };
}

/**
 * A run with its steps, tasks, decisions and result, from our rows only; `withLiveSteps` adds the steps of a running
 * one.
 */
export function runDetailRead(ctx: Context, runId: string): Read<RunDetail> {
  const newest = ctx.db
    .select({ seq: max(auditEvents.seq) })
    .from(auditEvents)
    .where(eq(auditEvents.runId, runId));
  const parts = together({
    found: runRead(ctx, runId),
    lastEventId: read([newest], ([[row]]) => row?.seq ?? 0),
  });
  return andThen(parts, ({ found, lastEventId }) => runDetail(ctx, found, lastEventId));
}

/** @throws not_found, forbidden (key) */
export async function getRun(ctx: Context, runId: string): Promise<RunDetail> {
  requireScope(ctx, 'runs:read');
  return withLiveSteps(ctx, await runDetailOf(ctx, runId));
}

/** The run as the response to a change, without requiring the scope to read runs. */
export const runDetailOf = (ctx: Context, runId: string): Promise<RunDetail> =>
  inOneTrip(ctx.db, runDetailRead(ctx, runId));

/** The full input and result of a run, masked, for downloads. @throws not_found, forbidden (key) */
export async function getRunData(ctx: Context, runId: string): Promise<{ input: Json; result: Json }> {
  requireScope(ctx, 'runs:read');
  const { run } = await getRunFor(ctx, runId);
  const masks = runMasks(ctx.engine, run);
  return {
    input: maskBy(run.input, masks.input),
    result: maskBy(run.result, masks.result),
  };
}
