import { unstable_rethrow } from 'next/navigation';
import { requestIdHeader } from '@/lib/accounts/sign-in/request-headers';
import { withIds, type Ids } from '@/lib/base/trace-ids';
import { metrics } from '@/lib/base/telemetry/metrics';
import { tellingAfter } from './after-response';
import { problem } from './problem';

export type RouteContext = { params: Promise<Record<string, string | string[]>> };

/** The route pattern, `/api/tasks/{taskId}`: few values, and without the token of a link. */
async function routeOf(
  request: Request,
  context: RouteContext | undefined,
): Promise<{ address: string; ids: Ids }> {
  const params = Object.entries((await context?.params) ?? {});
  const names = new Map(
    params.flatMap(([name, value]) =>
      [value].flat().flatMap((one) => [
        [one, name],
        [encodeURIComponent(one), name],
      ]),
    ),
  );
  const address = new URL(request.url).pathname
    .split('/')
    .map((segment) => (names.has(segment) ? `{${names.get(segment)}}` : segment))
    .join('/');
  const ids = params.flatMap(([name, value]) =>
    (name === 'runId' || name === 'taskId') && typeof value === 'string' && /^[\w-]{1,80}$/.test(value)
      ? [[name, value]]
      : [],
  );
  return { address, ids: Object.fromEntries(ids) };
}

/** What answers HEAD: the status and headers of its GET. Next drops the body, but would leave a stream open behind it. */
async function withoutBody(response: Response): Promise<Response> {
  await response.body?.cancel();
  return new Response(null, response);
}

/**
 * The route handler of a function that may throw: errors become problems, responses are never cached, notifications are
 * sent afterwards, and every log line has the request's id and the ids in its address.
 */
export function route<Args extends [RouteContext?]>(
  handler: (request: Request, ...args: Args) => Promise<Response>,
) {
  return async (request: Request, ...args: Args): Promise<Response> => {
    const requestId = request.headers.get(requestIdHeader) ?? crypto.randomUUID();
    const { address, ids } = await routeOf(request, args[0]);
    return withIds({ requestId, route: address, ...ids }, async () => {
      const done = metrics().requests.startTimer({ method: request.method, route: address });
      const response = await tellingAfter(() => handler(request, ...args)).catch((error: unknown) => {
        unstable_rethrow(error);
        return problem(error, requestId);
      });
      done({ status: response.status });
      if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
      return request.method === 'HEAD' ? withoutBody(response) : response;
    });
  };
}
