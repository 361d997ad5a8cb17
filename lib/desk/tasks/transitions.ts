import { and, eq, inArray, notInArray, type InferInsertModel, type SQL } from 'drizzle-orm';
import type { CloseReason } from '@/db/enums';
import { taskCandidates, tasks } from '@/db/schema';
import { insertWhere, type Statement } from '@/db/guarded';
import type { Context } from '@/lib/people/context';

/**
 * Every way in which a task changes: the only code that writes its state, its assignee, its candidates, and whether it
 * stands in inboxes. Each is a few statements for the batch of a verb, which has the authority, and which says by `when`
 * what must hold in the database. The task itself is written last, so that `when` may be about it.
 */

type Db = Pick<Context, 'db'>;
type Timed = Pick<Context, 'db' | 'clock'>;

const candidateOf = ({ db }: Db, which: SQL | undefined) =>
  inArray(taskCandidates.taskId, db.select({ id: tasks.id }).from(tasks).where(which));

/** Asks a question that nobody was asked yet; of one that is there already nothing changes. */
export function openTask({ db }: Db, task: InferInsertModel<typeof tasks>): Statement[] {
  const rows = (task.candidates ?? []).map((principal) => ({ taskId: task.id, principal }));
  return [
    db.insert(tasks).values(task).onConflictDoNothing(),
    ...(rows.length > 0 ? [db.insert(taskCandidates).values(rows).onConflictDoNothing()] : []),
  ];
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
    ...candidates.map((principal) =>
      insertWhere(db, taskCandidates, { taskId, principal, open: true }, when),
    ),
    db
      .update(tasks)
      .set(asked)
      .where(and(eq(tasks.id, taskId), when)),
  ];
}

/** How an open task ends; a state of its own is `decided` with a decision only. */
type End = { state: 'decided' | 'expired' | 'canceled'; reason: CloseReason | null };

/** Ends those of these tasks that are open. */
export function closeTasks({ db, clock }: Timed, which: SQL, { state, reason }: End, when: SQL): Statement[] {
  const open = and(which, eq(tasks.state, 'open'), when);
  return [
    db.update(taskCandidates).set({ open: false }).where(candidateOf({ db }, open)),
    db.update(tasks).set({ state, closedAt: clock.now(), closeReason: reason }).where(open),
  ];
}

/** Asks the same people again, as if it had never been answered. */
export function reopenTask({ db }: Db, taskId: string, when: SQL): Statement[] {
  return [
    db
      .update(taskCandidates)
      .set({ open: true })
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
