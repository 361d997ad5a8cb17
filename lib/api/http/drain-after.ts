import type { Context } from '@/lib/people/context';
import { log } from '@/lib/base/log';
import { drainRun } from '@/lib/work/outbox/drain-run';
import { isStopping } from '@/lib/base/shutdown';
import { afterResponse } from './after-response';
import { workUntil } from './work-until';

export const maxWaitSeconds = 30;
const lookEveryMs = 100;

/** Seconds of `Prefer: wait=N` (RFC 7240), at most 30; 0 when the caller does not want to wait. */
export function waitSeconds(request: Request): number {
  const match = /(?:^|[,;\s])wait=(\d{1,4})(?:$|[,;\s])/i.exec(request.headers.get('prefer') ?? '');
  return match ? Math.min(Number(match[1]), maxWaitSeconds) : 0;
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * Does what is owed to a run after the response, or before it for as long as the caller wants to wait.
 * What is owed from `notBefore` on is done then.
 * The work goes on when the wait is over; if this process dies, or its host gives it no more time, the sweep goes on.
 * @returns the last answer of `isDone`; false, unasked, when nobody waits.
 */
export async function drainAfter(
  ctx: Context,
  runId: string,
  seconds: number,
  isDone: () => Promise<boolean>,
  notBefore: Date | null = null,
): Promise<boolean> {
  const until = workUntil();
  const work = async () => {
    if (notBefore) await pause(Math.max(0, notBefore.getTime() - Date.now()));
    if (isStopping()) return;
    await drainRun(ctx, runId, { until }).catch((error: unknown) =>
      log.error('a run could not be driven; the sweep will', { runId, error }),
    );
  };
  if (seconds === 0) {
    afterResponse(work);
    return false;
  }
  const working = work();
  afterResponse(() => working);
  const deadline = Date.now() + seconds * 1000;
  await Promise.race([working, pause(seconds * 1000)]);
  // Somebody else may hold the run; then its work is ours to wait for.
  let done = await isDone();
  while (!done && Date.now() < deadline && !isStopping()) {
    await pause(lookEveryMs);
    done = await isDone();
  }
  return done;
}
