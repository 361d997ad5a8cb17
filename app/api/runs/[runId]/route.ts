import { apiContext } from '@/lib/api/http/api-context';
import { route } from '@/lib/api/http/route';
import { getRun } from '@/lib/desk/runs/get-run';

export const GET = route(async (request: Request, { params }: RouteContext<'/api/runs/[runId]'>) => {
  const ctx = await apiContext(request);
  return Response.json(await getRun(ctx, (await params).runId));
});
