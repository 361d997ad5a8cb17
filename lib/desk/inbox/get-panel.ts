import { and, eq, getTableColumns, sql, type SQL } from 'drizzle-orm';
import { asWritten } from '@/db/as-written';
import { decisions, runs, tasks, users } from '@/db/schema';
import type { Json } from '@/db/schema/json';
import type { Context, UserActor } from '@/lib/people/context';
import { andThen, inOneTrip, noRead, read, together, type Read } from '@/lib/base/reads';
import { notFound } from '@/lib/base/errors';
import { requesterName } from '@/lib/base/readable/requester-name';
import { ofTask, runTask, taskInRun, type FoundRun } from '@/lib/desk/runs/get-run';
import { reopeningFor } from '@/lib/desk/rewind/preview-rewind';
import type { ReopenPreview, RunTask } from '@/lib/desk/runs/types';
import { taskDetail } from '@/lib/desk/tasks/get-task';
import { pastQuestion, pastQuestionRead } from '@/lib/desk/tasks/past-question';
import type { PastQuestion, TaskDetail } from '@/lib/desk/tasks/types';

/** A task with everything that its page shows. */
export type TaskPanel = {
  task: TaskDetail;
  readerId: string;
  /** The names of the approvers. */
  askedOf: string[];
  /** The question that the reader saw, if it has changed since. */
  past: PastQuestion | null;
  /** Decided tasks of the same request. */
  earlier: RunTask[];
  /** The effect of reopening the decision; null if the reader may not. */
  reopening: ReopenPreview | null;
  workflowTitle: string;
  /** The current time in epoch ms, to tell what is overdue. */
  now: number;
};

type PageContext = Context & { actor: UserActor };

/**
 * A task, its run and the run's other tasks in one statement, so that an id given as a costly subquery is evaluated
 * once.
 */
function around(db: Context['db'], taskId: string | SQL) {
  const chosen = db
    .select({ id: tasks.id, runId: tasks.runId })
    .from(tasks)
    .where(eq(tasks.id, taskId))
    .as('chosen');
  // A run may have a thousand tasks, and only this one's evidence is shown, so the others' is not read.
  const ofChosen = sql<Json>`case when ${tasks.id} = ${chosen.id} then ${tasks.payload} end`.mapWith(
    tasks.payload,
  );
  return db
    .select({
      ...ofTask,
      task: { ...ofTask.task, payload: ofChosen },
      chosen: chosen.id,
      run: getTableColumns(runs),
      name: users.name,
    })
    .from(chosen)
    .innerJoin(tasks, eq(tasks.runId, chosen.runId))
    .leftJoin(decisions, eq(decisions.taskId, tasks.id))
    .leftJoin(runs, and(eq(runs.id, tasks.runId), eq(tasks.id, chosen.id)))
    .leftJoin(users, eq(users.id, runs.requesterId))
    .orderBy(asWritten(tasks));
}

function foundRun(asked: Awaited<ReturnType<typeof around>>): FoundRun {
  const one = asked.find(({ run }) => run !== null);
  if (!one?.run) throw notFound('task');
  return {
    run: one.run,
    requester: { id: one.run.requesterId, name: requesterName(one.run.requesterId, one.name) },
    asked,
  };
}

/**
 * `was`: the digest that the reader saw. The id may be a subquery. Throws not_found if the reader may not see the
 * task.
 */
export function panelRead(ctx: PageContext, taskId: string | SQL, was?: string): Read<TaskPanel> {
  const { db, engine, actor, clock } = ctx;
  const parts = together({
    asked: read([around(db, taskId)], ([rows]) => rows),
    past: was === undefined ? noRead : pastQuestionRead(db, taskId, was),
  });
  return andThen(parts, ({ asked, past }) => {
    const found = foundRun(asked);
    const id = asked[0]?.chosen ?? '';
    const one = taskInRun(ctx, found, id);
    const all = asked.map((each) => runTask(ctx, each));
    return {
      task: taskDetail(ctx, one),
      readerId: actor.id,
      askedOf: all.find((each) => each.taskId === id)?.askedOf ?? [],
      past: past && pastQuestion(ctx, one.task, past),
      earlier: all.filter((each) => each.taskId !== id && each.decision !== null),
      reopening: reopeningFor(ctx, found, id),
      workflowTitle: engine.workflow(found.run.workflowId)?.title ?? found.run.workflowId,
      now: clock.now().getTime(),
    };
  });
}

/** @throws not_found */
export const getPanel = (ctx: PageContext, taskId: string, was?: string): Promise<TaskPanel> =>
  inOneTrip(ctx.db, panelRead(ctx, taskId, was));
