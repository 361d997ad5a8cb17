import { and, desc, eq, isNotNull, isNull } from 'drizzle-orm';
import type { RunRow } from '@/db/schema';
import { decisions, outbox, tasks } from '@/db/schema';
import { asWritten } from '@/db/as-written';
import { insert, update, type Change } from '@/lib/journal/change';
import type { StoredStep } from '@/db/schema/json';
import type { Context } from '@/lib/people/context';
import { wasAskedIn } from './steps-again';

type Taken = { taskId: string; decisionId: string; title: string };

/** The decisions that had been applied to the steps that failed. */
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
  // Decisions of earlier rounds belong to another execution. Items of a list start separately, so their start is not
  // compared.
  const last = (step: StoredStep) =>
    given.find(
      (one) =>
        one.path.join('\0') === step.path.join('\0') &&
        (one.item !== null || wasAskedIn(one, step.startedAt)),
    );
  return failed.flatMap((step) => last(step) ?? []);
}

/** Changes that make these decisions pending again. */
export const owedAgain = (runId: string, taken: Taken[], now: Date): Change[] =>
  taken.flatMap(({ taskId, decisionId }) => [
    update(decisions, { appliedAt: null }, eq(decisions.id, decisionId)),
    // Inserted as well, as retention deletes debts that were done long ago.
    insert(outbox, { id: `resume:${taskId}`, kind: 'resume', runId, taskId, dueAt: now, createdAt: now }),
    update(
      outbox,
      { state: 'pending', attempts: 0, lastError: null, data: null, dueAt: now, doneAt: null },
      and(eq(outbox.id, `resume:${taskId}`), eq(outbox.state, 'done')),
    ),
  ]);
