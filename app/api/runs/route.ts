import { apiContext } from '@/lib/api/http/api-context';
import { drainAfter, waitSeconds } from '@/lib/api/http/drain-after';
import { formOr } from '@/lib/api/http/form-or';
import { keepRequest, newRequestPath, readStartRun } from '@/lib/api/http/read-start-run';
import { route } from '@/lib/api/http/route';
import { seeOther } from '@/lib/api/http/see-other';
import { isDone } from '@/lib/work/outbox/is-done';
import { runDetailOf } from '@/lib/desk/runs/get-run';
import { listRuns, parseRunQuery } from '@/lib/desk/runs/list-runs';
import { startRun } from '@/lib/desk/runs/start-run';

/** Seconds, on a serverless host: the run is driven after the response. */
export const maxDuration = 300;

export const GET = route(async (request: Request) => {
  const ctx = await apiContext(request);
  const query = parseRunQuery(Object.fromEntries(new URL(request.url).searchParams));
  return Response.json(await listRuns(ctx, query));
});

export const POST = route(
  (request: Request) =>
    formOr(request, { back: newRequestPath, keep: keepRequest }, async (ctx, form) => {
      const { body, key } = await readStartRun(ctx, request, form);
      const { run, repeated } = await startRun(ctx, body, key);
      await drainAfter(ctx, run.id, form ? 5 : waitSeconds(request), () => isDone(ctx.db, `start:${run.id}`));
      if (form) return seeOther(`/runs/${run.id}`);
      return Response.json(await runDetailOf(ctx, run.id), {
        status: repeated ? 200 : 201,
        headers: { location: `/api/runs/${run.id}` },
      });
    }),
  // The run itself stores the key, in the batch that creates it.
  { idempotency: 'none' },
);
