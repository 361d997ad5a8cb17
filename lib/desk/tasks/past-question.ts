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

/** Stores the current question of an open task, in the commit that replaces it. */
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

/** The question that a task had under this digest; null if there is none. Not scoped. */
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

/**
 * A past question as it may be shown, masked by its own and the current schema. Null if it is the current question.
 */
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
