import { eq, type SQL } from 'drizzle-orm';
import { tasks } from '@/db/schema';
import type { Context, UserActor } from '@/lib/context';
import { andThen, inOneTrip, noRead, read, together, type Read } from '@/lib/reads';
import { runOfTask, runRead, runTask, taskInRun } from '@/lib/runs/get-run';
import { revisionFor } from '@/lib/runs/revise-decision';
import type { RevisionPreview, RunTask } from '@/lib/runs/types';
import { taskDetail } from './get-task';
import { noticesRead } from './list-notices';
import { pastQuestion, pastQuestionRead } from './past-question';
import type { PastQuestion, TaskDetail } from './types';

/** A task and what its page says around it. */
export type TaskPanel = {
  task: TaskDetail;
  readerId: string;
  /** Who is asked, in words. */
  askedOf: string[];
  /** What it asked when the reader saw it, when that was something else. */
  past: PastQuestion | null;
  /** Decided tasks of the same request. */
  earlier: RunTask[];
  /** What taking the answer back means; null when the reader may not. */
  revision: RevisionPreview | null;
  workflowTitle: string;
  /** Milliseconds; decides what is late. */
  now: number;
};

type PageContext = Context & { actor: UserActor };

/** `was`: the digest of what the reader saw. The id may be a subquery. Its making throws not_found. */
export function panelRead(ctx: PageContext, taskId: string | SQL, was?: string): Read<TaskPanel> {
  const { db, engine, actor, clock } = ctx;
  const runId = runOfTask(taskId);
  const parts = together({
    id: read([db.select({ id: tasks.id }).from(tasks).where(eq(tasks.id, taskId))], ([[row]]) => row?.id ?? ''),
    found: runRead(ctx, runId),
    notices: noticesRead(db, { runId }),
    past: was === undefined ? noRead : pastQuestionRead(db, taskId, was),
  });
  return andThen(parts, ({ id, found, notices, past }) => {
    const one = taskInRun(ctx, found, id);
    const around = found.asked.map((each) => runTask(ctx, each, notices));
    return {
      task: taskDetail(ctx, one, notices.get(id)),
      readerId: actor.id,
      askedOf: around.find((each) => each.taskId === id)?.askedOf ?? [],
      past: past && pastQuestion(one.task, past),
      earlier: around.filter((each) => each.taskId !== id && each.decision !== null),
      revision: revisionFor(ctx, found, id),
      workflowTitle: engine.workflow(found.run.workflowId)?.title ?? found.run.workflowId,
      now: clock.now().getTime(),
    };
  });
}

/** @throws not_found */
export const getPanel = (ctx: PageContext, taskId: string, was?: string): Promise<TaskPanel> => inOneTrip(ctx.db, panelRead(ctx, taskId, was));
