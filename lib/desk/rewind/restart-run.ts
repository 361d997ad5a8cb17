import type { RunRow } from '@/db/schema';
import { and, desc, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import { decisions, outbox, tasks } from '@/db/schema';
import { asWritten } from '@/db/as-written';
import { insertWhere } from '@/db/guarded';
import type { StoredStep } from '@/db/schema/json';
import type { Context } from '@/lib/people/context';
import { conflict } from '@/lib/base/errors';
import { parse } from '@/lib/base/parse';
import { readable } from '@/lib/base/readable/readable';
import { getRunFor } from '@/lib/desk/runs/get-run';
import { nothingOwed, recordReturn } from '@/lib/desk/rewind/record-return';
import { stepNames, stepsAgain, wasAskedIn } from '@/lib/desk/rewind/steps-again';
import { reasonInput } from '@/lib/desk/operators/inputs';
import { requireOperator, requireStanding } from '@/lib/desk/operators/require-operator';
import type { RestartPreview } from '@/lib/desk/operators/types';

/** The answers that the failed steps had taken when they failed, newest first for each. */
async function takenByFailed(
  { db }: Context,
  run: RunRow,
): Promise<{ taskId: string; decisionId: string; title: string }[]> {
  const failed = run.steps.filter(({ status }) => status === 'failed');
  const given = await db
    .select({
      taskId: tasks.id,
      decisionId: decisions.id,
      title: tasks.title,
      path: tasks.stepPath,
      item: tasks.forEachIndex,
      suspendedAt: tasks.suspendedAt,
      stepStartedAt: tasks.stepStartedAt,
    })
    .from(decisions)
    .innerJoin(tasks, eq(tasks.id, decisions.taskId))
    .where(and(eq(decisions.runId, run.id), isNotNull(decisions.appliedAt), isNull(decisions.revisedAt)))
    .orderBy(desc(asWritten(decisions)));
  // Of an earlier round of a loop the answer was taken by another execution; items of a list begin one by one.
  const last = (step: StoredStep) =>
    given.find(
      (one) =>
        one.path.join('\0') === step.path.join('\0') &&
        (one.item !== null || wasAskedIn(one, step.startedAt)),
    );
  return failed.flatMap((step) => last(step) ?? []);
}

async function restartable(ctx: Context, runId: string) {
  const { run, asked } = await getRunFor(ctx, runId);
  requireOperator(ctx);
  if (run.status !== 'failed')
    throw conflict('Only a request that failed can be restarted.', { status: run.status });
  requireStanding(ctx, run);
  return {
    run,
    asked,
    again: stepsAgain(ctx.engine.places(run.workflowId), run.steps, null),
    taken: await takenByFailed(ctx, run),
  };
}

/** What a restart would do again. @throws not_found, forbidden, conflict as restartRun does */
export async function previewRestart(ctx: Context, runId: string): Promise<RestartPreview> {
  const { run, again, taken } = await restartable(ctx, runId);
  const failed = run.steps.filter(({ status }) => status === 'failed').map(({ title }) => title);
  const { runsAgain, askedAgain } = stepNames(again.steps);
  // A step that had its answer gets it again, and then does whatever it does with it.
  const fed = taken.length > 0;
  return {
    runId,
    failedAt: failed,
    runsAgain: fed ? [...new Set([...runsAgain, ...failed])] : runsAgain,
    askedAgain: fed ? askedAgain.filter((title) => !failed.includes(title)) : askedAgain,
    answersKept: taken.map(({ title }) => readable(title)),
  };
}

/**
 * Lets a failed run go on from the steps that failed; what was finished stays finished. A step that failed with an answer
 * is given the same one again. The restart itself is owed to the outbox.
 * @throws not_found, forbidden, conflict (not failed, or something is owed to it), invalid
 */
export async function restartRun(ctx: Context, runId: string, input: unknown): Promise<{ debt: string }> {
  const { run, asked, again, taken } = await restartable(ctx, runId);
  const { reason } = parse(reasonInput, input);
  const { db } = ctx;
  const now = ctx.clock.now();
  const places = new Set(again.steps.map(({ path }) => path.join('\0')));
  const debt = `restart:${runId}:${run.attempt + 1}`;
  await recordReturn(ctx, run, {
    counts: 'attempt',
    debt: { id: debt, kind: 'restart', data: { path: null } },
    guard: nothingOwed(runId, ['pending', 'held', 'stuck']),
    event: {
      verb: 'run.restart_requested',
      runId,
      key: `run.restart_requested:${debt}`,
      data: { reason, error: run.error?.message ?? null },
    },
    closing: {
      taskIds: asked
        .filter(({ task }) => task.state === 'open' && places.has(task.stepPath.join('\0')))
        .map(({ task }) => task.id),
      reason: 'run_restarted',
    },
    also: (mine) =>
      taken.flatMap(({ taskId, decisionId }) => [
        db
          .update(decisions)
          .set({ appliedAt: null })
          .where(and(eq(decisions.id, decisionId), mine)),
        // Retention removes what was paid long ago: it is owed anew then.
        insertWhere(
          db,
          outbox,
          { id: `resume:${taskId}`, kind: 'resume', runId, taskId, dueAt: now, createdAt: now },
          mine,
        ),
        db
          .update(outbox)
          .set({ state: 'pending', attempts: 0, lastError: null, data: null, dueAt: now, doneAt: null })
          .where(and(eq(outbox.id, `resume:${taskId}`), mine, sql`${outbox.state} = 'done'`)),
      ]),
  });
  return { debt };
}
