import { sql, type SQL } from 'drizzle-orm';
import { decisions } from '@/db/schema';
import { longestUndoMs } from '@/lib/base/longest-undo';

/**
 * SQL that is true while the decision on a task can be undone, and so must not be applied yet. A window that ends later
 * than the longest possible one was written by a wrong clock, and counts as closed.
 */
export const canBeUndone = (taskId: string | SQL, now: Date): SQL =>
  sql`exists (select 1 from ${decisions} w where w.task_id = ${taskId} and w.undo_closed_at is null
    and w.undo_until between ${now.getTime() + 1} and ${now.getTime() + longestUndoMs})`;
