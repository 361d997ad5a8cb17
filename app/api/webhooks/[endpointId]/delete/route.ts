import { apiContext } from '@/lib/api/http/api-context';
import { route } from '@/lib/api/http/route';
import { deleteEndpoint } from '@/lib/tell/webhooks/delete-endpoint';

/** Seconds, on a serverless host: notifications are sent after the response. */
export const maxDuration = 300;

export const POST = route(
  async (request: Request, { params }: RouteContext<'/api/webhooks/[endpointId]/delete'>) => {
    const { endpointId } = await params;
    await deleteEndpoint(await apiContext(request), endpointId);
    return Response.json({ endpointId });
  },
);
