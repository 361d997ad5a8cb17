import type { components } from './schema';

/** A refusal by the desk (RFC 9457), with its `code` and further facts, such as who decided first. */
export type Problem = components['schemas']['Problem'];

/** A call was refused. `problem` is null when the response was not the desk's, e.g. a proxy's. */
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
 * The data of a call: `const run = await unwrap(desk.GET('/api/runs/{runId}', …))`.
 * @throws RefusedError; the error of `fetch` when there is no response
 */
export async function unwrap<A extends Answer>(call: A | Promise<A>): Promise<Exclude<A['data'], undefined>> {
  const { data, error, response } = await call;
  if (!response.ok) throw new RefusedError(response, isProblem(error) ? error : null);
  return data as Exclude<A['data'], undefined>;
}
