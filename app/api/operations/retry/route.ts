import { afterResponse } from '@/lib/api/http/after-response';
import { apiContext } from '@/lib/api/http/api-context';
import { readJson } from '@/lib/api/http/read-json';
import { route } from '@/lib/api/http/route';
import { workUntil } from '@/lib/api/http/work-until';
import { log } from '@/lib/base/log';
import { retryRuns } from '@/lib/desk/operators/retry-run';
import { drainRun } from '@/lib/work/outbox/drain-run';

/** Seconds, on a serverless host: the run is driven after the response. */
export const maxDuration = 300;

/** Several runs at once, with a result for each; the work happens after the response. */
export const POST = route(async (request: Request) => {
  const ctx = await apiContext(request);
  const results = await retryRuns(ctx, await readJson(request));
  const until = workUntil();
  afterResponse(async () => {
    for (const { id, ok } of results)
      if (ok)
        await drainRun(ctx, id, { until }).catch((error: unknown) =>
          log.error('a run could not be driven; the sweep will', { runId: id, error }),
        );
  });
  return Response.json({ results }, { status: 202 });
});
