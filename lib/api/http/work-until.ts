import { env } from '@/lib/base/env';

/** How long a function may work on a serverless host, its response and what comes after it together; `maxDuration` of the routes. */
export const functionSeconds = 300;
/** Enough for steps that are told to stop, and for the batch that gives the run back. */
const marginMs = 20_000;

/** The moment (of `performance.now()`) by which work that a request began must be given up; undefined on a server of one's own. */
export const workUntil = (): number | undefined =>
  env().serverless ? performance.now() + functionSeconds * 1000 - marginMs : undefined;
