import { apiContext } from '@/lib/api/http/api-context';
import { route } from '@/lib/api/http/route';
import { rotateSecret } from '@/lib/tell/webhooks/rotate-secret';

/** Seconds, on a serverless host: notifications are sent after the response. */
export const maxDuration = 300;

export const POST = route(
  async (request: Request, { params }: RouteContext<'/api/webhooks/[endpointId]/secret'>) =>
    Response.json(await rotateSecret(await apiContext(request), (await params).endpointId)),
  { idempotency: 'secret' },
);
