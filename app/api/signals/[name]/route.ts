import { apiContext } from '@/lib/api/http/api-context';
import { drainAfter, waitSeconds } from '@/lib/api/http/drain-after';
import { readJson } from '@/lib/api/http/read-json';
import { route } from '@/lib/api/http/route';
import { openDebts } from '@/lib/work/outbox/is-done';
import { sendSignal } from '@/lib/desk/signals/send-signal';

/** Seconds, on a serverless host: the run is driven after the response. */
export const maxDuration = 300;

const isObject = (body: unknown): body is object =>
  typeof body === 'object' && body !== null && !Array.isArray(body);

export const POST = route(async (request: Request, { params }: RouteContext<'/api/signals/[name]'>) => {
  const ctx = await apiContext(request);
  const body = await readJson(request);
  const receipt = await sendSignal(ctx, isObject(body) ? { ...body, name: (await params).name } : body);
  const applied = await Promise.all(
    receipt.runIds.map((runId) =>
      drainAfter(ctx, runId, waitSeconds(request), async () => (await openDebts(ctx.db, runId)) === 0),
    ),
  );
  return Response.json(receipt, { status: receipt.state === 'used' && applied.every(Boolean) ? 200 : 202 });
});
