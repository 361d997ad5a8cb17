import { apiContext } from '@/lib/api/http/api-context';
import { route } from '@/lib/api/http/route';
import { getTask } from '@/lib/desk/tasks/get-task';

export const GET = route(async (request: Request, { params }: RouteContext<'/api/tasks/[taskId]'>) => {
  const ctx = await apiContext(request);
  return Response.json(await getTask(ctx, (await params).taskId));
});
