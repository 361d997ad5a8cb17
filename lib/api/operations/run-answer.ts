import type { Context } from '@/lib/people/context';
import { runDetailOf } from '@/lib/desk/runs/get-run';

/** Where the plain forms of a run's page come from, and where they lead. */
export const runPage = {
  back: ({ runId }: { runId: string }) => `/runs/${encodeURIComponent(runId)}`,
  next: (_: unknown, { runId }: { runId: string }) => `/runs/${runId}`,
};

/** Where the plain forms of a task's page come from. */
export const taskPage = { back: ({ taskId }: { taskId: string }) => `/tasks/${encodeURIComponent(taskId)}` };

/** The run as it is now: 200 if the change has been applied, 202 if it has only been recorded. */
export const runAnswer = async (ctx: Context, runId: string, settled: boolean): Promise<Response> =>
  Response.json(await runDetailOf(ctx, runId), { status: settled ? 200 : 202 });
