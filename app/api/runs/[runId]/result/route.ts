import { apiContext } from '@/lib/api/http/api-context';
import { jsonFile } from '@/lib/api/http/json-file';
import { route } from '@/lib/api/http/route';
import { getRunData } from '@/lib/desk/runs/get-run';

/** The whole result of a run as a file. */
export const GET = route(async (request: Request, { params }: RouteContext<'/api/runs/[runId]/result'>) => {
  const ctx = await apiContext(request);
  const { runId } = await params;
  return jsonFile((await getRunData(ctx, runId)).result, `result-${runId}`);
});
