import { z } from 'zod';
import { idempotencyKeyShape } from '@/lib/api/http/idempotency-key';
import { maxWaitSeconds } from '@/lib/api/http/drain-after';

/** `Prefer: wait=N`, for calls that continue a run. */
export const preferHeader = z.object({
  Prefer: z
    .string()
    .regex(/wait=\d{1,4}/)
    .optional()
    .meta({
      description: `\`wait=N\` waits up to N seconds, at most ${maxWaitSeconds}, until the change is applied (RFC 7240).`,
      example: 'wait=10',
      param: { id: 'Prefer' },
    }),
});

export const idempotencyKeyHeader = z
  .string()
  .regex(idempotencyKeyShape)
  .optional()
  .meta({
    description:
      'Makes retries safe: repeating the request within a day returns the first response. 1 to 200 visible ASCII characters, such as a UUID.',
    example: '7f8d3f3c-5c0f-4b3c-9f55-0c1b3f6f5b9e',
    param: { id: 'IdempotencyKey' },
  });

const described = {
  'RateLimit-Policy': {
    description:
      'The limit that this request counts against (`reads`, `writes` or `wrong-keys`): `q` requests in `w` seconds.',
    example: '"reads";q=600;w=60',
  },
  RateLimit: {
    description: 'The requests left in the current window: `r` for the next `t` seconds.',
    example: '"reads";r=599;t=60',
  },
};

/** The rate limit headers of a response (draft-ietf-httpapi-ratelimit-headers-11). */
export const limitHeaders = {
  'RateLimit-Policy': z
    .string()
    .meta({ ...described['RateLimit-Policy'], header: { id: 'RateLimitPolicy' } }),
  RateLimit: z.string().meta({ ...described.RateLimit, header: { id: 'RateLimit' } }),
};

/** The same, optional: they are missing if the sender is unknown or the database cannot be reached. */
export const limitHeadersIfCounted = {
  'RateLimit-Policy': z
    .string()
    .optional()
    .meta({ ...described['RateLimit-Policy'], header: { id: 'RateLimitPolicyIfCounted' } }),
  RateLimit: z
    .string()
    .optional()
    .meta({ ...described.RateLimit, header: { id: 'RateLimitIfCounted' } }),
};
