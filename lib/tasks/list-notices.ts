import { and, asc, eq, inArray } from 'drizzle-orm';
import { auditEvents } from '@/db/schema';
import type { Database } from '@/db/client';
import type { Json } from '@/db/schema/json';
import { principalNames } from '@/lib/policies/principal-names';
import type { TaskNotice } from './types';

const kinds = { 'task.reminded': 'reminded', 'task.escalated': 'escalated' } as const;
const verbs = Object.keys(kinds) as (keyof typeof kinds)[];

/** Who was told: of an escalation, those it added. */
function toldOf(data: Json): string[] {
  const { to, candidates } = (data ?? {}) as { to?: string[]; candidates?: string[] };
  return to ?? candidates ?? [];
}

/** The reminders and escalations of one task, or of all tasks of a run, by task id, oldest first. Not scoped. */
export async function listNotices(db: Database, of: { taskId: string } | { runId: string }): Promise<Map<string, TaskNotice[]>> {
  const which = 'taskId' in of ? eq(auditEvents.taskId, of.taskId) : eq(auditEvents.runId, of.runId);
  const rows = await db.select().from(auditEvents).where(and(which, inArray(auditEvents.verb, verbs))).orderBy(asc(auditEvents.seq));
  if (rows.length === 0) return new Map();
  const nameOf = await principalNames(db, rows.flatMap(({ data }) => toldOf(data)));
  const notices = rows.map(({ taskId, verb, at, data }) => ({ taskId: taskId ?? '', notice: { kind: kinds[verb as keyof typeof kinds], at: at.toISOString(), people: toldOf(data).map(nameOf) } }));
  return new Map(Object.entries(Object.groupBy(notices, ({ taskId }) => taskId)).map(([taskId, found = []]) => [taskId, found.map(({ notice }) => notice)]));
}
