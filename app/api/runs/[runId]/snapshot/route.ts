import { apiContext } from '@/lib/api/http/api-context';
import { jsonFile } from '@/lib/api/http/json-file';
import { route } from '@/lib/api/http/route';
import { getSnapshotFile } from '@/lib/desk/runs/get-snapshot';

/** The engine's snapshot; with `?download=1` the whole of it, as an attachment that no browser renders. */
export const GET = route(async (request: Request, { params }: RouteContext<'/api/runs/[runId]/snapshot'>) => {
  const ctx = await apiContext(request);
  const { runId } = await params;
  const download = new URL(request.url).searchParams.has('download');
  const file = await getSnapshotFile(ctx, runId, download);
  return download ? jsonFile(file, `snapshot-${runId}`) : Response.json(file);
});
