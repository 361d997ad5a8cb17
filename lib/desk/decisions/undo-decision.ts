import { and, eq, getTableColumns, sql } from 'drizzle-orm';
import { decisions, outbox, runs, tasks, undoneDecisions } from '@/db/schema';
import { runBatchThen } from '@/db/guarded';
import { requireScope } from '@/lib/people/require-scope';
import { auditWhere } from '@/lib/journal/audit';
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

/** Everything that was journaled of a decision, as `undone_decisions` keeps it. */
const kept = Object.values(getTableColumns(undoneDecisions))
  .filter(({ name }) => name !== undoneDecisions.undoneAt.name)
  .map(({ name }) => sql.identifier(name));

/**
 * Takes back one's own decision before it is applied: the task is open again, as it was. The decision stays in the
 * journal as undone. Undoing it again is a success.
 * @throws not_found, forbidden (somebody else's decision), conflict (it is being applied, or the run was cancelled)
 */
export async function undoDecision(ctx: Context, taskId: string): Promise<TaskDetail> {
  requireScope(ctx, 'tasks:decide');
  const { db, clock } = ctx;
  const { task, decision } = await getTaskFor(ctx, taskId);
  const me = signatureOf(ctx.actor).actorId;
  if (decision && decision.actorId !== me) throw forbidden('Only the person who decided can undo it.');
  const now = clock.now();
  const id = decision?.id ?? '';
  const guard = sql`${canBeUndone(taskId, now)} and d.applied_at is null and not ${isBeingCanceled(task.runId)}
    and exists (select 1 from ${tasks} t join ${runs} r on r.id = t.run_id
      where t.id = d.task_id and t.state = 'decided' and r.status not in (${ended}))`;
  const columns = sql.join(kept, sql`, `);
  const mine = sql`exists (select 1 from ${undoneDecisions} u where u.id = ${id} and u.undone_at = ${now.getTime()})
    and exists (select 1 from ${decisions} d where d.id = ${id})`;
  const { changed, found } = await runBatchThen(
    db,
    [
      db.run(sql`insert into ${undoneDecisions} (${columns}, undone_at)
        select ${columns}, ${now.getTime()} from ${decisions} d where d.id = ${id} and ${guard} on conflict do nothing`),
      auditWhere(
        ctx,
        {
          verb: 'decision.undone',
          runId: task.runId,
          taskId,
          before: { state: 'decided' },
          after: { state: 'open' },
          data: { outcome: decision?.outcome ?? null },
        },
        mine,
      ),
      ...reopenTask(ctx, taskId, mine),
      db.delete(outbox).where(and(eq(outbox.id, `resume:${taskId}`), eq(outbox.state, 'pending'), mine)),
      db.delete(decisions).where(and(eq(decisions.id, id), mine)),
    ],
    taskRead(db, taskId),
  );
  const after = foundTask(ctx, found);
  if (changed === 1 || (after.task.state === 'open' && (await undoneBefore(ctx, taskId, me))))
    return taskDetail(ctx, after);
  throw conflict(
    after.decision ? 'It is too late to undo this: the workflow has continued.' : 'There is nothing to undo.',
    { state: after.task.state },
  );
}

const undoneBefore = async ({ db }: Context, taskId: string, actorId: string): Promise<boolean> =>
  (await db.$count(
    undoneDecisions,
    and(eq(undoneDecisions.taskId, taskId), eq(undoneDecisions.actorId, actorId)),
  )) > 0;
