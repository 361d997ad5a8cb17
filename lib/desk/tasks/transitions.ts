import { and, eq, notInArray, sql, type InferInsertModel, type SQL } from 'drizzle-orm';
import type { CloseReason } from '@/db/enums';
import { taskCandidates, tasks } from '@/db/schema';
import { dueOrder, priorityOrder } from '@/db/schema/task-orders';
import { insert, remove, update, type Change } from '@/lib/journal/change';

/**
 * The only code that writes a task's state, assignee and candidates, and whether it is in inboxes. Each function returns
 * changes for a verb's commit; the verb must check the authority.
 */

const candidatesOf = (which: SQL | undefined) =>
  sql`${taskCandidates.taskId} in (select ${tasks.id} from ${tasks} where ${which})`;

/** Puts a task into the inboxes of these principals, with its sort keys; existing rows stay. */
const ask = (taskId: string, principals: readonly string[]): Change => ({
  statement: ({ db }, mine) =>
    db.run(sql`insert into ${taskCandidates} (task_id, principal, open, due_order, priority_order, created_at)
      select tasks.id, p.value, 1, ${dueOrder('tasks.')}, ${priorityOrder('tasks.')}, tasks.created_at
      from ${tasks}, json_each(${JSON.stringify(principals)}) p where ${and(eq(tasks.id, taskId), mine)}
      on conflict do nothing`),
});

/** Opens a task; has no effect if it exists. */
export const openTask = (task: InferInsertModel<typeof tasks>): Change[] => [
  insert(tasks, task),
  ask(task.id, task.candidates),
];

/** The new candidates, and other columns that change with them. */
type Asked = Partial<InferInsertModel<typeof tasks>> & { candidates: string[] };

/** Replaces a task's candidates. */
export const assignTask = (taskId: string, asked: Asked): Change[] => [
  remove(
    taskCandidates,
    and(eq(taskCandidates.taskId, taskId), notInArray(taskCandidates.principal, asked.candidates)),
  ),
  ask(taskId, asked.candidates),
  update(tasks, asked, eq(tasks.id, taskId)),
];

/** How an open task closes. Only record-decision.ts may use `decided`, together with a decision. */
type End = { state: 'decided' | 'expired' | 'canceled'; reason: CloseReason | null; at: Date };

/** Closes those of these tasks that are open. */
export function closeTasks(which: SQL, { state, reason, at: closedAt }: End): Change[] {
  const open = and(which, eq(tasks.state, 'open'));
  return [
    update(taskCandidates, { open: false, closedAt }, candidatesOf(open)),
    update(tasks, { state, closedAt, closeReason: reason }, open),
  ];
}

/** Opens a decided task again, for the same people. */
export const reopenTask = (taskId: string): Change[] => [
  update(taskCandidates, { open: true, closedAt: null }, eq(taskCandidates.taskId, taskId)),
  update(tasks, { state: 'open', closedAt: null, closeReason: null }, eq(tasks.id, taskId)),
];

/** Hides a run's open tasks from every inbox, or shows them again; they stay open. */
export const showTasks = (runId: string, shown: boolean): Change =>
  update(taskCandidates, { open: shown }, candidatesOf(and(eq(tasks.runId, runId), eq(tasks.state, 'open'))));
