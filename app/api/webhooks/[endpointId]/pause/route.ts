import { apiContext } from '@/lib/api/http/api-context';
import { route } from '@/lib/api/http/route';
import { pauseEndpoint } from '@/lib/tell/webhooks/pause-endpoint';

/** Seconds, on a serverless host: notifications are sent after the response. */
export const maxDuration = 300;

export const POST = route(
  async (request: Request, { params }: RouteContext<'/api/webhooks/[endpointId]/pause'>) =>
    Response.json(await pauseEndpoint(await apiContext(request), (await params).endpointId)),
);
