import { apiContext } from '@/lib/api/http/api-context';
import { readJson } from '@/lib/api/http/read-json';
import { route } from '@/lib/api/http/route';
import { createEndpoint } from '@/lib/tell/webhooks/create-endpoint';
import { listEndpoints } from '@/lib/tell/webhooks/list-endpoints';

/** Seconds, on a serverless host: notifications are sent after the response. */
export const maxDuration = 300;

export const GET = route(async (request: Request) =>
  Response.json({ items: await listEndpoints(await apiContext(request)) }),
);

export const POST = route(
  async (request: Request) =>
    Response.json(await createEndpoint(await apiContext(request), await readJson(request)), { status: 201 }),
  { idempotency: 'secret' },
);
