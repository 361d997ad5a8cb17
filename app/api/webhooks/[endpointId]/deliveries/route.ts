import { apiContext } from '@/lib/api/http/api-context';
import { route } from '@/lib/api/http/route';
import { listDeliveries, parseDeliveryQuery } from '@/lib/tell/webhooks/list-deliveries';

export const GET = route(
  async (request: Request, { params }: RouteContext<'/api/webhooks/[endpointId]/deliveries'>) => {
    const ctx = await apiContext(request);
    const query = parseDeliveryQuery(Object.fromEntries(new URL(request.url).searchParams));
    return Response.json(await listDeliveries(ctx, (await params).endpointId, query));
  },
);
