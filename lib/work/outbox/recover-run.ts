import type { TaskRow } from '@/db/schema';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { decisions, tasks } from '@/db/schema';
import { audited } from '@/lib/journal/audit';
import { update, type Change } from '@/lib/journal/change';
import { write } from '@/lib/journal/commit';
import type { Context } from '@/lib/people/context';
import type { EngineRun, StepAddress } from '@/lib/engine/types';
import { waitOf } from '@/lib/desk/tasks/task-values';
import { DrivenElsewhereError } from '@/lib/engine/driven-elsewhere';
import { isInHand } from '@/lib/journal/debts';
import type { HeldRun } from '@/lib/desk/runs/lease';
import { asksTheSame } from '@/lib/engine/evidence';

export const sameStep = (a: StepAddress, b: StepAddress): boolean =>
  a.forEachIndex === b.forEachIndex && a.path.join('\0') === b.path.join('\0');

export const addressOf = (task: Pick<TaskRow, 'stepPath' | 'forEachIndex'>): StepAddress => ({
  path: task.stepPath,
  forEachIndex: task.forEachIndex,
});

/** Write these before a restart that runs this task's gate again, so that the task moves to the new suspension. */
export const willAskAgain = ({ id, runId, suspendedAt }: TaskRow): Change[] => [
  audited({ verb: 'task.asked_again', runId, taskId: id, key: `task.asked_again:${id}:${suspendedAt}` }),
  update(tasks, { askedAgainFrom: suspendedAt }, eq(tasks.id, id)),
];

/** Whether this task's gate was run again and has not suspended yet; then `suspendedAt` changes. */
export const isAskedAgain = ({ askedAgainFrom, suspendedAt }: TaskRow): boolean =>
  askedAgainFrom === suspendedAt;

/** The decided tasks of a run whose decisions have not been applied, as far as we know. */
export async function unapplied({ db }: Context, runId: string): Promise<TaskRow[]> {
  const rows = await db
    .select({ task: tasks })
    .from(tasks)
    .innerJoin(decisions, eq(decisions.taskId, tasks.id))
    .where(and(eq(tasks.runId, runId), isNull(decisions.appliedAt), isNull(decisions.answeredOutsideAt)));
  return rows.map(({ task }) => task);
}

/**
 * When a restart runs an item of a list again, it suspends with the same question. Its decided task moves there, so that
 * nobody decides twice. Only for tasks marked before the restart, as a later round of a loop looks the same.
 */
async function followQuestions(ctx: Context, { facts, lease }: HeldRun, seen: EngineRun): Promise<void> {
  const waiting = (await unapplied(ctx, facts.id)).filter(isAskedAgain).flatMap((task) => {
    const again = seen.suspensions.find(
      (one) =>
        sameStep(one, addressOf(task)) && one.suspendedAt !== task.suspendedAt && asksTheSame(one, task),
    );
    return again ? [update(tasks, waitOf(again), eq(tasks.id, task.id))] : [];
  });
  if (waiting.length > 0) await write(ctx, waiting, lease);
}

/** Whether a process is driving the run, or died while driving it. */
export const isDriven = ({ status }: Pick<EngineRun, 'status'>): boolean =>
  status === 'running' || status === 'waiting';

/** @throws DrivenElsewhereError if no debt of ours was begun, so another program is driving the run */
export async function requireInHand({ db }: Context, runId: string): Promise<void> {
  const [row] = await db.all<{ yes: number }>(sql`select ${isInHand(runId)} as yes`);
  if (!row?.yes) throw new DrivenElsewhereError();
}

/**
 * Recovers a run whose driving process died: repairs its snapshot if no step needs to run, otherwise continues from the
 * last checkpoint. Can be killed and repeated at any point. Must run under the run's lease.
 */
export async function recoverRun(ctx: Context, held: HeldRun, found: EngineRun): Promise<EngineRun> {
  const { engine } = ctx;
  const { facts, lease } = held;
  let seen = found;
  if (isDriven(seen)) {
    await engine.settle(facts, lease);
    seen = (await engine.read(facts)) ?? seen;
  }
  if (isDriven(seen)) {
    await engine.restart(facts, lease);
    seen = (await engine.read(facts)) ?? seen;
  }
  await followQuestions(ctx, held, seen);
  return seen;
}
