import { apiContext } from '@/lib/api/http/api-context';
import { route } from '@/lib/api/http/route';
import { resumeEndpoint } from '@/lib/tell/webhooks/pause-endpoint';

/** Seconds, on a serverless host: what is due is sent after the response. */
export const maxDuration = 300;

export const POST = route(
  async (request: Request, { params }: RouteContext<'/api/webhooks/[endpointId]/resume'>) => {
    const ctx = await apiContext(request);
    const endpoint = await resumeEndpoint(ctx, (await params).endpointId);
    return Response.json(endpoint);
  },
);
