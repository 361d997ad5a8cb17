import { apiContext } from '@/lib/http/api-context';
import { jsonFile } from '@/lib/http/json-file';
import { route } from '@/lib/http/route';
import { getPayload } from '@/lib/desk/tasks/get-payload';

/** The whole evidence as a file. */
export const GET = route(
  async (request: Request, { params }: RouteContext<'/api/tasks/[taskId]/payload'>) => {
    const ctx = await apiContext(request);
    const { taskId } = await params;
    return jsonFile(await getPayload(ctx, taskId), `evidence-${taskId}`);
  },
);
