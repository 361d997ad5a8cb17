import { eq } from 'drizzle-orm';
import { openDatabase } from '@/db/client';
import { decisions } from '@/db/schema';
import type { Json } from '@/db/schema/json';
import type { DeskServer } from './server';

/** The answer recorded in the desk's database for a task. */
export async function recorded(desk: DeskServer, taskId: string): Promise<Json> {
  const db = openDatabase({ url: `file:${desk.dataDir}/app.db` });
  try {
    const [row] = await db
      .select({ resumeData: decisions.resumeData })
      .from(decisions)
      .where(eq(decisions.taskId, taskId));
    if (!row) throw new Error(`nothing is recorded for ${taskId}`);
    return row.resumeData;
  } finally {
    db.$client.close();
  }
}
