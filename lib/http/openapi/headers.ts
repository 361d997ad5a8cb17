import { z } from 'zod';
import { idempotencyKeyShape } from '@/lib/http/idempotency-key';
import { maxWaitSeconds } from '@/lib/http/drain-after';

/** `Prefer: wait=N` of the calls that set a run in motion. */
export const preferHeader = z.object({
  Prefer: z.string().regex(/wait=\d{1,4}/).optional().meta({ description: `\`wait=N\` waits up to N seconds, at most ${maxWaitSeconds}, for the run to take it (RFC 7240).`, example: 'wait=10' }),
});

export const idempotencyKeyHeader = z
  .string()
  .regex(idempotencyKeyShape)
  .optional()
  .meta({ description: 'Makes one change of several tries: the same request again within a day gets the first answer. 1 to 200 visible ASCII characters of your own, such as a UUID.', example: '7f8d3f3c-5c0f-4b3c-9f55-0c1b3f6f5b9e' });
