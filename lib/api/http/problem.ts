import { z } from 'zod';
import { isAway } from '@/db/away';
import { isBusy } from '@/db/busy';
import { AppError, issuesIn, type ErrorCode } from '@/lib/base/errors';
import { log } from '@/lib/base/log';
import { said, sentenceOf } from '@/lib/base/reasons';
import { metrics } from '@/lib/base/telemetry/metrics';
import { errorCode, errorReason } from '@/lib/base/shapes';

const statuses: Record<ErrorCode, { status: number; title: string }> = {
  malformed: { status: 400, title: 'Malformed request' },
  unauthenticated: { status: 401, title: 'Not signed in' },
  forbidden: { status: 403, title: 'Not allowed' },
  not_found: { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'Conflict' },
  stale: { status: 409, title: 'The question has changed' },
  too_large: { status: 413, title: 'Too large' },
  unsupported_media_type: { status: 415, title: 'Unsupported content type' },
  invalid: { status: 422, title: 'Some values do not fit' },
  rate_limited: { status: 429, title: 'Too many requests' },
  unavailable: { status: 503, title: 'Not available just now' },
  internal: { status: 500, title: 'Something went wrong' },
};

export const statusOf = (code: ErrorCode): number => statuses[code].status;
export const titleOf = (code: ErrorCode): string => statuses[code].title;

/** The body of a refusal (RFC 9457), with further facts, such as who decided first. */
export const problemBody = z.looseObject({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int(),
  code: errorCode,
  reason: errorReason,
  detail: z.string().meta({
    description: 'What is wrong, in words. The values in the sentence are properties beside `reason`.',
  }),
  issues: z
    .array(
      z.object({
        path: z
          .string()
          .meta({ description: 'The field, such as `items[0].sku`; empty for the body as a whole.' }),
        message: z.string(),
      }),
    )
    .optional()
    .meta({ description: 'All invalid fields, for `invalid`.' }),
  requestId: z.string().meta({ description: 'The id of this request in the log.' }),
});

function known(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isBusy(error)) return new AppError(said('desk_busy'), { cause: error });
  if (isAway(error)) return new AppError(said('database_away'), { cause: error });
  return new AppError(said('unexpected'), { cause: error });
}

/**
 * Turns any error into an AppError. An unexpected error is logged with the request's id and returned without
 * its text.
 */
export function toAppError(error: unknown, requestId: string): AppError {
  const told = known(error);
  // A deliberate `unavailable` without a cause needs no log entry.
  const meant = told.code === 'unavailable' && told.cause === undefined;
  if (statuses[told.code].status >= 500 && !meant)
    log.error('a request failed', { requestId, code: told.code, error: told.cause ?? told });
  return told;
}

/**
 * An error as `application/problem+json` (RFC 9457) with our `code`, `issues` for `invalid`, and the request
 * id. An unexpected error is logged with that id and becomes `internal`, without its text.
 */
export function problem(error: unknown, requestId: string): Response {
  const told = toAppError(error, requestId);
  const { status, title } = statuses[told.code];
  const reason = isBusy(told) ? 'busy' : isAway(told) ? 'away' : undefined;
  if (reason) metrics().storeErrors.inc({ reason });
  const { retryAfter } = { ...(told.code === 'unavailable' && { retryAfter: 5 }), ...told.params };
  const body: z.infer<typeof problemBody> = {
    ...told.params,
    type: 'about:blank',
    title,
    status,
    code: told.code,
    reason: told.reason,
    detail: sentenceOf(told),
    ...(told.issues && { issues: issuesIn(told.issues) }),
    requestId,
  };
  return Response.json(body, {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
    },
  });
}
