import { and, eq, inArray, isNotNull } from 'drizzle-orm';
import { decisions, outbox } from '@/db/schema';
import type { Database } from '@/db/client';

/** Whether a debt has been paid. */
export async function isDone(db: Database, outboxId: string): Promise<boolean> {
  const [row] = await db.select({ state: outbox.state }).from(outbox).where(eq(outbox.id, outboxId));
  return row?.state === 'done';
}

/** Whether the run has taken the answer to a task; one that it will never take is done as well, and was not. */
export async function isTaken(db: Database, taskId: string): Promise<boolean> {
  return (await db.$count(decisions, and(eq(decisions.taskId, taskId), isNotNull(decisions.appliedAt)))) > 0;
}

/** How many debts of a run can be worked on now or later; stuck ones wait for an operator and do not count. */
export async function openDebts(db: Database, runId: string): Promise<number> {
  return db.$count(outbox, and(eq(outbox.runId, runId), inArray(outbox.state, ['pending', 'held'])));
}
