import { and, asc, eq, lte, min } from 'drizzle-orm';
import { outbox } from '@/db/schema';
import { sweepActor, type Context } from '@/lib/context';
import { log } from '@/lib/log';
import { drainRun } from '@/lib/outbox/drain-run';
import { askChecks } from './ask-checks';
import { expireDueTasks } from './expire-due-tasks';
import { matchKeptSignals } from './match-kept-signals';

/** How many runs one sweep looks at; the next one goes on. */
const runsPerSweep = 100;

/** Runs gone on with (`busy`: held by somebody else just now), checks answered, signals matched late, tasks whose time was over. */
export type SweepResult = { runs: number; busy: number; failed: number; checks: number; signals: number; expired: number };

/**
 * Asks the checks that are due, matches signals with waits, ends tasks whose time is over, and goes on with everything that is owed and due: recorded
 * starts, answers and cancels whose process died or whose try failed. Bounded, and safe to run in many processes at
 * once, since each run is driven under its lease.
 */
export async function sweep(context: Omit<Context, 'actor' | 'channel'>): Promise<SweepResult> {
  const ctx: Context = { ...context, actor: sweepActor, channel: 'system' };
  const checks = await askChecks(ctx);
  const signals = await matchKeptSignals(ctx);
  const expired = await expireDueTasks(ctx);
  const due = await ctx.db
    .select({ runId: outbox.runId })
    .from(outbox)
    .where(and(eq(outbox.state, 'pending'), lte(outbox.dueAt, ctx.clock.now())))
    .groupBy(outbox.runId)
    .orderBy(asc(min(outbox.dueAt)))
    .limit(runsPerSweep);
  const result: SweepResult = { runs: due.length, busy: 0, failed: checks.failed, checks: checks.answered, signals: signals.matched, expired };
  for (const { runId } of due) {
    try {
      if ((await drainRun(ctx, runId)) === 'busy') result.busy += 1;
    } catch (error) {
      result.failed += 1;
      log.error('the sweep could not go on with a run', { runId, error });
    }
  }
  if (result.runs + checks.asked + signals.matched > 0) log.info('sweep', result);
  return result;
}
