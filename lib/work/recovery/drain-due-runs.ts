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

/** How many runs one sweep looks at; the next one goes on. */
const runsPerSweep = 100;
/** How many of them it drives at once, so that a long step does not keep the others waiting. */
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
 * Goes on with everything that is owed and due: recorded starts, answers and cancels whose process died or whose try
 * failed. What is still under way after `ms` goes on by itself, under its lease; the next sweep need not wait for it.
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
    // Runs that somebody drives just now come last: they must not crowd out those that nobody does.
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
