import { and, eq, inArray, sql, type SQL } from 'drizzle-orm';
import { finalRunStatuses } from '@/db/enums';
import { runs, taskCandidates, tasks } from '@/db/schema';
import type { Statement } from '@/db/guarded';
import { audit, auditWhere } from '@/lib/audit/audit';
import type { Context } from '@/lib/context';
import { log } from '@/lib/log';
import { taskIdFor } from '@/lib/ids';
import { nextReminder } from '@/lib/policies/next-reminder';
import { newSalt, payloadDigest } from '@/lib/tasks/payload-digest';
import { resolveCandidates } from '@/lib/tasks/resolve-candidates';
import type { EngineRun, RunFacts, Suspension } from './engine';
import { sizeFindings } from './limits';
import type { RunRow } from './load-run';

const isFinal = (status: EngineRun['status']) => (finalRunStatuses as readonly string[]).includes(status);

/** True until our row of the run says so: the statements of one batch are done in their order. */
export const changesTo = (runId: string, status: EngineRun['status']): SQL =>
  sql`exists (select 1 from ${runs} r where r.id = ${runId} and r.status <> ${status})`;

async function openTask(
  ctx: Context,
  taskId: string,
  suspension: Suspension,
  run: RunFacts,
  suspends: boolean,
): Promise<Statement[]> {
  const { db, clock, engine } = ctx;
  const now = clock.now();
  const draft = await engine.describeTask(suspension, run, now);
  // A wait for a machine asks nobody: operators and the requester see it on the run's page.
  const candidates =
    draft.kind === 'step' || draft.kind === 'tool-call'
      ? await resolveCandidates(db, draft.candidates, run.requester.id, draft.forbidSelfApproval)
      : [];
  const { runId, workflowId, path, forEachIndex, suspendedAt, payload } = suspension;
  const digestSalt = newSalt();
  return [
    db
      .insert(tasks)
      .values({
        id: taskId,
        runId,
        workflowId,
        stepPath: path,
        forEachIndex,
        suspendedAt,
        kind: draft.kind,
        title: draft.title,
        payload,
        payloadSchema: draft.payloadSchema,
        resumeSchema: draft.resumeSchema,
        payloadDigest: payloadDigest(suspension, draft.resumeSchema, digestSalt),
        digestSalt,
        outcomes: draft.outcomes,
        policy: {
          forbidSelfApproval: draft.forbidSelfApproval,
          reasonField: draft.reasonField,
          onExpiry: draft.onExpiry,
          checkEveryMs: draft.checkEveryMs,
          reviseForMs: draft.reviseForMs,
          remindMs: draft.remindMs,
          escalate: draft.escalate,
          links: draft.links,
        },
        candidates,
        requesterId: run.requester.id,
        signalName: draft.signal?.name ?? null,
        signalKey: draft.signal?.key ?? null,
        checkAt: draft.checkEveryMs === null ? null : now,
        priority: draft.priority,
        dueAt: draft.dueAt,
        expiresAt: draft.onExpiry === 'notify' ? null : draft.dueAt,
        remindAt: nextReminder(draft.dueAt, draft.remindMs, now),
        escalateAt: draft.escalate ? new Date(now.getTime() + draft.escalate.afterMs) : null,
        createdAt: now,
      })
      .onConflictDoNothing(),
    ...(candidates.length > 0
      ? [
          db
            .insert(taskCandidates)
            .values(candidates.map((principal) => ({ taskId, principal })))
            .onConflictDoNothing(),
        ]
      : []),
    audit(ctx, {
      verb: 'task.opened',
      runId,
      taskId,
      key: `task.opened:${taskId}`,
      after: { state: 'open', candidates },
      data: { title: draft.title, step: path, ...(suspends && { suspends }) },
    }),
  ];
}

/** Statements that end open tasks of a run; they tell why and take the tasks out of every inbox. */
export function cancelTasks(ctx: Context, taskIds: string[], runId: string, reason: string): Statement[] {
  if (taskIds.length === 0) return [];
  const { db, clock } = ctx;
  const open = and(inArray(tasks.id, taskIds), eq(tasks.state, 'open'));
  return [
    ...taskIds.map((taskId) =>
      auditWhere(
        ctx,
        {
          verb: 'task.canceled',
          runId,
          taskId,
          before: { state: 'open' },
          after: { state: 'canceled' },
          data: { reason },
        },
        sql`exists (select 1 from ${tasks} where id = ${taskId} and state = 'open')`,
      ),
    ),
    db.update(tasks).set({ state: 'canceled', closedAt: clock.now(), closeReason: reason }).where(open),
    db.update(taskCandidates).set({ open: false }).where(inArray(taskCandidates.taskId, taskIds)),
  ];
}

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

/** Says that the run has ended, once each time it does: it may go on again, also by what another program does. */
function runEvents(ctx: Context, run: RunRow, seen: EngineRun): Statement[] {
  if (!isFinal(seen.status)) return [];
  const changed = { before: { status: run.status }, after: { status: seen.status } };
  return [
    auditWhere(
      ctx,
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
    })
    .from(tasks)
    .where(eq(tasks.runId, runId));

// A task whose question was asked again after a crash has followed it: it is known by its wait, not by its id.
const waitsOf = (runId: string, known: Awaited<ReturnType<typeof knownTasks>>) =>
  new Set(known.map((task) => taskIdFor(runId, task.stepPath, task.forEachIndex, task.suspendedAt)));

/** Whether our rows are behind what the snapshot store says of a run. */
export async function isBehind(ctx: Context, run: RunRow, seen: EngineRun): Promise<boolean> {
  if (seen.status !== run.status) return true;
  const waits = waitsOf(run.id, await knownTasks(ctx, run.id));
  return seen.suspensions.some(
    (one) => !waits.has(taskIdFor(run.id, one.path, one.forEachIndex, one.suspendedAt)),
  );
}

/**
 * Brings our rows of a run up to what the snapshot store says, as statements for one batch. Doing it again changes
 * nothing. Must run under the run's lease.
 */
export async function projectRun(
  ctx: Context,
  { run, facts }: { run: RunRow; facts: RunFacts },
  seen: EngineRun,
): Promise<Statement[]> {
  const { db, clock } = ctx;
  const known = await knownTasks(ctx, run.id);
  const waits = waitsOf(run.id, known);
  const found = new Map(
    seen.suspensions.map((one) => [taskIdFor(run.id, one.path, one.forEachIndex, one.suspendedAt), one]),
  );
  const opened: Statement[] = [];
  for (const [taskId, suspension] of found) {
    // Of several questions at once the first one tells that the run waits now.
    const suspends = seen.status === 'suspended' && opened.length === 0;
    if (!waits.has(taskId)) opened.push(...(await openTask(ctx, taskId, suspension, facts, suspends)));
  }
  const final = isFinal(seen.status);
  const now = clock.now();
  const update = db
    .update(runs)
    .set({
      status: seen.status,
      steps: seen.steps,
      result: seen.status === 'success' ? seen.result : null,
      error: seen.error,
      snapshotSize: seen.size,
      snapshotPrunedAt: null,
      snapshotError: null,
      updatedAt: now,
      finishedAt: final ? sql`coalesce(${runs.finishedAt}, ${now.getTime()})` : null,
    })
    .where(eq(runs.id, run.id));
  const large = sizeFindings(run.snapshotSize, seen.size).map(({ verb, bytes, limit }) => {
    log.warn('a snapshot is large', { runId: run.id, bytes, limit });
    return audit(ctx, { verb, runId: run.id, key: `${verb}:${run.id}`, data: { bytes, limit } });
  });
  return [
    ...runEvents(ctx, run, seen),
    update,
    ...large,
    ...opened,
    ...cancelTasks(
      ctx,
      overtaken(known, found, final),
      run.id,
      final ? 'The run has ended.' : 'The step asked again.',
    ),
  ];
}
