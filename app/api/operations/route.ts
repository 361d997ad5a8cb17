import { apiContext } from '@/lib/api/http/api-context';
import { route } from '@/lib/api/http/route';
import { countFindings, lastSweep, listFindings, parseFindingQuery } from '@/lib/tell/findings/list-findings';

/** Without a kind the counts of each; with one a page of it. */
export const GET = route(async (request: Request) => {
  const ctx = await apiContext(request);
  const { kind, ...query } = parseFindingQuery(Object.fromEntries(new URL(request.url).searchParams));
  if (kind) return Response.json(await listFindings(ctx, kind, query));
  return Response.json({
    counts: await countFindings(ctx),
    lastSweep: (await lastSweep(ctx))?.toISOString() ?? null,
  });
});
