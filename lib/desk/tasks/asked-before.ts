import { humanize } from '@/lib/base/schema/label';
import { and, eq, isNull, sql } from 'drizzle-orm';
import { asWritten } from '@/db/as-written';
import type { Database } from '@/db/client';
import { decisions, tasks } from '@/db/schema';
import type { AskedBefore } from '@/db/schema/json';
import type { StoredPolicy } from '@/db/schema/policy';
import type { Suspension } from '@/lib/engine/types';

/** Whether a question was asked so often that only operators may decide it. */
export const isTooOften = (
  before: AskedBefore | null,
  policy: Pick<StoredPolicy, 'askAgainLimit'>,
): boolean => (before?.times ?? 0) >= policy.askAgainLimit;

/**
 * The earlier decisions on the same question at the same step of a run; null if there are none. Reopened decisions do not
 * count, as their tasks open again on purpose.
 */
export async function askedBefore(
  db: Database,
  { runId, path, forEachIndex, payload }: Pick<Suspension, 'runId' | 'path' | 'forEachIndex' | 'payload'>,
): Promise<AskedBefore | null> {
  const answered = await db
    .select({ outcome: decisions.outcome, name: decisions.actorName, outcomes: tasks.outcomes })
    .from(tasks)
    .innerJoin(decisions, and(eq(decisions.taskId, tasks.id), isNull(decisions.revisedAt)))
    .where(
      and(
        eq(tasks.runId, runId),
        eq(tasks.stepPath, path),
        sql`${tasks.forEachIndex} is ${forEachIndex}`,
        payload === null ? isNull(tasks.payload) : eq(tasks.payload, payload),
      ),
    )
    .orderBy(asWritten(tasks));
  if (answered.length === 0) return null;
  const groups = Map.groupBy(answered, ({ outcome, name }) => JSON.stringify([outcome, name]));
  return {
    times: answered.length,
    answers: [...groups.values()].map((same) => {
      const [{ outcome, name, outcomes }] = same as [(typeof answered)[number]];
      const label = outcomes.find(({ id }) => id === outcome)?.label ?? humanize(outcome);
      return { outcome, label, name, times: same.length };
    }),
  };
}
