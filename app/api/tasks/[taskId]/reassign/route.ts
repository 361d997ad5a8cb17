import { apiContext } from '@/lib/api/http/api-context';
import { readJson } from '@/lib/api/http/read-json';
import { route } from '@/lib/api/http/route';
import { reassignTask } from '@/lib/desk/operators/reassign-tasks';
import { taskDetailOf } from '@/lib/desk/tasks/get-task';

/** Seconds, on a serverless host: notifications are sent after the response. */
export const maxDuration = 300;

export const POST = route(
  async (request: Request, { params }: RouteContext<'/api/tasks/[taskId]/reassign'>) => {
    const ctx = await apiContext(request);
    const { taskId } = await params;
    await reassignTask(ctx, taskId, await readJson(request));
    return Response.json(await taskDetailOf(ctx, taskId));
  },
);
