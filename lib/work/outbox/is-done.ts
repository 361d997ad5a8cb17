import { and, eq, inArray, isNotNull } from 'drizzle-orm';
import { decisions, outbox } from '@/db/schema';
import type { Database } from '@/db/client';

/** Whether a debt is done. */
export async function isDone(db: Database, outboxId: string): Promise<boolean> {
  const [row] = await db.select({ state: outbox.state }).from(outbox).where(eq(outbox.id, outboxId));
  return row?.state === 'done';
}

/** Whether the decision on a task was applied. Its debt may be done without that, if it can never be applied. */
export async function isTaken(db: Database, taskId: string): Promise<boolean> {
  return (await db.$count(decisions, and(eq(decisions.taskId, taskId), isNotNull(decisions.appliedAt)))) > 0;
}

/** How many of a run's debts are pending or held; stuck ones wait for an operator and do not count. */
export async function openDebts(db: Database, runId: string): Promise<number> {
  return db.$count(outbox, and(eq(outbox.runId, runId), inArray(outbox.state, ['pending', 'held'])));
}
