import { sql } from 'drizzle-orm';
import { tasks } from '@/db/schema';
import { audited } from '@/lib/journal/audit';
import type { Change } from '@/lib/journal/change';
import type { Context } from '@/lib/people/context';
import { isTooOften } from '@/lib/desk/tasks/asked-before';
import type { RunFacts, Suspension } from '@/lib/engine/types';
import { taskValues, waitOf } from '@/lib/desk/tasks/task-values';
import { openTask } from '@/lib/desk/tasks/transitions';

/**
 * Changes that open a task for a suspension; they have no effect if it has one. `suspends`: the run has just
 * suspended.
 */
export async function askSuspension(
  ctx: Context,
  taskId: string,
  suspension: Suspension,
  run: RunFacts,
  suspends: boolean,
): Promise<Change[]> {
  const { runId, workflowId, path, forEachIndex } = suspension;
  const values = await taskValues(ctx, suspension, run);
  const { candidates, title, askedBefore, policy } = values;
  const isNew = sql`not exists (select 1 from ${tasks} t where t.id = ${taskId})`;
  const opened = {
    title,
    step: path,
    ...(suspends && { suspends }),
    ...(askedBefore && { askedBefore: askedBefore.times }),
    ...(isTooOften(askedBefore, policy) && { to: candidates }),
  };
  return [
    audited(
      { verb: 'task.opened', runId, taskId, after: { state: 'open', candidates }, data: opened },
      isNew,
    ),
    ...openTask({
      id: taskId,
      runId,
      workflowId,
      stepPath: path,
      forEachIndex,
      ...waitOf(suspension),
      requesterId: run.requester.id,
      createdAt: ctx.clock.now(),
      ...values,
    }),
  ];
}
