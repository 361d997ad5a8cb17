import { z } from 'zod';
import type { ZodOpenApiResponseObject } from 'zod-openapi';
import { errorCodes, type ErrorCode } from '@/lib/base/reasons';
import { problemBody, statusOf, titleOf } from '@/lib/api/http/problem';
import { moment } from '@/lib/base/shapes';
import { taskDetail } from '@/lib/desk/tasks/types';
import { limitHeaders, limitHeadersIfCounted } from '@/lib/api/operations/headers';
import type { Answer, Described } from '@/lib/api/operations/operation';

/** A refusal with the further facts of some codes. */
const refusalBody = problemBody
  .extend({
    retryAfter: z.int().optional().meta({ description: 'Seconds to wait before a retry.' }),
    decidedBy: z.string().optional().meta({ description: 'Who decided the task first.' }),
    decidedAt: moment.optional(),
    outcome: z.string().optional().meta({ description: 'Their decision: the id of an outcome.' }),
    outcomeLabel: z.string().optional(),
    task: taskDetail.optional().meta({ description: 'The task as it is now, for `stale`.' }),
  })
  .meta({ id: 'Problem', description: 'Why a call was refused (RFC 9457).' });

type Responses = Record<string, ZodOpenApiResponseObject>;

/** The error codes of a call: its verb's, and those of every call of its kind. */
function errorsOf({ auth, method, body, errors }: Described): ErrorCode[] {
  const all = new Set<ErrorCode>([...errors, 'unavailable', 'internal']);
  if (auth !== 'none') all.add('unauthenticated');
  // For a write from another site, or a key without the scope.
  if (auth === undefined) for (const code of ['rate_limited', 'forbidden'] as const) all.add(code);
  if (auth === undefined && method === 'post')
    for (const code of ['malformed', 'too_large', 'conflict'] as const) all.add(code);
  if (body)
    for (const code of ['malformed', 'too_large', 'unsupported_media_type', 'invalid'] as const)
      all.add(code);
  return errorCodes.filter((code) => all.has(code));
}

/** Whether a session or key makes the call; signing in and out belongs to better-auth, limited by address. */
export const isOurs = ({ auth, path }: Described) => auth === undefined && !path.startsWith('/api/auth/');

/** The rate limit headers of a response. An invalid key is counted on every call. */
function limitsOf(operation: Described, status: number): Record<string, z.ZodType> {
  if (!isOurs(operation) || (operation.unlimited && status !== 429)) return {};
  // A form without a session is redirected to the sign-in page by a 303, too.
  return [303, 401, 500, 503].includes(status) ? limitHeadersIfCounted : limitHeaders;
}

function successes(operation: Described): Responses {
  const { answers, form } = operation;
  const responses: Responses = {};
  for (const { status, description, json, text, file, headers } of answers) {
    const content = json
      ? { 'application/json': { schema: json } }
      : text
        ? { [text.type]: { schema: z.string(), ...(text.example ? { example: text.example } : {}) } }
        : {};
    const attachment: Answer['headers'] = file ? { 'Content-Disposition': z.string() } : {};
    responses[status] = {
      description,
      ...(json || text ? { content: { ...responses[status]?.content, ...content } } : {}),
      headers: z.object({ ...headers, ...attachment, ...limitsOf(operation, status) }),
    };
  }
  if (form)
    responses['303'] = {
      description: 'The response to a plain form post: the page to open next.',
      headers: z.object({ Location: z.string(), ...limitsOf(operation, 303) }),
    };
  return responses;
}

const shared = new Map<string, ZodOpenApiResponseObject>();

/**
 * The refusal with one of these codes of one status, e.g. `ConflictOrStale`; calls with the same codes share
 * the object.
 */
function refusal(codes: readonly ErrorCode[], limits: Record<string, z.ZodType>): ZodOpenApiResponseObject {
  const counted = Object.keys(limits).length > 0;
  const id =
    codes
      .map((code) => code.replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase()))
      .join('Or') + (counted ? '' : 'Uncounted');
  const mayRetry = codes.includes('rate_limited') || codes.includes('unavailable');
  const response: ZodOpenApiResponseObject = shared.get(id) ?? {
    id,
    description: codes.map((code) => `\`${code}\`: ${titleOf(code)}.`).join(' '),
    content: { 'application/problem+json': { schema: refusalBody } },
    ...(mayRetry || counted
      ? {
          headers: z.object({
            ...(mayRetry && {
              'Retry-After': z.coerce
                .number()
                .int()
                .optional()
                .meta({ description: 'Seconds to wait before a retry.' }),
            }),
            ...limits,
          }),
        }
      : {}),
  };
  shared.set(id, response);
  return response;
}

/** The responses of a call, by status. */
export function responsesOf(operation: Described): Responses {
  const refusals = Map.groupBy(errorsOf(operation), statusOf);
  return {
    ...successes(operation),
    ...Object.fromEntries(
      [...refusals].map(([status, codes]) => [status, refusal(codes, limitsOf(operation, status))]),
    ),
  };
}
