import { and, eq, gt, lte, min, sql } from 'drizzle-orm';
import { signals, tasks } from '@/db/schema';
import { update } from '@/lib/journal/change';
import { commitEach } from '@/lib/journal/commit';
import type { Context } from '@/lib/people/context';
import { matchSignals, oldestKept } from '@/lib/desk/signals/match-signals';
import { failedBefore, type Faults } from './faults';

const pairsPerSweep = 100;

/** Marks kept signals that are too old, and says so in the audit log; no more than a sweep's share. */
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

/** Kept signals that a task waits for by now, by name and key. Exported so that a test can ask for its query plan. */
export const awaitedPairs = (ctx: Pick<Context, 'db' | 'clock'>) =>
  ctx.db
    .select({ name: signals.name, key: signals.key, runId: min(tasks.runId) })
    .from(tasks)
    // From the waits, as signals that nothing waits for may be kept in any number.
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
 * Matches signals with waits that a process died between, and gives up those that grew too old. A signal that cannot be
 * held against a wait, since the schema of its step throws, is kept, and keeps no other waiting.
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
