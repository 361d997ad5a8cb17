import type { RunRow } from '@/db/schema';
import { eq, sql, type SQL } from 'drizzle-orm';
import { isFinal } from '@/db/enums';
import { runs, tasks } from '@/db/schema';
import { audited } from '@/lib/journal/audit';
import { update, type Change } from '@/lib/journal/change';
import { recordFinding } from '@/lib/journal/run-findings';
import type { Context } from '@/lib/people/context';
import { log } from '@/lib/base/log';
import { taskIdFor } from '@/lib/base/ids';
import type { EngineRun, RunFacts, Suspension } from '@/lib/engine/types';
import { sizeFindings } from './limits';
import { cancelTasks } from '@/lib/desk/tasks/cancel-tasks';
import { askSuspension } from './ask-suspension';
import { schemasSeen } from './run-schemas';
import { isReadByOlderRules, readAgain } from './read-again';

/** SQL that is true until the run's row has this status; a batch runs its statements in order. */
export const changesTo = (runId: string, status: EngineRun['status']): SQL =>
  sql`exists (select 1 from ${runs} r where r.id = ${runId} and r.status <> ${status})`;

const address = ({ path, forEachIndex }: Pick<Suspension, 'path' | 'forEachIndex'>) =>
  JSON.stringify([path, forEachIndex]);

type OpenTask = Pick<typeof tasks.$inferSelect, 'id' | 'stepPath' | 'forEachIndex' | 'state'>;

/**
 * Open tasks that the engine no longer waits for. A task whose suspension is only missing stays open: after a crash, a
 * parallel branch may be missing from the snapshot until another branch continues.
 */
function overtaken(known: OpenTask[], found: Map<string, Suspension>, final: boolean): string[] {
  const waiting = new Set([...found.values()].map(address));
  return known
    .filter((task) => task.state === 'open' && !found.has(task.id))
    .filter((task) => final || waiting.has(address({ path: task.stepPath, forEachIndex: task.forEachIndex })))
    .map((task) => task.id);
}

/**
 * Open tasks whose step another program resumed, so nobody can decide them any more. If the step has suspended again,
 * `overtaken` closes the task instead.
 */
function answeredElsewhere(known: OpenTask[], found: ReadonlySet<string>, seen: EngineRun): string[] {
  if (seen.status !== 'suspended') return [];
  const theirs = new Set(
    seen.takers.filter((one) => one.taskId === null && one.suspendedAt === null).map(address),
  );
  const waiting = new Set(seen.suspensions.map(address));
  return known
    .filter((task) => task.state === 'open' && !found.has(task.id))
    .filter((task) => {
      const at = address({ path: task.stepPath, forEachIndex: task.forEachIndex });
      return theirs.has(at) && !waiting.has(at);
    })
    .map((task) => task.id);
}

/** The suspensions of a snapshot, by the ids of their tasks. */
const tasksIn = (runId: string, { suspensions }: EngineRun) =>
  new Map(suspensions.map((one) => [taskIdFor(runId, one.path, one.forEachIndex, one.suspendedAt), one]));

/** The event that the run has ended, once each time: it may be continued, also by another program, and end again. */
function runEvents(run: RunRow, seen: EngineRun): Change[] {
  if (!isFinal(seen.status)) return [];
  const changed = { before: { status: run.status }, after: { status: seen.status } };
  return [
    audited(
      {
        verb: 'run.finished',
        runId: run.id,
        ...changed,
        ...(seen.error && { data: { error: seen.error.message } }),
      },
      changesTo(run.id, seen.status),
    ),
  ];
}

/** The columns of a run's tasks that are compared with its suspensions. */
const knownTasks = ({ db }: Context, runId: string) =>
  db
    .select({
      id: tasks.id,
      stepPath: tasks.stepPath,
      forEachIndex: tasks.forEachIndex,
      suspendedAt: tasks.suspendedAt,
      state: tasks.state,
      outdated: sql<number>`${isReadByOlderRules}`,
    })
    .from(tasks)
    .where(eq(tasks.runId, runId));

/** Changes that correct tasks that older releases read wrongly; see lib/desk/runs/read-again.ts. */
const putRight = async (
  ctx: Context,
  known: Awaited<ReturnType<typeof knownTasks>>,
  facts: RunFacts,
  seen: EngineRun,
): Promise<Change[]> => (known.some(({ outdated }) => outdated) ? readAgain(ctx, facts, seen) : []);

// A task that moved to a new suspension after a crash keeps its id, so it is matched by its suspension.
const waitsOf = (runId: string, known: Awaited<ReturnType<typeof knownTasks>>) =>
  new Set(known.map((task) => taskIdFor(runId, task.stepPath, task.forEachIndex, task.suspendedAt)));

/** Whether our rows are behind the run's snapshot. */
export async function isBehind(
  ctx: Context,
  { run, facts }: { run: RunRow; facts: RunFacts },
  seen: EngineRun,
): Promise<boolean> {
  if (seen.status !== run.status) return true;
  const known = await knownTasks(ctx, run.id);
  const waits = waitsOf(run.id, known);
  const asksMore = seen.suspensions.some(
    (one) => !waits.has(taskIdFor(run.id, one.path, one.forEachIndex, one.suspendedAt)),
  );
  const passed = answeredElsewhere(known, new Set(tasksIn(run.id, seen).keys()), seen);
  return asksMore || passed.length > 0 || (await putRight(ctx, known, facts, seen)).length > 0;
}

/**
 * Changes that bring our rows of a run up to date with its snapshot, for one commit. Repeating them has no effect. Must
 * run under the run's lease.
 */
export async function projectRun(
  ctx: Context,
  { run, facts }: { run: RunRow; facts: RunFacts },
  seen: EngineRun,
): Promise<Change[]> {
  const known = await knownTasks(ctx, run.id);
  const waits = waitsOf(run.id, known);
  const found = tasksIn(run.id, seen);
  const opened: Change[] = [];
  for (const [taskId, suspension] of found) {
    // If several tasks open at once, only the first records that the run has suspended.
    const suspends = seen.status === 'suspended' && opened.length === 0;
    if (!waits.has(taskId)) opened.push(...(await askSuspension(ctx, taskId, suspension, facts, suspends)));
  }
  const final = isFinal(seen.status);
  const now = ctx.clock.now();
  const row = update(
    runs,
    {
      status: seen.status,
      steps: seen.steps,
      schemas: schemasSeen(ctx.engine, run),
      result: seen.status === 'success' ? seen.result : null,
      error: seen.error,
      snapshotSize: seen.size,
      snapshotPrunedAt: null,
      snapshotError: null,
      updatedAt: now,
      finishedAt: final ? sql`coalesce(${runs.finishedAt}, ${now.getTime()})` : null,
    },
    eq(runs.id, run.id),
  );
  const large = sizeFindings(run.snapshotSize, seen.size).flatMap(({ kind, bytes, limit }) => {
    log.warn('a snapshot is large', { runId: run.id, bytes, limit });
    return recordFinding({ runId: run.id, kind, data: { bytes, limit } }, now);
  });
  return [
    ...runEvents(run, seen),
    row,
    ...large,
    ...opened,
    ...(final ? [] : await putRight(ctx, known, facts, seen)),
    ...cancelTasks(run.id, overtaken(known, found, final), final ? 'run_ended' : 'asked_again', now),
    ...cancelTasks(run.id, answeredElsewhere(known, new Set(found.keys()), seen), 'answered_outside', now),
  ];
}
