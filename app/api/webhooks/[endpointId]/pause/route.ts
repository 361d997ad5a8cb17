import { apiContext } from '@/lib/http/api-context';
import { route } from '@/lib/http/route';
import { pauseEndpoint } from '@/lib/tell/webhooks/pause-endpoint';

export const POST = route(
  async (request: Request, { params }: RouteContext<'/api/webhooks/[endpointId]/pause'>) =>
    Response.json(await pauseEndpoint(await apiContext(request), (await params).endpointId)),
);
