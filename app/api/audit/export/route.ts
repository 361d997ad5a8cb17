import { exportAudit } from '@/lib/journal/export-audit';
import { apiContext } from '@/lib/api/http/api-context';
import { route } from '@/lib/api/http/route';
import { textStream } from '@/lib/api/http/text-stream';

/** The audit log as a file, `?format=csv|jsonl` with the filter of the list. */
export const GET = route(async (request: Request) => {
  const ctx = await apiContext(request);
  const { type, name, body } = await exportAudit(ctx, Object.fromEntries(new URL(request.url).searchParams));
  return new Response(textStream(body), {
    headers: { 'content-type': type, 'content-disposition': `attachment; filename="${name}"` },
  });
});
