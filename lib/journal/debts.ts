import { sql, type SQL } from 'drizzle-orm';
import { outbox } from '@/db/schema';
import { newId } from '@/lib/base/ids';
import { canBeUndone } from './undo-window';

/** The longest delay before a failed debt is retried, in milliseconds. */
export const longestRetryMs = 256_000;

/**
 * Debts that may be paid at `now`: those never tried, whatever their time, and those whose retry is due. A retry further
 * away than the longest delay was scheduled by a wrong clock, and is due. Decisions that can still be undone are not.
 */
export const isDue = (now: Date): SQL =>
  sql`((${outbox.lastError} is null or not ${outbox.dueAt} between ${now.getTime() + 1} and ${now.getTime() + longestRetryMs})
    and not (${outbox.kind} = 'resume' and ${canBeUndone(sql`${outbox.taskId}`, now)}))`;

/**
 * A run's debts in the order they are paid: cancel, start, the ways back, then decisions; the oldest of each first.
 */
export const inOrder = sql`case ${outbox.kind} when 'cancel' then 0 when 'start' then 1 when 'resume' then 3 else 2 end, ${outbox.seq}, ${outbox.createdAt}, ${outbox.id}`;

/**
 * Unique for each cancel: a run that had already ended when it was cancelled may be reopened, and cancelled again.
 */
export const cancelDebtFor = (runId: string): string => `cancel:${runId}:${newId('can')}`;

/** True while a cancel is owed to the run: nothing else is done for it, and a second cancel joins the first. */
export const isBeingCanceled = (runId: string | SQL): SQL =>
  sql`exists (select 1 from ${outbox} c where c.run_id = ${runId} and c.kind = 'cancel' and c.state <> 'done')`;

/**
 * True while a debt of the run was begun and not finished: the process that drove it may have died. If a run is running
 * without such a debt, another program drives it.
 */
export const isInHand = (runId: string): SQL =>
  sql`exists (select 1 from ${outbox} o where o.run_id = ${runId} and o.state <> 'done'
    and (o.kind = 'start' or coalesce(o.data ->> '$.given', o.data ->> '$.plan', o.data ->> '$.discarded', 0) <> 0))`;
