import { env } from '@/lib/base/env';

/**
 * How long a serverless function may work, including the work after its response; `maxDuration` of the
 * routes.
 */
export const functionSeconds = 300;
/** Time for steps to abort, and for the batch that releases the run. */
const marginMs = 20_000;

/** The `performance.now()` time by which a request's work must stop; undefined on a long-running server. */
export const workUntil = (): number | undefined =>
  env().serverless ? performance.now() + functionSeconds * 1000 - marginMs : undefined;
