import { and, eq, gt, lte, min, sql } from 'drizzle-orm';
import { signals, tasks } from '@/db/schema';
import { update } from '@/lib/journal/change';
import { commitEach } from '@/lib/journal/commit';
import type { Context } from '@/lib/people/context';
import { matchSignals, oldestKept } from '@/lib/desk/signals/match-signals';
import { failedBefore, type Faults } from './faults';

const pairsPerSweep = 100;

/** Expires kept signals that are too old, with an audit event, up to a limit per sweep. */
async function giveUpOld(ctx: Context): Promise<number> {
  const { db, clock } = ctx;
  const old = await db
    .select()
    .from(signals)
    .where(and(eq(signals.state, 'kept'), lte(signals.createdAt, oldestKept(ctx))))
    .limit(pairsPerSweep);
  const expired = await commitEach(
    ctx,
    old.map(({ id, name, key }) => ({
      when: sql`exists (select 1 from ${signals} s where s.id = ${id} and s.state = 'kept')`,
      event: {
        verb: 'signal.expired',
        before: { state: 'kept' },
        after: { state: 'expired' },
        data: { name, key },
      },
      changes: [update(signals, { state: 'expired', settledAt: clock.now() }, eq(signals.id, id))],
    })),
  );
  return expired.filter(Boolean).length;
}

/** The name and key of kept signals that a task now waits for. Exported so that a test can check its query plan. */
export const awaitedPairs = (ctx: Pick<Context, 'db' | 'clock'>) =>
  ctx.db
    .select({ name: signals.name, key: signals.key, runId: min(tasks.runId) })
    .from(tasks)
    // Starts from the waiting tasks, as there may be any number of kept signals that nothing waits for.
    .crossJoin(signals)
    .where(
      and(
        sql`${tasks.state} = 'open' and ${tasks.kind} = 'event'`,
        eq(signals.name, tasks.signalName),
        eq(signals.key, tasks.signalKey),
        sql`${signals.state} = 'kept'`,
        gt(signals.createdAt, oldestKept(ctx)),
      ),
    )
    .groupBy(signals.name, signals.key)
    .orderBy(failedBefore('signals', sql`${signals.name} || ':' || ${signals.key}`))
    .limit(pairsPerSweep);

/**
 * Matches kept signals with waiting tasks, where a process died before doing so, and expires old signals. If a step's
 * schema throws, its signal is kept, and the others are still matched.
 */
export async function matchKeptSignals(
  ctx: Context,
  faults: Faults,
): Promise<{ matched: number; expired: number }> {
  const pairs = await awaitedPairs(ctx);
  let matched = 0;
  for (const { name, key, runId: waiting } of pairs)
    await faults.attempt(
      'signals',
      { id: `${name}:${key}`, ...(waiting !== null && { runId: waiting }) },
      async () => {
        matched += (await matchSignals(ctx, name, key)).length;
      },
    );
  return { matched, expired: await giveUpOld(ctx) };
}
