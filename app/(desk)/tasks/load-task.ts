import { cache } from 'react';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { pageContext } from '@/lib/http/page-context';
import { getRun } from '@/lib/runs/get-run';
import { revisionFor } from '@/lib/runs/revise-decision';
import { getTask } from '@/lib/tasks/get-task';

/** A task with what its panel says around it; the same read serves the page and its title. @throws not_found */
export const loadTask = cache(async (taskId: string) => {
  const ctx = await pageContext();
  const task = await getTask(ctx, taskId);
  const run = await getRun(ctx, task.runId);
  return {
    task,
    readerId: ctx.actor.id,
    askedOf: run.tasks.find((each) => each.taskId === taskId)?.askedOf ?? [],
    earlier: run.tasks.filter((each) => each.taskId !== taskId && each.decision !== null),
    workflowTitle: run.workflowTitle,
    revision: task.decision ? await revisionFor(ctx, taskId) : null,
    now: ctx.clock.now().getTime(),
  };
});

/** The same, or null when there is no such task for this reader. */
export async function findTask(taskId: string) {
  try {
    return await loadTask(taskId);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  }
}

export const workflowTitles = (ctx: Context): Record<string, string> => Object.fromEntries(ctx.engine.workflows().map(({ id, title }) => [id, title]));
