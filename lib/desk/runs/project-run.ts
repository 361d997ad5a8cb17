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

/** True until our row of the run says so: the statements of one batch are done in their order. */
export const changesTo = (runId: string, status: EngineRun['status']): SQL =>
  sql`exists (select 1 from ${runs} r where r.id = ${runId} and r.status <> ${status})`;

const address = ({ path, forEachIndex }: Pick<Suspension, 'path' | 'forEachIndex'>) =>
  JSON.stringify([path, forEachIndex]);

type OpenTask = Pick<typeof tasks.$inferSelect, 'id' | 'stepPath' | 'forEachIndex' | 'state'>;

/**
 * Open tasks that the engine no longer waits for. A task whose wait is merely not listed is kept: after a crash
 * a parallel branch may be missing from the snapshot until another branch went on.
 */
function overtaken(known: OpenTask[], found: Map<string, Suspension>, final: boolean): string[] {
  const waiting = new Set([...found.values()].map(address));
  return known
    .filter((task) => task.state === 'open' && !found.has(task.id))
    .filter((task) => final || waiting.has(address({ path: task.stepPath, forEachIndex: task.forEachIndex })))
    .map((task) => task.id);
}

/**
 * Open tasks that another program answered at their step, which has gone on: nobody can answer them any more. A round that
 * asks again is overtaken by its new question.
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

/** The tasks that mirror the waits of a snapshot. */
const tasksIn = (runId: string, { suspensions }: EngineRun) =>
  new Map(suspensions.map((one) => [taskIdFor(runId, one.path, one.forEachIndex, one.suspendedAt), one]));

/** Says that the run has ended, once each time it does: it may go on again, also by what another program does. */
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

/** What of a run's tasks its suspensions are held against. */
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

/** What older releases read of the run, where any is left, put right; see lib/desk/runs/read-again.ts. */
const putRight = async (
  ctx: Context,
  known: Awaited<ReturnType<typeof knownTasks>>,
  facts: RunFacts,
  seen: EngineRun,
): Promise<Change[]> => (known.some(({ outdated }) => outdated) ? readAgain(ctx, facts, seen) : []);

// A task whose question was asked again after a crash has followed it: it is known by its wait, not by its id.
const waitsOf = (runId: string, known: Awaited<ReturnType<typeof knownTasks>>) =>
  new Set(known.map((task) => taskIdFor(runId, task.stepPath, task.forEachIndex, task.suspendedAt)));

/** Whether our rows are behind what the snapshot store says of a run. */
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
 * Brings our rows of a run up to what the snapshot store says, as changes for one commit. Doing it again changes
 * nothing. Must run under the run's lease.
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
    // Of several questions at once the first one tells that the run waits now.
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
