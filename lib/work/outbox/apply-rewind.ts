import { and, eq, sql } from 'drizzle-orm';
import { outbox } from '@/db/schema';
import type { Database } from '@/db/client';
import type { Change } from '@/lib/journal/change';
import type { Context } from '@/lib/people/context';
import type { HeldRun } from '@/lib/desk/runs/lease';
import { goBack, rewindData } from './go-back';
import { rebuildData, replayJournal } from './replay-journal';

type Debt = Pick<typeof outbox.$inferSelect, 'id' | 'kind' | 'data'>;

/** Whether the run was cancelled after this debt was recorded. */
const isCanceledSince = async (db: Database, runId: string, debtId: string): Promise<boolean> =>
  (await db.$count(
    outbox,
    and(
      eq(outbox.runId, runId),
      eq(outbox.kind, 'cancel'),
      sql`${outbox.seq} > (select o.seq from ${outbox} o where o.id = ${debtId})`,
    ),
  )) > 0;

/**
 * Rewinds a run as its debt says, or rebuilds it from its journal. Does nothing if the run was cancelled before that
 * began, as a cancelled run must not run again. Must run under the run's lease.
 */
export async function applyRewind(ctx: Context, held: HeldRun, debt: Debt): Promise<Change[] | 'lost'> {
  if (held.run.status === 'canceled') return [];
  const isCanceled = await isCanceledSince(ctx.db, held.run.id, debt.id);
  if (debt.kind !== 'rebuild')
    return goBack(ctx, held, { id: debt.id, data: rewindData.parse(debt.data), isCanceled });
  const data = rebuildData.parse(debt.data);
  return isCanceled && !data.discarded ? [] : replayJournal(ctx, held, { id: debt.id, data });
}
