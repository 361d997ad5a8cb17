import { apiContext } from '@/lib/api/http/api-context';
import { route } from '@/lib/api/http/route';
import { redeliver } from '@/lib/tell/webhooks/redeliver';

/** Seconds, on a serverless host: what is due is sent after the response. */
export const maxDuration = 300;

/** It is sent after the response. */
export const POST = route(
  async (
    request: Request,
    { params }: RouteContext<'/api/webhooks/[endpointId]/deliveries/[deliveryId]/redeliver'>,
  ) => {
    const ctx = await apiContext(request);
    const { endpointId, deliveryId } = await params;
    const delivery = await redeliver(ctx, endpointId, deliveryId);
    return Response.json(delivery, { status: 202 });
  },
);
