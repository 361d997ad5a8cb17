import { apiContext } from '@/lib/api/http/api-context';
import { route } from '@/lib/api/http/route';
import { listTasks, parseTaskQuery } from '@/lib/desk/tasks/list-tasks';

export const GET = route(async (request: Request) => {
  const ctx = await apiContext(request);
  const query = parseTaskQuery(Object.fromEntries(new URL(request.url).searchParams));
  return Response.json(await listTasks(ctx, query));
});
