import { drainAfter, waitSeconds } from '@/lib/api/http/drain-after';
import { formOr } from '@/lib/api/http/form-or';
import { fieldOf } from '@/lib/api/http/read-form';
import { readJson } from '@/lib/api/http/read-json';
import { route } from '@/lib/api/http/route';
import { seeOther } from '@/lib/api/http/see-other';
import { isDone } from '@/lib/work/outbox/is-done';
import { cancelRun } from '@/lib/desk/runs/cancel-run';
import { runDetailOf } from '@/lib/desk/runs/get-run';

/** Seconds, on a serverless host: the run is driven after the response. */
export const maxDuration = 300;

export const POST = route(async (request: Request, { params }: RouteContext<'/api/runs/[runId]/cancel'>) => {
  const { runId } = await params;
  return formOr(request, { back: () => `/runs/${encodeURIComponent(runId)}` }, async (ctx, form) => {
    const input = form ? { reason: fieldOf(form, 'reason') } : await readJson(request);
    const { debt } = await cancelRun(ctx, runId, input);
    const ended = await drainAfter(ctx, runId, form ? 5 : waitSeconds(request), () => isDone(ctx.db, debt));
    if (form) return seeOther(`/runs/${runId}`);
    const run = await runDetailOf(ctx, runId);
    return Response.json(run, { status: ended || run.status === 'canceled' ? 200 : 202 });
  });
});
