import type { Context, UserActor } from '@/lib/people/context';
import { inOneTrip, orNull, together } from '@/lib/base/reads';
import { panelRead, type TaskPanel } from './get-panel';
import { firstTask, taskPageRead } from '@/lib/desk/tasks/list-tasks';
import type { TaskQuery } from '@/lib/desk/tasks/task-query';
import type { TaskSummary } from '@/lib/desk/tasks/types';
import type { Page } from '@/lib/base/page-query';

/**
 * A list of tasks, and the panel of the chosen one or else the first; null if there is none for this reader. The database
 * finds the first one itself, so that both are read in one round trip.
 */
export const getInbox = (
  ctx: Context & { actor: UserActor },
  query: TaskQuery,
  chosen: { taskId: string | null; was?: string | undefined },
): Promise<{ tasks: Page<TaskSummary>; panel: TaskPanel | null }> =>
  inOneTrip(
    ctx.db,
    together({
      tasks: taskPageRead(ctx, query),
      panel: orNull(panelRead(ctx, chosen.taskId ?? firstTask(ctx, query), chosen.was)),
    }),
  );
