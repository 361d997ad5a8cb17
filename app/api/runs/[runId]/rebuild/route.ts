import { apiContext } from '@/lib/api/http/api-context';
import { returned } from '@/lib/api/http/returned';
import { route } from '@/lib/api/http/route';
import { previewRebuild, rebuildRun } from '@/lib/desk/rewind/rebuild-run';

/** Seconds, on a serverless host: the run is driven after the response. */
export const maxDuration = 300;

type Params = RouteContext<'/api/runs/[runId]/rebuild'>;

/** What would run again. */
export const GET = route(async (request: Request, { params }: Params) =>
  Response.json(await previewRebuild(await apiContext(request), (await params).runId)),
);

export const POST = route(async (request: Request, { params }: Params) => {
  const { runId } = await params;
  return returned(request, runId, (ctx, body) => rebuildRun(ctx, runId, body));
});
