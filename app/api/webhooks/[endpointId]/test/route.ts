import { apiContext } from '@/lib/api/http/api-context';
import { route } from '@/lib/api/http/route';
import { sendTest } from '@/lib/tell/webhooks/send-test';

/** Seconds, on a serverless host: what is due is sent after the response. */
export const maxDuration = 300;

/** It is sent after the response. */
export const POST = route(
  async (request: Request, { params }: RouteContext<'/api/webhooks/[endpointId]/test'>) => {
    const ctx = await apiContext(request);
    const delivery = await sendTest(ctx, (await params).endpointId);
    return Response.json(delivery, { status: 202 });
  },
);
