import { and, asc, eq, lte } from 'drizzle-orm';
import { outbox } from '@/db/schema';
import type { Context } from '@/lib/people/context';

/** After how long something owed to a run lags: a start or an answer is taken within seconds when all is well. */
const lagAfterMs = 60_000;

/**
 * What is owed to runs for longer than it should be, the oldest first. What has failed too often is stuck and not among
 * it, nor are answers whose turn has not come.
 */
export function listLaggingDebts({ db, clock }: Pick<Context, 'db' | 'clock'>, limit: number) {
  const { id, kind, runId, taskId, attempts, dueAt, lastError, createdAt } = outbox;
  return db
    .select({ id, kind, runId, taskId, attempts, dueAt, lastError, createdAt })
    .from(outbox)
    .where(
      and(eq(outbox.state, 'pending'), lte(outbox.createdAt, new Date(clock.now().getTime() - lagAfterMs))),
    )
    .orderBy(asc(outbox.createdAt), asc(outbox.id))
    .limit(limit);
}
