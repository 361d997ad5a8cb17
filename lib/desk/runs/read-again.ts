import type { TaskRow } from '@/db/schema';
import { and, eq, inArray, lt, sql } from 'drizzle-orm';
import { tasks } from '@/db/schema';
import { audited } from '@/lib/journal/audit';
import { onlyIf, update, type Change } from '@/lib/journal/change';
import type { Context } from '@/lib/people/context';
import { keepQuestion } from '@/lib/desk/tasks/past-question';
import type { EngineRun, RunFacts, Suspension } from '@/lib/engine/types';
import { cancelTasks } from '@/lib/desk/tasks/cancel-tasks';
import { assignTask } from '@/lib/desk/tasks/transitions';
import { evidenceRules, taskValues } from '@/lib/desk/tasks/task-values';
import { stillAsks } from '@/lib/engine/evidence';

/** SQL that is true for an open task whose evidence an older release read from the snapshot, by older rules. */
export const isReadByOlderRules = and(eq(tasks.state, 'open'), lt(tasks.evidenceRules, evidenceRules))!;

const isPrefix = (path: readonly string[], of: readonly string[]) =>
  path.length < of.length && path.every((id, index) => id === of[index]);

/** The suspension of a task, and whether it is at the task's step. */
function waitOf(task: TaskRow, { suspensions }: EngineRun): { wait: Suspension; same: boolean } | null {
  const alike = suspensions.filter(
    ({ suspendedAt, forEachIndex }) => suspendedAt === task.suspendedAt && forEachIndex === task.forEachIndex,
  );
  const same = alike.find(({ path }) => path.join('\0') === task.stepPath.join('\0'));
  // In older releases, forged evidence could make a task's path longer than the step's real path.
  const wait = same ?? alike.find(({ path }) => isPrefix(path, task.stepPath));
  return wait ? { wait, same: same !== undefined } : null;
}

/** Changes that correct an open task's evidence, form and approvers; decisions on the old version are then stale. */
async function renewed(ctx: Context, task: TaskRow, wait: Suspension, run: RunFacts): Promise<Change[]> {
  const { id: taskId, runId } = task;
  const values = await taskValues(ctx, wait, run);
  const asksTheOld = sql`exists (select 1 from ${tasks} t where t.id = ${taskId} and t.state = 'open' and t.payload_digest = ${task.payloadDigest})`;
  return onlyIf(asksTheOld, [
    audited({
      verb: 'task.renewed',
      runId,
      taskId,
      before: { payloadDigest: task.payloadDigest, candidates: task.candidates },
      after: { payloadDigest: values.payloadDigest, candidates: values.candidates },
    }),
    keepQuestion(ctx, task),
    ...assignTask(taskId, values),
  ]);
}

/**
 * Changes that check open tasks of older releases against the snapshot, once. Correct tasks keep their digest, links and
 * drafts. A task whose suspension is missing from the snapshot is checked later.
 */
export async function readAgain(ctx: Context, run: RunFacts, seen: EngineRun): Promise<Change[]> {
  const { db } = ctx;
  const outdated = await db
    .select()
    .from(tasks)
    .where(and(eq(tasks.runId, run.id), isReadByOlderRules));
  const changes: Change[] = [];
  const right: string[] = [];
  for (const task of outdated) {
    const found = waitOf(task, seen);
    if (!found) continue;
    if (!found.same) changes.push(...cancelTasks(run.id, [task.id], 'asked_again', ctx.clock.now()));
    else if (stillAsks(found.wait, task)) right.push(task.id);
    else changes.push(...(await renewed(ctx, task, found.wait, run)));
  }
  if (right.length > 0) changes.push(update(tasks, { evidenceRules }, inArray(tasks.id, right)));
  return changes;
}
