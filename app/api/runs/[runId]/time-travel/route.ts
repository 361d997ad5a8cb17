import { apiContext } from '@/lib/api/http/api-context';
import { returned } from '@/lib/api/http/returned';
import { route } from '@/lib/api/http/route';
import { previewTimeTravel, timeTravel } from '@/lib/desk/rewind/time-travel';

/** Seconds, on a serverless host: the run is driven after the response. */
export const maxDuration = 300;

type Params = RouteContext<'/api/runs/[runId]/time-travel'>;

/** What would run again. */
export const GET = route(async (request: Request, { params }: Params) =>
  Response.json(await previewTimeTravel(await apiContext(request), (await params).runId)),
);

export const POST = route(async (request: Request, { params }: Params) => {
  const { runId } = await params;
  return returned(request, runId, (ctx, body) => timeTravel(ctx, runId, body));
});
