import { and, eq, getTableColumns, sql } from 'drizzle-orm';
import { decisions, outbox, runs, tasks, undoneDecisions } from '@/db/schema';
import { requireScope } from '@/lib/people/require-scope';
import { remove, type Change } from '@/lib/journal/change';
import { commit } from '@/lib/journal/commit';
import { signatureOf, type Context } from '@/lib/people/context';
import { conflict, forbidden } from '@/lib/base/errors';
import { finalRunStatuses } from '@/db/enums';
import { isBeingCanceled } from '@/lib/journal/debts';
import { foundTask, getTaskFor, taskDetail, taskRead } from '@/lib/desk/tasks/get-task';
import { reopenTask } from '@/lib/desk/tasks/transitions';
import type { TaskDetail } from '@/lib/desk/tasks/types';
import { canBeUndone } from '@/lib/journal/undo-window';

const ended = sql.join(
  finalRunStatuses.map((status) => sql`${status}`),
  sql`, `,
);

/** The columns of a decision that `undone_decisions` copies. */
const columns = sql.join(
  Object.values(getTableColumns(undoneDecisions))
    .filter(({ name }) => name !== undoneDecisions.undoneAt.name)
    .map(({ name }) => sql.identifier(name)),
  sql`, `,
);

const keepUndone = (id: string, at: Date): Change => ({
  statement: ({ db }, mine) =>
    db.run(sql`insert into ${undoneDecisions} (${columns}, undone_at)
      select ${columns}, ${at.getTime()} from ${decisions} d where ${and(sql`d.id = ${id}`, mine)}`),
});

/**
 * Undoes the actor's own decision before it is applied, and opens the task again. The decision is kept in
 * `undone_decisions`. Repeating it succeeds.
 * @throws not_found, forbidden (somebody else's decision), conflict (it is being applied, or the run was cancelled)
 */
export async function undoDecision(ctx: Context, taskId: string): Promise<TaskDetail> {
  requireScope(ctx, 'tasks:decide');
  const { db, clock } = ctx;
  const { task, decision } = await getTaskFor(ctx, taskId);
  const me = signatureOf(ctx.actor).actorId;
  if (decision && decision.actorId !== me) throw forbidden('only_decider_undoes');
  const now = clock.now();
  const id = decision?.id ?? '';
  const { won, found } = await commit(ctx, {
    when: sql`exists (select 1 from ${decisions} d where d.id = ${id} and ${canBeUndone(taskId, now)} and d.applied_at is null
      and not ${isBeingCanceled(task.runId)} and exists (select 1 from ${tasks} t join ${runs} r on r.id = t.run_id
        where t.id = d.task_id and t.state = 'decided' and r.status not in (${ended})))`,
    event: {
      verb: 'decision.undone',
      runId: task.runId,
      taskId,
      before: { state: 'decided' },
      after: { state: 'open' },
      data: { outcome: decision?.outcome ?? null },
    },
    changes: [
      keepUndone(id, now),
      ...reopenTask(taskId),
      remove(outbox, and(eq(outbox.id, `resume:${taskId}`), eq(outbox.state, 'pending'))),
      remove(decisions, eq(decisions.id, id)),
    ],
    reads: taskRead(db, taskId),
  });
  const after = foundTask(ctx, found);
  if (won || (after.task.state === 'open' && (await undoneBefore(ctx, taskId, me))))
    return taskDetail(ctx, after);
  throw conflict(after.decision ? 'too_late_to_undo' : 'nothing_to_undo', { state: after.task.state });
}

const undoneBefore = async ({ db }: Context, taskId: string, actorId: string): Promise<boolean> =>
  (await db.$count(
    undoneDecisions,
    and(eq(undoneDecisions.taskId, taskId), eq(undoneDecisions.actorId, actorId)),
  )) > 0;
