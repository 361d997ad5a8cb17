import { sql } from 'drizzle-orm';
import { auditEvents, tasks } from '@/db/schema';
import { namesOf, principalPairs, type Pair } from '@/lib/people/principal-names';
import type { TaskNotice } from './types';

const kinds = { 'task.reminded': 'reminded', 'task.escalated': 'escalated' } as const;

/** The people reminded or, for an escalation, those it added. */
const told = principalPairs(
  sql`json_each(coalesce(json_extract(e.data, '$.to'), json_extract(e.data, '$.candidates'))) p`,
);

type Row = { verb: keyof typeof kinds; at: number; told: Pair[] };

/** A column with a task's reminders and escalations, oldest first, for queries on `tasks`. */
export const taskNotices =
  sql`(select json_group_array(json_object('verb', e.verb, 'at', e.at, 'told', json(${told})))
  from (select verb, at, data from ${auditEvents} where task_id = ${tasks.id} and verb in ('task.reminded', 'task.escalated') order by seq) e)`.mapWith(
    (rows: string) =>
      (JSON.parse(rows) as Row[]).map((row): TaskNotice => ({
        kind: kinds[row.verb],
        at: new Date(row.at).toISOString(),
        people: namesOf(row.told),
      })),
  );
