import { apiContext } from '@/lib/api/http/api-context';
import { readJson } from '@/lib/api/http/read-json';
import { route } from '@/lib/api/http/route';
import { revealField } from '@/lib/desk/tasks/reveal-field';

/** Seconds, on a serverless host: notifications are sent after the response. */
export const maxDuration = 300;

export const POST = route(
  async (request: Request, { params }: RouteContext<'/api/tasks/[taskId]/reveal'>) => {
    const ctx = await apiContext(request);
    return Response.json(await revealField(ctx, (await params).taskId, await readJson(request)));
  },
  { idempotency: 'secret' },
);
