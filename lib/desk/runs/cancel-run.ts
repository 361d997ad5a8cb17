import { and, desc, eq, ne, notInArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import { finalRunStatuses } from '@/db/enums';
import { outbox, runs } from '@/db/schema';
import { audited } from '@/lib/journal/audit';
import { update } from '@/lib/journal/change';
import { commit } from '@/lib/journal/commit';
import { requireScope } from '@/lib/people/require-scope';
import type { Context } from '@/lib/people/context';
import { conflict, forbidden } from '@/lib/base/errors';
import { parse } from '@/lib/base/parse';
import { mayCancelRun, maySeeAllRuns } from '@/lib/people/may-see-run';
import { cancelTasks } from '@/lib/desk/tasks/cancel-tasks';
import { cancelDebtFor, isBeingCanceled } from '@/lib/journal/debts';
import { getRunFor } from './get-run';

const closeReason = 'run_canceled';

export const cancelRunInput = z.strictObject({
  reason: z.string().trim().max(1000).optional().meta({ description: 'The reason, in words.' }),
});

const isStuck = (taskId: string) =>
  sql`exists (select 1 from ${outbox} s where s.id = ${`resume:${taskId}`} and s.state = 'stuck')`;

/**
 * Cancels a run: closes its open tasks now, and ends it in the engine through the outbox, before its other debts.
 * Repeating it succeeds. Decisions that were not applied yet never will be.
 * @returns the id of the cancel debt @throws not_found, forbidden, conflict (the run has ended)
 */
export async function cancelRun(ctx: Context, runId: string, input: unknown): Promise<{ debt: string }> {
  requireScope(ctx, 'runs:cancel');
  const { db, clock } = ctx;
  const { run, asked: questions } = await getRunFor(ctx, runId);
  if (!mayCancelRun(ctx.actor, run)) throw forbidden('only_requester_cancels');
  const { reason } = parse(cancelRunInput, input ?? {});
  const now = clock.now();
  // Only those who could rebuild a lost run may cancel it; for others it has ended.
  const ended = finalRunStatuses.filter((status) => status !== 'lost' || !maySeeAllRuns(ctx.actor));
  const alive = sql`exists (select 1 from ${runs} r where r.id = ${runId} and ${notInArray(sql`r.status`, ended)})`;
  const open = questions.flatMap(({ task }) => (task.state === 'open' ? [task.id] : []));
  const { found } = await commit(ctx, {
    when: sql`${alive} and not ${isBeingCanceled(runId)}`,
    event: {
      verb: 'run.cancel_requested',
      runId,
      before: { status: run.status },
      data: { reason: reason ?? null },
    },
    changes: [
      update(runs, { cancelReason: reason ?? null, updatedAt: now }, eq(runs.id, runId)),
      ...cancelTasks(runId, open, closeReason, now),
      // Stuck decisions need no operator any more.
      ...questions
        .filter(({ decision }) => decision && !decision.appliedAt && !decision.revisedAt)
        .map(({ task, decision }) =>
          audited(
            {
              verb: 'decision.not_applied',
              runId,
              taskId: task.id,
              key: `decision.not_applied:${task.id}`,
              data: { outcome: decision?.outcome ?? null, by: decision?.actorName ?? null },
            },
            isStuck(task.id),
          ),
        ),
      update(
        outbox,
        { state: 'done', doneAt: now },
        and(eq(outbox.runId, runId), eq(outbox.state, 'stuck'), ne(outbox.kind, 'cancel')),
      ),
    ],
    owes: { id: cancelDebtFor(runId), kind: 'cancel', runId },
    reads: db
      .select({ id: outbox.id, state: outbox.state, status: runs.status })
      .from(runs)
      .leftJoin(outbox, and(eq(outbox.runId, runs.id), eq(outbox.kind, 'cancel')))
      .where(eq(runs.id, runId))
      .orderBy(desc(outbox.seq)),
  });
  // The cancel debt of this call or of an earlier one.
  const last = found.find(
    ({ state, status }) => state !== null && (state !== 'done' || status === 'canceled'),
  );
  if (!last?.id) throw conflict('run_ended', { runStatus: found[0]?.status ?? run.status });
  return { debt: last.id };
}
