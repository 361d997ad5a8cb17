import { apiContext } from '@/lib/api/http/api-context';
import { readJson } from '@/lib/api/http/read-json';
import { route } from '@/lib/api/http/route';
import { reassignTasks } from '@/lib/desk/operators/reassign-tasks';

/** Seconds, on a serverless host: notifications are sent after the response. */
export const maxDuration = 300;

/** Several tasks at once, with a result for each. */
export const POST = route(async (request: Request) => {
  const ctx = await apiContext(request);
  return Response.json({ results: await reassignTasks(ctx, await readJson(request)) });
});
