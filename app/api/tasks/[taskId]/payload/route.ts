import { apiContext } from '@/lib/http/api-context';
import { route } from '@/lib/http/route';
import { getPayload } from '@/lib/tasks/get-payload';

/** The evidence as a file. An attachment with a fixed type, so that no browser renders what a workflow wrote. */
export const GET = route(async (request: Request, { params }: RouteContext<'/api/tasks/[taskId]/payload'>) => {
  const ctx = await apiContext(request);
  const { taskId } = await params;
  const payload = await getPayload(ctx, taskId);
  return new Response(JSON.stringify(payload, null, 2), {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="evidence-${taskId.replace(/[^\w-]/g, '')}.json"`,
      'x-content-type-options': 'nosniff',
    },
  });
});
