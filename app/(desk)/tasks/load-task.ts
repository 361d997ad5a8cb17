import { cache } from 'react';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { pageContext } from '@/lib/http/page-context';
import { getRun } from '@/lib/runs/get-run';
import { revisionFor } from '@/lib/runs/revise-decision';
import { pastQuestion } from '@/lib/tasks/past-question';
import { getTask } from '@/lib/tasks/get-task';

/** A query string may say anything, several times. */
export const digestIn = (value: string | string[] | undefined): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** A task with what its panel says around it; the same read serves the page and its title. `was`: the digest of what the reader saw. @throws not_found */
export const loadTask = cache(async (taskId: string, was?: string) => {
  const ctx = await pageContext();
  const task = await getTask(ctx, taskId);
  const run = await getRun(ctx, task.runId);
  return {
    task,
    readerId: ctx.actor.id,
    past: was === undefined ? null : await pastQuestion(ctx, taskId, was),
    askedOf: run.tasks.find((each) => each.taskId === taskId)?.askedOf ?? [],
    earlier: run.tasks.filter((each) => each.taskId !== taskId && each.decision !== null),
    workflowTitle: run.workflowTitle,
    revision: task.decision ? await revisionFor(ctx, taskId) : null,
    now: ctx.clock.now().getTime(),
  };
});

/** The same, or null when there is no such task for this reader. */
export async function findTask(taskId: string, was?: string) {
  try {
    return await loadTask(taskId, was);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  }
}

export const workflowTitles = (ctx: Context): Record<string, string> => Object.fromEntries(ctx.engine.workflows().map(({ id, title }) => [id, title]));
