import { and, asc, eq, inArray, sql, type SQL } from 'drizzle-orm';
import { auditEvents } from '@/db/schema';
import type { Database } from '@/db/client';
import { principalNames } from '@/lib/policies/principal-names';
import { read, type Read } from '@/lib/reads';
import type { TaskNotice } from './types';

const kinds = { 'task.reminded': 'reminded', 'task.escalated': 'escalated' } as const;
const verbs = Object.keys(kinds) as (keyof typeof kinds)[];

/** Who was told: of an escalation, those it added. */
const told = principalNames(sql`json_each(coalesce(json_extract(${auditEvents.data}, '$.to'), json_extract(${auditEvents.data}, '$.candidates'))) p`);

/** The reminders and escalations of one task, or of all tasks of a run, by task id, oldest first. Not scoped. */
export function noticesRead(db: Database, of: { taskId: string } | { runId: string | SQL }): Read<Map<string, TaskNotice[]>> {
  const which = 'taskId' in of ? eq(auditEvents.taskId, of.taskId) : eq(auditEvents.runId, of.runId);
  const statement = db
    .select({ taskId: auditEvents.taskId, verb: auditEvents.verb, at: auditEvents.at, people: told })
    .from(auditEvents)
    .where(and(which, inArray(auditEvents.verb, verbs)))
    .orderBy(asc(auditEvents.seq));
  return read([statement], ([rows]) => {
    const noticeOf = ({ verb, at, people }: (typeof rows)[number]): TaskNotice => ({ kind: kinds[verb as keyof typeof kinds], at: at.toISOString(), people });
    return new Map(Object.entries(Object.groupBy(rows, ({ taskId }) => taskId ?? '')).map(([taskId, found = []]) => [taskId, found.map(noticeOf)]));
  });
}
