import { eq } from 'drizzle-orm';
import { outbox } from '@/db/schema';
import type { Database } from '@/db/client';

/** Whether a debt has been paid. */
export async function isDone(db: Database, outboxId: string): Promise<boolean> {
  const [row] = await db.select({ state: outbox.state }).from(outbox).where(eq(outbox.id, outboxId));
  return row?.state === 'done';
}
