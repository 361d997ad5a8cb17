import { and, asc, eq, gt } from 'drizzle-orm';
import { auditEvents } from '@/db/schema';
import type { Database } from '@/db/client';
import type { RunEvent } from '@/lib/runs/types';

/** A run's history after one sequence number, oldest first. Not scoped: the caller has asked for the run before. */
export async function listRunEvents(
  db: Database,
  runId: string,
  after: number,
  limit = 200,
): Promise<RunEvent[]> {
  const rows = await db
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.runId, runId), gt(auditEvents.seq, after)))
    .orderBy(asc(auditEvents.seq))
    .limit(limit);
  return rows.map((row) => ({
    seq: row.seq,
    verb: row.verb,
    at: row.at.toISOString(),
    by: { kind: row.actorKind, name: row.actorName },
    channel: row.channel,
    taskId: row.taskId,
    data: row.data,
  }));
}
