import { unstable_rethrow } from 'next/navigation';
import { requestIdHeader } from '@/lib/auth/request-headers';
import { problem } from './problem';

/** Makes a route handler of a function that may throw: errors become problems, answers are never cached. */
export function route<Args extends unknown[]>(handler: (request: Request, ...args: Args) => Promise<Response>) {
  return async (request: Request, ...args: Args): Promise<Response> => {
    try {
      const response = await handler(request, ...args);
      if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store');
      return response;
    } catch (error) {
      unstable_rethrow(error);
      return problem(error, request.headers.get(requestIdHeader) ?? crypto.randomUUID());
    }
  };
}
