import { apiContext } from '@/lib/api/http/api-context';
import { drainAfter, waitSeconds } from '@/lib/api/http/drain-after';
import { formOr } from '@/lib/api/http/form-or';
import { fieldOf } from '@/lib/api/http/read-form';
import { readJson } from '@/lib/api/http/read-json';
import { route } from '@/lib/api/http/route';
import { seeOther } from '@/lib/api/http/see-other';
import { isDone } from '@/lib/work/outbox/is-done';
import { runDetailOf } from '@/lib/desk/runs/get-run';
import { previewRevision, reviseDecision } from '@/lib/desk/rewind/revise-decision';

/** Seconds, on a serverless host: the run is driven after the response. */
export const maxDuration = 300;

type Params = RouteContext<'/api/tasks/[taskId]/revision'>;

/** What would happen: the steps that run again and the questions that are asked again. */
export const GET = route(async (request: Request, { params }: Params) => {
  const ctx = await apiContext(request);
  return Response.json(await previewRevision(ctx, (await params).taskId));
});

export const POST = route(async (request: Request, { params }: Params) => {
  const { taskId } = await params;
  return formOr(request, { back: () => `/tasks/${encodeURIComponent(taskId)}` }, async (ctx, form) => {
    const { runId, debt } = await reviseDecision(
      ctx,
      taskId,
      form ? { reason: fieldOf(form, 'reason') } : await readJson(request),
    );
    const done = await drainAfter(ctx, runId, form ? 5 : waitSeconds(request), () => isDone(ctx.db, debt));
    if (form) return seeOther(`/runs/${runId}`);
    return Response.json(await runDetailOf(ctx, runId), { status: done ? 200 : 202 });
  });
});
