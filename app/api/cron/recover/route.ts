import { database, systemClock } from '@/lib/context';
import { env } from '@/lib/env';
import { requireBearer } from '@/lib/http/require-bearer';
import { route } from '@/lib/http/route';
import { engine } from '@/lib/mastra';
import { sweep } from '@/lib/recovery/sweep';

/** Seconds a serverless host lets this run; the sweep itself takes no new work after the half of it. */
export const maxDuration = 60;

/** One sweep, for a scheduler: Vercel's calls GET. Safe at any time, beside live servers and other sweeps. */
const recover = route(async (request) => {
  const { cronSecret, staleAfterMs } = env();
  requireBearer(request, cronSecret);
  return Response.json(await sweep({ db: database(), engine: await engine(), clock: systemClock }, { staleAfterMs, maxMs: 30_000 }));
});

export { recover as GET, recover as POST };
