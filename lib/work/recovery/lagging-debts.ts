import { and, asc, eq, lte } from 'drizzle-orm';
import { outbox } from '@/db/schema';
import type { Context } from '@/lib/people/context';

/** A debt lags after this time; normally it is paid within seconds. */
const lagAfterMs = 60_000;

/**
 * Debts that have been pending for too long, oldest first. Stuck and held ones are not included.
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
