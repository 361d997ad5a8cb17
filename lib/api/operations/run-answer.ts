import type { Context } from '@/lib/people/context';
import { runDetailOf } from '@/lib/desk/runs/get-run';

/** The page of a run's plain forms, to which they also return. */
export const runPage = {
  back: ({ runId }: { runId: string }) => `/runs/${encodeURIComponent(runId)}`,
  next: (_: unknown, { runId }: { runId: string }) => `/runs/${runId}`,
};

/** The page of a task's plain forms. */
export const taskPage = { back: ({ taskId }: { taskId: string }) => `/tasks/${encodeURIComponent(taskId)}` };

/** The current run: 200 if the change is applied, 202 if it is only recorded. */
export const runAnswer = async (ctx: Context, runId: string, settled: boolean): Promise<Response> =>
  Response.json(await runDetailOf(ctx, runId), { status: settled ? 200 : 202 });
