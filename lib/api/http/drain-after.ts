import pMap from 'p-map';
import type { Context } from '@/lib/people/context';
import { log } from '@/lib/base/log';
import { drainRun } from '@/lib/work/outbox/drain-run';
import { isDone, openDebts } from '@/lib/work/outbox/is-done';
import { longestUndoMs } from '@/lib/base/longest-undo';
import { isStopping } from '@/lib/base/shutdown';
import { afterResponse } from './after-response';
import { workUntil } from './work-until';

export const maxWaitSeconds = 30;
const lookEveryMs = 100;
/** How many runs one call drives at the same time. */
const atOnce = 4;

/**
 * A run to drive, not before `notBefore`. `waitsFor`: the outbox entry, or all entries of the run, that a
 * waiting caller waits for; without it nobody waits.
 */
export type Drive = { runId: string; waitsFor?: { debt: string } | 'all'; notBefore?: Date | null };

/** Seconds of `Prefer: wait=N` (RFC 7240), at most 30; 0 when the caller does not want to wait. */
export function waitSeconds(request: Request): number {
  const match = /(?:^|[,;\s])wait=(\d{1,4})(?:$|[,;\s])/i.exec(request.headers.get('prefer') ?? '');
  return match ? Math.min(Number(match[1]), maxWaitSeconds) : 0;
}

/** Milliseconds until then; 0 when that exceeds the longest time to undo, since a wrong clock wrote it. */
function leftUntil(notBefore: Date, now: Date): number {
  const left = notBefore.getTime() - now.getTime();
  return left > longestUndoMs ? 0 : Math.max(0, left);
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function driveOne(ctx: Context, { runId, notBefore }: Drive, until: number | undefined): Promise<void> {
  if (notBefore) await pause(leftUntil(notBefore, ctx.clock.now()));
  if (isStopping()) return;
  await drainRun(ctx, runId, { until }).catch((error: unknown) =>
    log.error('a run could not be driven; the sweep will', { runId, error }),
  );
}

async function driveAll(ctx: Context, drives: readonly Drive[], until: number | undefined): Promise<void> {
  await pMap(drives, (drive) => driveOne(ctx, drive, until), { concurrency: atOnce });
}

async function hasCome({ db }: Context, { runId, waitsFor }: Drive): Promise<boolean> {
  if (!waitsFor) return true;
  return waitsFor === 'all' ? (await openDebts(db, runId)) === 0 : isDone(db, waitsFor.debt);
}

/** Polls until everything awaited is done, or until the deadline. */
async function waitUntil(ctx: Context, drives: readonly Drive[], deadline: number): Promise<boolean> {
  for (;;) {
    const done = await Promise.all(drives.map((drive) => hasCome(ctx, drive)));
    if (done.every(Boolean)) return true;
    if (performance.now() >= deadline || isStopping()) return false;
    await pause(lookEveryMs);
  }
}

/**
 * Drives runs after the response, or before it as long as the caller wants to wait. The work continues after
 * the wait; if the process dies, the sweep takes over.
 * @returns whether everything awaited is done; false if nobody waits, true if there is nothing to drive
 */
export async function drainAfter(ctx: Context, drives: readonly Drive[], seconds: number): Promise<boolean> {
  if (drives.length === 0) return true;
  const until = workUntil();
  if (seconds === 0 || !drives.some(({ waitsFor }) => waitsFor)) {
    afterResponse(() => driveAll(ctx, drives, until));
    return false;
  }
  const working = driveAll(ctx, drives, until);
  afterResponse(() => working);
  const deadline = performance.now() + seconds * 1000;
  await Promise.race([working, pause(seconds * 1000)]);
  // Another process may be driving the run; wait for its result.
  return waitUntil(ctx, drives, deadline);
}
