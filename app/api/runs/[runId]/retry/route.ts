import { returned } from '@/lib/api/http/returned';
import { route } from '@/lib/api/http/route';
import { retryRun } from '@/lib/desk/operators/retry-run';

/** Seconds, on a serverless host: the run is driven after the response. */
export const maxDuration = 300;

export const POST = route(async (request: Request, { params }: RouteContext<'/api/runs/[runId]/retry'>) => {
  const { runId } = await params;
  return returned(request, runId, async (ctx, body) => ({
    debt: (await retryRun(ctx, runId, body)).at(-1) ?? '',
  }));
});
