import { and, asc, gte, sql } from 'drizzle-orm';
import { runs } from '@/db/schema';
import type { Database } from '@/db/client';
import type { EngineSnapshot } from '@/lib/engine/snapshot';
import { runRecord, type RunRecord } from './run-record';

const pageSize = 50;

/** The full record of every run, oldest first, page by page. Parts that cannot be read are reported in the record. */
export async function* allRecords(
  db: Database,
  read: (run: { id: string; workflowId: string }) => Promise<EngineSnapshot | null>,
  since = new Date(0),
): AsyncGenerator<RunRecord> {
  for (let last: { createdAt: Date; id: string } | undefined; ;) {
    const after = last && sql`(${runs.createdAt}, ${runs.id}) > (${last.createdAt.getTime()}, ${last.id})`;
    const page = await db
      .select()
      .from(runs)
      .where(and(gte(runs.createdAt, since), after))
      .orderBy(asc(runs.createdAt), asc(runs.id))
      .limit(pageSize);
    for (const run of page) yield await runRecord(db, run, read, { lenient: true });
    last = page.at(-1);
    if (page.length < pageSize) return;
  }
}
