import { and, eq, notInArray, sql, type InferInsertModel, type SQL } from 'drizzle-orm';
import type { CloseReason } from '@/db/enums';
import { taskCandidates, tasks } from '@/db/schema';
import { dueOrder, priorityOrder } from '@/db/schema/task-orders';
import { insert, remove, update, type Change } from '@/lib/journal/change';

/**
 * The only code that writes a task's state, assignee and candidates, and whether it is in inboxes. Each function returns
 * changes for a verb's commit; the verb has checked the authority.
 */

const candidatesOf = (which: SQL | undefined) =>
  sql`${taskCandidates.taskId} in (select ${tasks.id} from ${tasks} where ${which})`;

/** Puts a task into the inboxes of these principals, with what lists sort it by; where it is already, it stays. */
const ask = (taskId: string, principals: readonly string[]): Change => ({
  statement: ({ db }, mine) =>
    db.run(sql`insert into ${taskCandidates} (task_id, principal, open, due_order, priority_order, created_at)
      select tasks.id, p.value, 1, ${dueOrder('tasks.')}, ${priorityOrder('tasks.')}, tasks.created_at
      from ${tasks}, json_each(${JSON.stringify(principals)}) p where ${and(eq(tasks.id, taskId), mine)}
      on conflict do nothing`),
});

/** Opens a task; one that exists already is left as it is. */
export const openTask = (task: InferInsertModel<typeof tasks>): Change[] => [
  insert(tasks, task),
  ask(task.id, task.candidates),
];

/** Who is asked, and what else of the task changes with it. */
type Asked = Partial<InferInsertModel<typeof tasks>> & { candidates: string[] };

/** Asks these instead of whoever is asked now. */
export const assignTask = (taskId: string, asked: Asked): Change[] => [
  remove(
    taskCandidates,
    and(eq(taskCandidates.taskId, taskId), notInArray(taskCandidates.principal, asked.candidates)),
  ),
  ask(taskId, asked.candidates),
  update(tasks, asked, eq(tasks.id, taskId)),
];

/** How an open task ends. Only record-decision.ts makes one `decided`, together with its decision. */
type End = { state: 'decided' | 'expired' | 'canceled'; reason: CloseReason | null; at: Date };

/** Ends those of these tasks that are open. */
export function closeTasks(which: SQL, { state, reason, at: closedAt }: End): Change[] {
  const open = and(which, eq(tasks.state, 'open'));
  return [
    update(taskCandidates, { open: false, closedAt }, candidatesOf(open)),
    update(tasks, { state, closedAt, closeReason: reason }, open),
  ];
}

/** Opens a decided task again for the same people. */
export const reopenTask = (taskId: string): Change[] => [
  update(taskCandidates, { open: true, closedAt: null }, eq(taskCandidates.taskId, taskId)),
  update(tasks, { state: 'open', closedAt: null, closeReason: null }, eq(tasks.id, taskId)),
];

/** Takes the open tasks of a run out of every inbox, or puts them back; they stay open. */
export const showTasks = (runId: string, shown: boolean): Change =>
  update(taskCandidates, { open: shown }, candidatesOf(and(eq(tasks.runId, runId), eq(tasks.state, 'open'))));
