import { parseAuditQuery } from '@/lib/journal/audit-query';
import { listAudit } from '@/lib/journal/list-audit';
import { apiContext } from '@/lib/api/http/api-context';
import { route } from '@/lib/api/http/route';

export const GET = route(async (request: Request) => {
  const ctx = await apiContext(request);
  return Response.json(
    await listAudit(ctx, parseAuditQuery(Object.fromEntries(new URL(request.url).searchParams))),
  );
});
