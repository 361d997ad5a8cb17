import { apiContext } from '@/lib/api/http/api-context';
import { route } from '@/lib/api/http/route';
import { streamRun } from '@/lib/api/http/run-event-stream';

/** Seconds, on a serverless host. The stream closes before that. */
export const maxDuration = 300;

/** Server-sent events of one run, from after `Last-Event-ID`, or `?after=` on the first call. */
export const GET = route(async (request: Request, { params }: RouteContext<'/api/runs/[runId]/events'>) => {
  // Browsers reconnect whenever it closes.
  const ctx = await apiContext(request, { limited: false });
  const { runId } = await params;
  const after = Number(
    request.headers.get('last-event-id') ?? new URL(request.url).searchParams.get('after') ?? 0,
  );
  const body = await streamRun(
    ctx,
    runId,
    Number.isSafeInteger(after) && after >= 0 ? after : 0,
    request.signal,
  );
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    },
  });
});
