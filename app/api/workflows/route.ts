import { apiContext } from '@/lib/http/api-context';
import { route } from '@/lib/http/route';

export const GET = route(async (request: Request) => {
  const { engine } = await apiContext(request);
  return Response.json({ items: engine.workflows(), nextCursor: null });
});
