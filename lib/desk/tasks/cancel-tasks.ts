import { inArray } from 'drizzle-orm';
import type { CloseReason } from '@/db/enums';
import { tasks } from '@/db/schema';
import { audited } from '@/lib/journal/audit';
import type { Change } from '@/lib/journal/change';
import { isOpen } from './record-decision';
import { closeTasks } from './transitions';

/** Changes that cancel those of these tasks that are open, each with an audit event and the reason. */
export function cancelTasks(
  runId: string,
  taskIds: readonly string[],
  reason: CloseReason,
  at: Date,
): Change[] {
  if (taskIds.length === 0) return [];
  const canceled = (taskId: string) =>
    audited(
      {
        verb: 'task.canceled',
        runId,
        taskId,
        before: { state: 'open' },
        after: { state: 'canceled' },
        data: { reason },
      },
      isOpen(taskId),
    );
  return [
    ...taskIds.map(canceled),
    ...closeTasks(inArray(tasks.id, [...taskIds]), { state: 'canceled', reason, at }),
  ];
}
