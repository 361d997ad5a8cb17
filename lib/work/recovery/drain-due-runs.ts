import pMap from 'p-map';
import pTimeout from 'p-timeout';
import { and, asc, eq, min } from 'drizzle-orm';
import { outbox } from '@/db/schema';
import type { Context } from '@/lib/people/context';
import { isDue } from '@/lib/journal/debts';
import { drainRun, type DrainOptions } from '@/lib/work/outbox/drain-run';
import { isHeldNow } from '@/lib/desk/runs/lease';
import { failedBefore, type Faults } from './faults';
import type { SweepResult } from './sweep-result';

/** The most runs of one sweep; the next sweep takes the rest. */
const runsPerSweep = 100;
/** How many runs are driven at once, so that one long step does not block the others. */
const atOnce = 8;

async function driveOne(
  ctx: Context,
  runId: string,
  result: SweepResult,
  faults: Faults,
  options: DrainOptions,
): Promise<void> {
  await faults.attempt('debts', { id: runId, runId }, async () => {
    if ((await drainRun(ctx, runId, options)) === 'busy') result.busy += 1;
  });
}

/**
 * Pays the due debts of all runs: those whose process died, and retries. Returns after `ms` at the latest; drives that
 * are still working then continue in the background, under their leases.
 */
export async function drainDueRuns(
  ctx: Context,
  ms: number,
  result: SweepResult,
  faults: Faults,
  options: DrainOptions = {},
): Promise<void> {
  const due = await ctx.db
    .select({ runId: outbox.runId })
    .from(outbox)
    .where(and(eq(outbox.state, 'pending'), isDue(ctx.clock.now())))
    .groupBy(outbox.runId)
    // Runs that are being driven come last, so that they do not crowd out the others.
    .orderBy(failedBefore('debts', outbox.runId), isHeldNow(outbox.runId), asc(min(outbox.dueAt)))
    .limit(runsPerSweep);
  result.runs = due.length;
  let begun = 0;
  const driven = pMap(
    due,
    ({ runId }) => {
      begun += 1;
      return driveOne(ctx, runId, result, faults, options);
    },
    { concurrency: atOnce },
  );
  await pTimeout(driven, { milliseconds: Math.max(ms, 1), fallback: () => undefined });
  result.busy += due.length - begun;
}
