import { and, asc, eq, lte, min, sql } from 'drizzle-orm';
import { setTimeout } from 'node:timers/promises';
import { outbox, runLeases } from '@/db/schema';
import { sealAudit } from '@/lib/audit/seal-audit';
import { sweepActor, type Context } from '@/lib/context';
import { log } from '@/lib/log';
import { traced } from '@/lib/observability/traced';
import { drainRun } from '@/lib/outbox/drain-run';
import { databaseNow } from '@/lib/outbox/lease';
import { pruneExpired } from '@/lib/retention/prune-expired';
import { askChecks } from './ask-checks';
import { escalateDueTasks, expireDueTasks, remindDueTasks } from './due-tasks';
import { matchKeptSignals } from './match-kept-signals';

/** How many runs one sweep looks at; the next one goes on. */
const runsPerSweep = 100;
/** How many of them it drives at once, so that a long step does not keep the others waiting. */
const atOnce = 8;
/** What is still under way after this long goes on by itself, under its lease; the next sweep need not wait for it. */
const maxSweepMs = 20_000;

/** Runs gone on with (`busy`: held by somebody else just now), checks answered, signals matched late, tasks whose time was over. */
export type SweepResult = { runs: number; busy: number; failed: number; checks: number; signals: number; expired: number; reminded: number; escalated: number };

async function driveOne(ctx: Context, runId: string, result: SweepResult): Promise<void> {
  try {
    if ((await drainRun(ctx, runId)) === 'busy') result.busy += 1;
  } catch (error) {
    result.failed += 1;
    log.error('the sweep could not go on with a run', { runId, error });
  }
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const timer = new AbortController();
  await Promise.race([work, setTimeout(ms, undefined, { signal: timer.signal }).catch(() => undefined)]);
  timer.abort();
}

/**
 * Asks the checks that are due, matches signals with waits, ends tasks whose time is over, and goes on with everything that is owed and due: recorded
 * starts, answers and cancels whose process died or whose try failed. Bounded, and safe to run in many processes at
 * once, since each run is driven under its lease.
 */
export function sweep(context: Omit<Context, 'actor' | 'channel'>): Promise<SweepResult> {
  return traced('sweep', {}, () => sweepOnce(context));
}

async function sweepOnce(context: Omit<Context, 'actor' | 'channel'>): Promise<SweepResult> {
  const ctx: Context = { ...context, actor: sweepActor, channel: 'system' };
  const checks = await askChecks(ctx);
  const signals = await matchKeptSignals(ctx);
  const expired = await expireDueTasks(ctx);
  const reminded = await remindDueTasks(ctx);
  const escalated = await escalateDueTasks(ctx);
  const due = await ctx.db
    .select({ runId: outbox.runId })
    .from(outbox)
    .leftJoin(runLeases, eq(runLeases.runId, outbox.runId))
    .where(and(eq(outbox.state, 'pending'), lte(outbox.dueAt, ctx.clock.now())))
    .groupBy(outbox.runId)
    // Runs that somebody drives just now come last: they must not crowd out those that nobody does.
    .orderBy(sql`max(coalesce(${runLeases.expiresAt}, 0)) >= ${databaseNow}`, asc(min(outbox.dueAt)))
    .limit(runsPerSweep);
  const result: SweepResult = { runs: due.length, busy: 0, failed: checks.failed, checks: checks.answered, signals: signals.matched, expired, reminded, escalated };
  const queue = due.map(({ runId }) => runId);
  const work = async () => {
    for (let runId = queue.shift(); runId !== undefined; runId = queue.shift()) await driveOne(ctx, runId, result);
  };
  await within(maxSweepMs, Promise.all(Array.from({ length: atOnce }, work)));
  result.busy += queue.length;
  await pruneExpired(ctx);
  await sealAudit(ctx);
  if (result.runs + checks.asked + signals.matched > 0) log.info('sweep', result);
  return { ...result };
}
