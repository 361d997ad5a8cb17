import { and, asc, eq, gt } from 'drizzle-orm';
import { auditEvents } from '@/db/schema';
import type { Context } from '@/lib/people/context';
import { readable } from '@/lib/base/readable/readable';
import { toldFacts } from './told-fault';
import type { RunEvent } from './types';

/**
 * A run's events after a sequence number, oldest first, without data that the actor may not see. Not scoped: the caller
 * must have checked that the actor may see the run.
 */
export async function listRunEvents(
  { db, actor }: Pick<Context, 'db' | 'actor'>,
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
    by: { kind: row.actorKind, name: readable(row.actorName) },
    channel: row.channel,
    taskId: row.taskId,
    data: toldFacts(actor, row.data),
  }));
}
