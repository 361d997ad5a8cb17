import { and, eq, sql } from 'drizzle-orm';
import { pastQuestions, tasks } from '@/db/schema';
import { insertWhere, type Statement } from '@/db/guarded';
import type { Context } from '@/lib/context';
import { maskSensitive } from '@/lib/schema/mask';
import { getTaskFor, type TaskRow } from './get-task';
import { shownData, suggestedAnswer } from './shown';
import type { PastQuestion } from './types';

/** The statement that keeps what an open task asks now, for the batch that changes it. */
export function keepQuestion({ db, clock }: Pick<Context, 'db' | 'clock'>, task: TaskRow): Statement {
  const { id, payloadDigest, payload, payloadSchema, resumeSchema, outcomes, policy } = task;
  const row = { taskId: id, payloadDigest, payload, payloadSchema, resumeSchema, outcomes, reasonField: policy.reasonField, replacedAt: clock.now() };
  return insertWhere(db, pastQuestions, row, sql`exists (select 1 from ${tasks} where id = ${id} and state = 'open' and payload_digest = ${payloadDigest})`);
}

/**
 * What a task asked when its digest was this one, as it may be shown: masked by its own schema and by the present one.
 * Null when it asks the same now, or never asked that. @throws not_found
 */
export async function pastQuestion(ctx: Context, taskId: string, digest: string): Promise<PastQuestion | null> {
  const { task } = await getTaskFor(ctx, taskId);
  if (task.payloadDigest === digest) return null;
  const [past] = await ctx.db
    .select()
    .from(pastQuestions)
    .where(and(eq(pastQuestions.taskId, taskId), eq(pastQuestions.payloadDigest, digest)));
  if (!past) return null;
  const { payloadSchema, resumeSchema, outcomes, reasonField } = past;
  const { value, cut } = shownData(maskSensitive(past.payload, task.payloadSchema ?? true), payloadSchema);
  const suggested = suggestedAnswer({ ...task, payload: past.payload, payloadSchema, resumeSchema, outcomes, policy: { ...task.policy, reasonField } });
  return { payloadDigest: digest, payload: value, payloadCut: cut, payloadSchema, resumeSchema, outcomes, reasonField, suggested, replacedAt: past.replacedAt.toISOString() };
}
