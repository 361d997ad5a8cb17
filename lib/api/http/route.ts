import { unstable_rethrow } from 'next/navigation';
import { requestIdHeader } from '@/lib/accounts/sign-in/request-headers';
import { systemClock } from '@/lib/base/clock';
import { withIds, type Ids } from '@/lib/base/trace-ids';
import { metrics } from '@/lib/base/telemetry/metrics';
import { tellingAfter } from './after-response';
import { tellLimit } from './api-limits';
import { onceForKey, type Answers } from './once-for-key';
import { problem } from './problem';

type RouteContext = { params: Promise<Record<string, string | string[]>> };

/** The address with its parameters by their names, `/api/tasks/{taskId}`: bounded, and no secret of a link is in it. */
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

/** How `Idempotency-Key` is honoured: answers are kept for a day, or only that it was done; or not here. */
export type RouteOptions = { idempotency?: Answers | 'none' };

/**
 * Makes a route handler of a function that may throw: errors become problems, answers are never cached and tell the
 * limit that they were counted against, and every log line carries the request's id and what its address names.
 */
export function route<Args extends [] | [RouteContext]>(
  handler: (request: Request, ...args: Args) => Promise<Response>,
  { idempotency = 'kept' }: RouteOptions = {},
) {
  return async (request: Request, ...args: Args): Promise<Response> => {
    const requestId = request.headers.get(requestIdHeader) ?? crypto.randomUUID();
    const { address, ids } = await routeOf(request, args[0]);
    return withIds({ requestId, route: address, ...ids }, async () => {
      const done = metrics().requests.startTimer({ method: request.method, route: address });
      try {
        const once = idempotency !== 'none' && request.method === 'POST' && address.startsWith('/api/');
        const answer = () =>
          once
            ? onceForKey(request, idempotency, (again) => handler(again, ...args))
            : handler(request, ...args);
        const response = await tellingAfter(answer);
        done({ status: response.status });
        tellLimit(request, response, systemClock);
        if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
        return response;
      } catch (error) {
        unstable_rethrow(error);
        const response = problem(error, requestId);
        tellLimit(request, response, systemClock);
        done({ status: response.status });
        return response;
      }
    });
  };
}
