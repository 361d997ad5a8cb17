import type { RunRow } from '@/db/schema';
import { asc, eq } from 'drizzle-orm';
import { auditEvents, decisions, tasks } from '@/db/schema';
import type { Database } from '@/db/client';
import type { EngineSnapshot, RawSnapshot } from '@/lib/engine/snapshot';

/**
 * A run as it is exported, one line of JSON: its row, its questions, answers and history, and the engine's snapshots.
 * Nothing is masked: whoever can read the databases makes it. Dates are ISO 8601.
 */
export type RunRecord = {
  format: 'countersign-run-1';
  run: RunRow;
  tasks: (typeof tasks.$inferSelect)[];
  decisions: (typeof decisions.$inferSelect)[];
  audit: (typeof auditEvents.$inferSelect)[];
  /** Empty when the store has none (any more); null when it could not be read, as `snapshotProblem` says. */
  snapshots: RawSnapshot[] | null;
  snapshotProblem: string | null;
};

/** A run with all that is kept of it. @throws what `read` throws, unless `lenient`: then the record says so */
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
