import { sql, type SQL } from 'drizzle-orm';
import { decisions } from '@/db/schema';
import { longestUndoMs } from '@/lib/base/longest-undo';

/**
 * True in the database while the decision on a task can be undone, so that it must not be applied. An end that is
 * further away than any can be was written by a clock that was wrong, and counts as over.
 */
export const canBeUndone = (taskId: string | SQL, now: Date): SQL =>
  sql`exists (select 1 from ${decisions} w where w.task_id = ${taskId} and w.undo_closed_at is null
    and w.undo_until between ${now.getTime() + 1} and ${now.getTime() + longestUndoMs})`;
