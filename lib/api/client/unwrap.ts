import type { components } from './schema';

/** A refusal of the desk (RFC 9457); `code` says which, and facts stand beside, such as who was faster. */
export type Problem = components['schemas']['Problem'];

/** A call was refused. `problem` is null when the answer was not the desk's, as of a proxy before it. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';

  constructor(
    readonly response: Response,
    readonly problem: Problem | null,
  ) {
    const reasons = problem?.issues?.map(({ path, message }) => `${path} ${message}`.trim()) ?? [];
    super(
      `${response.url || 'The call'} was answered with ${response.status}: ${[problem?.detail ?? 'no reason given', ...reasons].join('; ')}`,
    );
  }
}

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'code' in body && 'requestId' in body;

type Answer = { data?: unknown; error?: unknown; response: Response };

/**
 * What a call gives: `const run = await unwrap(desk.GET('/api/runs/{runId}', …))`.
 * @throws RefusedError; what `fetch` throws when there is no answer
 */
export async function unwrap<A extends Answer>(call: A | Promise<A>): Promise<Exclude<A['data'], undefined>> {
  const { data, error, response } = await call;
  if (!response.ok) throw new RefusedError(response, isProblem(error) ? error : null);
  return data as Exclude<A['data'], undefined>;
}
