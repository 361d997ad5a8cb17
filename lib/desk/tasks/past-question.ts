import type { TaskRow } from '@/db/schema';
import { and, eq, type SQL } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { pastQuestions } from '@/db/schema';
import { insert, type Change } from '@/lib/journal/change';
import type { Context } from '@/lib/people/context';
import { read, type Read } from '@/lib/base/reads';
import { evidenceMasks, shownData, suggestedAnswer } from './shown';
import type { PastQuestion } from './types';

type PastRow = typeof pastQuestions.$inferSelect;

/** Keeps what an open task asks now, for the commit that makes it ask something else. */
export function keepQuestion({ clock }: Pick<Context, 'clock'>, task: TaskRow): Change {
  const { id, payloadDigest, payload, payloadSchema, resumeSchema, outcomes, policy } = task;
  const row = {
    taskId: id,
    payloadDigest,
    payload,
    payloadSchema,
    resumeSchema,
    outcomes,
    reasonField: policy.reasonField,
    replacedAt: clock.now(),
  };
  return insert(pastQuestions, row);
}

/** What a task asked when its digest was this one, for a read in the same round trip. Not scoped. */
export const pastQuestionRead = (db: Database, taskId: string | SQL, digest: string): Read<PastRow | null> =>
  read(
    [
      db
        .select()
        .from(pastQuestions)
        .where(and(eq(pastQuestions.taskId, taskId), eq(pastQuestions.payloadDigest, digest))),
    ],
    ([[row]]) => row ?? null,
  );

/** The same as it may be shown: masked by its own schema and by the present one. Null when the task asks just that now. */
export function pastQuestion(
  { engine }: Pick<Context, 'engine'>,
  task: TaskRow,
  past: PastRow,
): PastQuestion | null {
  const { payloadDigest, payloadSchema, resumeSchema, outcomes, reasonField } = past;
  if (payloadDigest === task.payloadDigest) return null;
  const { value, cut } = shownData(past.payload, [payloadSchema, ...evidenceMasks(engine, task)]);
  const suggested = suggestedAnswer(engine, {
    ...task,
    earlierSchemas: [...(task.earlierSchemas ?? []), task.payloadSchema].filter((one) => one !== null),
    payload: past.payload,
    payloadSchema,
    resumeSchema,
    outcomes,
    policy: { ...task.policy, reasonField },
  });
  return {
    payloadDigest,
    payload: value,
    payloadCut: cut,
    payloadSchema,
    resumeSchema,
    outcomes,
    reasonField,
    suggested,
    replacedAt: past.replacedAt.toISOString(),
  };
}
