import { and, count, desc, eq, gte, inArray, lt, or, sql, type SQL } from 'drizzle-orm';
import { auditEvents, auditSeals, runs, tasks, users } from '@/db/schema';
import type { Database } from '@/db/client';
import { requireScope } from '@/lib/people/require-scope';
import type { Context } from '@/lib/people/context';
import { notFound } from '@/lib/base/errors';
import { readCursor, writeCursor } from '@/lib/base/cursor';
import { maySeeAudit } from '@/lib/people/may-see-audit';
import { readable } from '@/lib/base/readable/readable';
import { inOneTrip, read, together, type Read } from '@/lib/base/reads';
import type { Page } from '@/lib/base/page-query';
import type { AuditFilter, AuditQuery } from './audit-query';
import type { AuditEntry, SealStatus } from './types';

const dayMs = 86_400_000;
const isDay = (moment: string) => !moment.includes('T');

/** The end of a range; a bare date includes that whole day. */
const endOf = (moment: string) => new Date(new Date(moment).getTime() + (isDay(moment) ? dayMs : 0));

/**
 * Ids of the users with this id, email or name; the input itself when nobody matches, as actors need not be users.
 */
async function actorIds(db: Database, person: string): Promise<string[]> {
  const words = person.toLowerCase();
  const found = await db
    .select({ id: users.id })
    .from(users)
    .where(
      or(eq(users.id, person), eq(sql`lower(${users.email})`, words), eq(sql`lower(${users.name})`, words)),
    );
  return found.length > 0 ? found.map(({ id }) => id) : [person];
}

/** The SQL for a filter. Not scoped: the caller must check that the actor may see the log. */
export async function auditWhereClause(
  db: Database,
  { run, task, person, verb, channel, from, to }: AuditFilter,
): Promise<SQL | undefined> {
  const [only, ...others] = person === undefined ? [] : await actorIds(db, person);
  return and(
    run === undefined ? undefined : eq(auditEvents.runId, run),
    task === undefined ? undefined : eq(auditEvents.taskId, task),
    only === undefined
      ? undefined
      : others.length === 0
        ? eq(auditEvents.actorId, only)
        : inArray(auditEvents.actorId, [only, ...others]),
    verb === undefined ? undefined : eq(auditEvents.verb, verb),
    channel === undefined ? undefined : eq(auditEvents.channel, channel),
    from === undefined ? undefined : gte(auditEvents.at, new Date(from)),
    to === undefined ? undefined : lt(auditEvents.at, endOf(to)),
  );
}

/** The rows that follow this one in the list, which is newest first. */
export const olderThan = ([at, seq]: readonly [number, number]): SQL =>
  sql`(${auditEvents.at}, ${auditEvents.seq}) < (${at}, ${seq})`;

/** The query for one page, newest first. */
export function auditRows(db: Database, where: SQL | undefined, limit: number) {
  return db
    .select({ event: auditEvents, runTitle: runs.title, taskTitle: tasks.title, seal: auditSeals.hash })
    .from(auditEvents)
    .leftJoin(runs, eq(runs.id, auditEvents.runId))
    .leftJoin(tasks, eq(tasks.id, auditEvents.taskId))
    .leftJoin(auditSeals, eq(auditSeals.seq, auditEvents.seq))
    .where(where)
    .orderBy(desc(auditEvents.at), desc(auditEvents.seq))
    .limit(limit);
}

export function entryOf({
  event,
  runTitle,
  taskTitle,
  seal,
}: Awaited<ReturnType<typeof auditRows>>[number]): AuditEntry {
  const { seq, verb, at, actorKind, actorId, actorName, channel, runId, taskId, data } = event;
  return {
    seq,
    verb,
    at: at.toISOString(),
    by: { kind: actorKind, id: actorId, name: readable(actorName) },
    channel,
    runId,
    runTitle: runTitle === null ? null : readable(runTitle),
    taskId,
    taskTitle: taskTitle === null ? null : readable(taskTitle),
    data,
    seal,
  };
}

/** How far the log is sealed. */
function sealStatusRead(db: Database): Read<SealStatus> {
  const head = db.select().from(auditSeals).orderBy(desc(auditSeals.seq)).limit(1);
  const unsealed = db
    .select({ events: count() })
    .from(auditEvents)
    .where(sql`${auditEvents.seq} > coalesce((select max(seq) from ${auditSeals}), 0)`);
  return read([head, unsealed], ([[newest], [row]]) => ({
    head: newest ? { seq: newest.seq, seal: newest.hash, at: newest.sealedAt.toISOString() } : null,
    unsealed: row?.events ?? 0,
  }));
}

/**
 * One page of the audit log, newest first, with its seal status. @throws not_found (actor may not see the log),
 * invalid (cursor)
 */
export async function listAudit(
  { actor, db }: Pick<Context, 'actor' | 'db'>,
  query: AuditQuery,
): Promise<Page<AuditEntry> & { sealed: SealStatus }> {
  requireScope({ actor }, 'audit:read');
  if (!maySeeAudit(actor)) throw notFound('page');
  const [at, seq] = query.cursor === undefined ? [] : readCursor(query.cursor);
  const behind = at === undefined ? undefined : olderThan([at, Number(seq)]);
  const where = and(await auditWhereClause(db, query), behind);
  const { rows, sealed } = await inOneTrip(
    db,
    together({
      rows: read([auditRows(db, where, query.limit + 1)], ([found]) => found),
      sealed: sealStatusRead(db),
    }),
  );
  const items = rows.slice(0, query.limit).map(entryOf);
  const last = rows.length > query.limit ? items.at(-1) : undefined;
  return { items, nextCursor: last ? writeCursor([Date.parse(last.at), String(last.seq)]) : null, sealed };
}
