import { and, eq, inArray } from 'drizzle-orm';
import { outbox } from '@/db/schema';
import type { Database } from '@/db/client';

/** Whether a debt has been paid. */
export async function isDone(db: Database, outboxId: string): Promise<boolean> {
  const [row] = await db.select({ state: outbox.state }).from(outbox).where(eq(outbox.id, outboxId));
  return row?.state === 'done';
}

/** How many debts of a run can be worked on now or later; stuck ones wait for an operator and do not count. */
export async function openDebts(db: Database, runId: string): Promise<number> {
  return db.$count(outbox, and(eq(outbox.runId, runId), inArray(outbox.state, ['pending', 'held'])));
}
