import { and, eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import { outbox } from '@/db/schema';
import { update } from '@/lib/journal/change';
import { commitEach } from '@/lib/journal/commit';
import type { Context } from '@/lib/people/context';
import { conflict } from '@/lib/base/errors';
import { parse } from '@/lib/base/parse';
import { getRunFor } from '@/lib/desk/runs/get-run';
import { forEachOf } from './bulk';
import { reason } from './inputs';
import { requireOperator } from './require-operator';
import type { BulkResult } from './types';

export const retryInput = z.strictObject({ reason: reason.optional() });
export const retryRunsInput = z.strictObject({
  runIds: z.array(z.string().min(1).max(200)).min(1).max(100),
  reason: reason.optional(),
});

/**
 * Makes all debts of a run due now, and resets the attempts of stuck ones.
 * @returns the ids of the debts @throws not_found, forbidden, conflict (no debts), invalid
 */
export async function retryRun(ctx: Context, runId: string, input: unknown): Promise<string[]> {
  await getRunFor(ctx, runId);
  requireOperator(ctx);
  const { reason: why } = parse(retryInput, input ?? {});
  const { db, clock } = ctx;
  const owed = await db
    .select()
    .from(outbox)
    .where(and(eq(outbox.runId, runId), inArray(outbox.state, ['stuck', 'pending'])));
  const won = await commitEach(
    ctx,
    owed.map(({ id, kind, state, attempts, taskId, lastError }) => ({
      when: sql`exists (select 1 from ${outbox} o where o.id = ${id} and o.attempts = ${attempts} and o.state in ('stuck', 'pending'))`,
      event: {
        verb: 'outbox.retried',
        runId,
        ...(taskId ? { taskId } : {}),
        before: { state, attempts },
        after: { state: 'pending', attempts: 0 },
        data: { owed: kind, error: lastError, reason: why ?? null },
      },
      changes: [update(outbox, { state: 'pending', attempts: 0, dueAt: clock.now() }, eq(outbox.id, id))],
    })),
  );
  const retried = owed.filter((_, index) => won[index]).map(({ id }) => id);
  if (retried.length === 0) throw conflict('nothing_owed');
  return retried;
}

/** Retries several runs, with a result for each. @throws forbidden, invalid */
export async function retryRuns(ctx: Context, input: unknown): Promise<BulkResult[]> {
  requireOperator(ctx);
  const { runIds, ...rest } = parse(retryRunsInput, input);
  return forEachOf(runIds, (runId) => retryRun(ctx, runId, rest));
}
