import { and, desc, eq, isNotNull, isNull, sql, type SQL } from 'drizzle-orm';
import type { RunRow } from '@/db/schema';
import { decisions, outbox, tasks } from '@/db/schema';
import { asWritten } from '@/db/as-written';
import { insertWhere, type Statement } from '@/db/guarded';
import type { StoredStep } from '@/db/schema/json';
import type { Context } from '@/lib/people/context';
import { wasAskedIn } from './steps-again';

type Taken = { taskId: string; decisionId: string; title: string };

/** The decisions that the failed steps had taken when they failed. */
export async function takenByFailed({ db }: Context, run: RunRow): Promise<Taken[]> {
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
  // Of an earlier round of a loop the decision was taken by another execution; items of a list begin one by one.
  const last = (step: StoredStep) =>
    given.find(
      (one) =>
        one.path.join('\0') === step.path.join('\0') &&
        (one.item !== null || wasAskedIn(one, step.startedAt)),
    );
  return failed.flatMap((step) => last(step) ?? []);
}

/** Statements that owe these decisions to the run once more, when `mine` holds. */
export function owedAgain({ db, clock }: Context, runId: string, taken: Taken[], mine: SQL): Statement[] {
  const now = clock.now();
  return taken.flatMap(({ taskId, decisionId }) => [
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
  ]);
}
