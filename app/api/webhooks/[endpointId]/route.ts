import { apiContext } from '@/lib/api/http/api-context';
import { readJson } from '@/lib/api/http/read-json';
import { route } from '@/lib/api/http/route';
import { getEndpoint } from '@/lib/tell/webhooks/list-endpoints';
import { updateEndpoint } from '@/lib/tell/webhooks/update-endpoint';

/** Seconds, on a serverless host: notifications are sent after the response. */
export const maxDuration = 300;

type Params = RouteContext<'/api/webhooks/[endpointId]'>;

export const GET = route(async (request: Request, { params }: Params) =>
  Response.json(await getEndpoint(await apiContext(request), (await params).endpointId)),
);

export const POST = route(async (request: Request, { params }: Params) =>
  Response.json(
    await updateEndpoint(await apiContext(request), (await params).endpointId, await readJson(request)),
  ),
);
