import { database } from '@/lib/base/database';
import { systemClock } from '@/lib/base/clock';
import { env } from '@/lib/base/env';
import { followDatabaseClock } from '@/lib/base/follow-database-clock';
import { afterResponse } from '@/lib/api/http/after-response';
import { requireBearer } from '@/lib/api/http/require-bearer';
import { route } from '@/lib/api/http/route';
import { workUntil } from '@/lib/api/http/work-until';
import { engine } from '@/lib/mastra';
import { tellEverybody } from '@/lib/tell/drain/tell-people';
import { sweep } from '@/lib/process/sweep/sweep';
import { drivesDone } from '@/lib/base/shutdown';

/** Seconds, on a serverless host, including runs driven after the response. */
export const maxDuration = 300;

/** One sweep, for a scheduler: Vercel's calls GET. Safe at any time, beside live servers and other sweeps. */
const recover = route(async (request) => {
  const { cronSecret, staleAfterMs, serverless } = env();
  requireBearer(request, cronSecret);
  const context = { db: database(), engine: await engine(), clock: systemClock };
  await followDatabaseClock(context.db);
  const result = await sweep(context, {
    staleAfterMs,
    maxMs: 30_000,
    until: workUntil(),
    tell: () => tellEverybody(context),
  });
  // Only serverless hosts suspend the process after the response, while runs may still be driven.
  if (serverless) afterResponse(drivesDone);
  return Response.json(result);
});

export { recover as GET, recover as POST };
