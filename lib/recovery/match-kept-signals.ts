import { and, eq, gt, lte, sql } from 'drizzle-orm';
import { signals, tasks } from '@/db/schema';
import type { Context } from '@/lib/context';
import { matchSignals, oldestKept } from '@/lib/signals/match-signals';

const pairsPerSweep = 100;

/** Matches signals with waits that a process died between, and gives up those that grew too old. */
export async function matchKeptSignals(ctx: Context): Promise<{ matched: number; expired: number }> {
  const { db, clock } = ctx;
  const pairs = await db
    .selectDistinct({ name: signals.name, key: signals.key })
    .from(signals)
    .innerJoin(tasks, and(eq(tasks.signalName, signals.name), eq(tasks.signalKey, signals.key), sql`${tasks.state} = 'open' and ${tasks.kind} = 'event'`))
    .where(and(sql`${signals.state} = 'kept'`, gt(signals.createdAt, oldestKept(ctx))))
    .limit(pairsPerSweep);
  let matched = 0;
  for (const { name, key } of pairs) matched += (await matchSignals(ctx, name, key)).length;
  const old = await db
    .update(signals)
    .set({ state: 'expired', settledAt: clock.now() })
    .where(and(eq(signals.state, 'kept'), lte(signals.createdAt, oldestKept(ctx))));
  return { matched, expired: old.rowsAffected };
}
