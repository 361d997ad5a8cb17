import { inArray, sql, type SQL } from 'drizzle-orm';
import type { CloseReason } from '@/db/enums';
import { tasks } from '@/db/schema';
import type { Statement } from '@/db/guarded';
import { auditWhere } from '@/lib/journal/audit';
import type { Context } from '@/lib/people/context';
import { isOpen } from './record-answer';
import { closeTasks } from './transitions';

/** Statements that end those of these tasks of a run that are open, each with an audit event that says why. */
export function cancelTasks(
  ctx: Context,
  runId: string,
  taskIds: readonly string[],
  reason: CloseReason,
  when: SQL = sql`1`,
): Statement[] {
  if (taskIds.length === 0) return [];
  const canceled = (taskId: string) =>
    auditWhere(
      ctx,
      {
        verb: 'task.canceled',
        runId,
        taskId,
        before: { state: 'open' },
        after: { state: 'canceled' },
        data: { reason },
      },
      sql`${when} and ${isOpen(taskId)}`,
    );
  return [
    ...taskIds.map(canceled),
    ...closeTasks(ctx, inArray(tasks.id, [...taskIds]), { state: 'canceled', reason }, when),
  ];
}
