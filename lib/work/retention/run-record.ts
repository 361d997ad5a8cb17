import type { RunRow } from '@/db/schema';
import { asc, eq } from 'drizzle-orm';
import { auditEvents, decisions, tasks } from '@/db/schema';
import type { Database } from '@/db/client';
import type { EngineSnapshot, RawSnapshot } from '@/lib/engine/snapshot';

/**
 * An exported run, one line of JSON: its row, tasks, decisions, audit events and snapshots. Nothing is masked, as only
 * those with access to the databases can export. Dates are ISO 8601.
 */
export type RunRecord = {
  format: 'countersign-run-1';
  run: RunRow;
  tasks: (typeof tasks.$inferSelect)[];
  decisions: (typeof decisions.$inferSelect)[];
  audit: (typeof auditEvents.$inferSelect)[];
  /** Empty if the store has none; null if it could not be read (`snapshotProblem`). */
  snapshots: RawSnapshot[] | null;
  snapshotProblem: string | null;
};

/** The full record of a run. @throws what `read` throws, unless `lenient`: then the record contains the error */
export async function runRecord(
  db: Database,
  run: RunRow,
  read: (run: RunRow) => Promise<EngineSnapshot | null>,
  { lenient = false } = {},
): Promise<RunRecord> {
  const [asked, answered, history] = await db.batch([
    db.select().from(tasks).where(eq(tasks.runId, run.id)).orderBy(asc(tasks.createdAt), asc(tasks.id)),
    db
      .select()
      .from(decisions)
      .where(eq(decisions.runId, run.id))
      .orderBy(asc(decisions.createdAt), asc(decisions.id)),
    db.select().from(auditEvents).where(eq(auditEvents.runId, run.id)).orderBy(asc(auditEvents.seq)),
  ]);
  const record = {
    format: 'countersign-run-1' as const,
    run,
    tasks: asked,
    decisions: answered,
    audit: history,
  };
  try {
    return { ...record, snapshots: (await read(run))?.raw ?? [], snapshotProblem: null };
  } catch (error) {
    if (!lenient) throw error;
    return {
      ...record,
      snapshots: null,
      snapshotProblem: error instanceof Error ? error.message : String(error),
    };
  }
}
