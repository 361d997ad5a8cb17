import { sql, type SQL } from 'drizzle-orm';
import { outbox } from '@/db/schema';
import { newId } from '@/lib/base/ids';
import { canBeUndone } from './undo-window';

/** The longest that a failed debt waits for its next try, in milliseconds. */
export const longestRetryMs = 256_000;

/**
 * What may be worked on at `now`: what was never tried, whatever the clock said that wrote it, and what waits for another
 * try until its time comes. An answer that can still be undone waits. A time that is further away than any try was written by a clock that was wrong.
 */
export const isDue = (now: Date): SQL =>
  sql`((${outbox.lastError} is null or not ${outbox.dueAt} between ${now.getTime() + 1} and ${now.getTime() + longestRetryMs})
    and not (${outbox.kind} = 'resume' and ${canBeUndone(sql`${outbox.taskId}`, now)}))`;

/**
 * A cancel goes before everything else that is owed to a run, a start before any answer, and so does what goes back; of
 * the same kind, what was owed first.
 */
export const inOrder = sql`case ${outbox.kind} when 'cancel' then 0 when 'start' then 1 when 'resume' then 3 else 2 end, ${outbox.seq}, ${outbox.createdAt}, ${outbox.id}`;

/** A run that was cancelled in vain, as it had ended, may come to life again: each cancel is a debt of its own. */
export const cancelDebtFor = (runId: string): string => `cancel:${runId}:${newId('can')}`;

/** True until a run that was taken back has ended: nothing else is done for it, and another cancel is the same one. */
export const isBeingCanceled = (runId: string | SQL): SQL =>
  sql`exists (select 1 from ${outbox} c where c.run_id = ${runId} and c.kind = 'cancel' and c.state <> 'done')`;

/**
 * True while something that is owed to the run was begun and not ended: whoever drove it for us may have died in it. A run
 * that is under way without that is another program's.
 */
export const isInHand = (runId: string): SQL =>
  sql`exists (select 1 from ${outbox} o where o.run_id = ${runId} and o.state <> 'done'
    and (o.kind = 'start' or coalesce(o.data ->> '$.given', o.data ->> '$.plan', o.data ->> '$.discarded', 0) <> 0))`;
