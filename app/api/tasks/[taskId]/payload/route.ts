import { apiContext } from '@/lib/api/http/api-context';
import { jsonFile } from '@/lib/api/http/json-file';
import { route } from '@/lib/api/http/route';
import { getPayload } from '@/lib/desk/tasks/get-payload';

/** The whole evidence as a file. */
export const GET = route(
  async (request: Request, { params }: RouteContext<'/api/tasks/[taskId]/payload'>) => {
    const ctx = await apiContext(request);
    const { taskId } = await params;
    return jsonFile(await getPayload(ctx, taskId), `evidence-${taskId}`);
  },
);
