import { and, eq, inArray, notInArray, sql, type InferInsertModel, type SQL } from 'drizzle-orm';
import type { CloseReason } from '@/db/enums';
import { taskCandidates, tasks } from '@/db/schema';
import { dueOrder, priorityOrder } from '@/db/schema/task-orders';
import type { Statement } from '@/db/guarded';
import type { Context } from '@/lib/people/context';

/**
 * The only code that writes a task's state, assignee and candidates, and whether it is in inboxes. Each function returns
 * statements for a verb's batch. The verb has checked the authority, and `when` is what must still hold in the database.
 * The task's own row is written last, so `when` may refer to it.
 */

type Db = Pick<Context, 'db'>;
type Timed = Pick<Context, 'db' | 'clock'>;

const candidateOf = ({ db }: Db, which: SQL | undefined) =>
  inArray(taskCandidates.taskId, db.select({ id: tasks.id }).from(tasks).where(which));

/** Puts a task into the inboxes of these principals, with what lists sort it by; where it is already, it stays. */
const ask = ({ db }: Db, taskId: string, principals: readonly string[], when: SQL): Statement =>
  db.run(sql`insert into ${taskCandidates} (task_id, principal, open, due_order, priority_order, created_at)
    select tasks.id, p.value, 1, ${dueOrder('tasks.')}, ${priorityOrder('tasks.')}, tasks.created_at
    from ${tasks}, json_each(${JSON.stringify(principals)}) p where tasks.id = ${taskId} and ${when}
    on conflict do nothing`);

/** Opens a task; one that exists already is left as it is. */
export function openTask({ db }: Db, task: InferInsertModel<typeof tasks>): Statement[] {
  return [db.insert(tasks).values(task).onConflictDoNothing(), ask({ db }, task.id, task.candidates, sql`1`)];
}

/** Who is asked, and what else of the task changes with it. */
type Asked = Partial<InferInsertModel<typeof tasks>> & { candidates: string[] };

/** Asks these instead of whoever is asked now. */
export function assignTask({ db }: Db, taskId: string, asked: Asked, when: SQL): Statement[] {
  const { candidates } = asked;
  return [
    db
      .delete(taskCandidates)
      .where(and(eq(taskCandidates.taskId, taskId), notInArray(taskCandidates.principal, candidates), when)),
    ask({ db }, taskId, candidates, when),
    db
      .update(tasks)
      .set(asked)
      .where(and(eq(tasks.id, taskId), when)),
  ];
}

/** How an open task ends. Only record-answer.ts makes one `decided`, together with its decision. */
type End = { state: 'decided' | 'expired' | 'canceled'; reason: CloseReason | null };

/** Ends those of these tasks that are open. */
export function closeTasks({ db, clock }: Timed, which: SQL, { state, reason }: End, when: SQL): Statement[] {
  const open = and(which, eq(tasks.state, 'open'), when);
  const closedAt = clock.now();
  return [
    db.update(taskCandidates).set({ open: false, closedAt }).where(candidateOf({ db }, open)),
    db.update(tasks).set({ state, closedAt, closeReason: reason }).where(open),
  ];
}

/** Opens a decided task again for the same people. */
export function reopenTask({ db }: Db, taskId: string, when: SQL): Statement[] {
  return [
    db
      .update(taskCandidates)
      .set({ open: true, closedAt: null })
      .where(and(eq(taskCandidates.taskId, taskId), when)),
    db
      .update(tasks)
      .set({ state: 'open', closedAt: null, closeReason: null })
      .where(and(eq(tasks.id, taskId), when)),
  ];
}

/** Takes the open tasks of a run out of every inbox, or puts them back; they stay open. */
export function showTasks({ db }: Db, runId: string, shown: boolean, when: SQL): Statement {
  const open = and(eq(tasks.runId, runId), eq(tasks.state, 'open'));
  return db
    .update(taskCandidates)
    .set({ open: shown })
    .where(and(candidateOf({ db }, open), when));
}
