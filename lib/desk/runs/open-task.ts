import { and, eq, inArray, sql } from 'drizzle-orm';
import { taskCandidates, tasks } from '@/db/schema';
import type { Statement } from '@/db/guarded';
import { audit, auditWhere } from '@/lib/journal/audit';
import type { Context } from '@/lib/people/context';
import { isTooOften } from '@/lib/desk/tasks/asked-before';
import type { RunFacts, Suspension } from '@/lib/engine/engine';
import { taskValues } from '@/lib/desk/tasks/task-values';

/** Statements that ask people about a suspension; of one that is asked already they change nothing. `suspends`: the run waits since. */
export async function openTask(
  ctx: Context,
  taskId: string,
  suspension: Suspension,
  run: RunFacts,
  suspends: boolean,
): Promise<Statement[]> {
  const { db, clock } = ctx;
  const { runId, workflowId, path, forEachIndex, suspendedAt } = suspension;
  const values = await taskValues(ctx, suspension, run);
  const { candidates, title, askedBefore, policy } = values;
  return [
    db
      .insert(tasks)
      .values({
        id: taskId,
        runId,
        workflowId,
        stepPath: path,
        forEachIndex,
        suspendedAt,
        requesterId: run.requester.id,
        createdAt: clock.now(),
        ...values,
      })
      .onConflictDoNothing(),
    ...(candidates.length > 0
      ? [
          db
            .insert(taskCandidates)
            .values(candidates.map((principal) => ({ taskId, principal })))
            .onConflictDoNothing(),
        ]
      : []),
    audit(ctx, {
      verb: 'task.opened',
      runId,
      taskId,
      key: `task.opened:${taskId}`,
      after: { state: 'open', candidates },
      data: {
        title,
        step: path,
        ...(suspends && { suspends }),
        ...(askedBefore && { askedBefore: askedBefore.times }),
        ...(isTooOften(askedBefore, policy) && { to: candidates }),
      },
    }),
  ];
}

/** Statements that end open tasks of a run; they tell why and take the tasks out of every inbox. */
export function cancelTasks(ctx: Context, taskIds: string[], runId: string, reason: string): Statement[] {
  if (taskIds.length === 0) return [];
  const { db, clock } = ctx;
  const open = and(inArray(tasks.id, taskIds), eq(tasks.state, 'open'));
  return [
    ...taskIds.map((taskId) =>
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
        sql`exists (select 1 from ${tasks} where id = ${taskId} and state = 'open')`,
      ),
    ),
    db.update(tasks).set({ state: 'canceled', closedAt: clock.now(), closeReason: reason }).where(open),
    db.update(taskCandidates).set({ open: false }).where(inArray(taskCandidates.taskId, taskIds)),
  ];
}
