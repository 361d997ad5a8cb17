import { and, asc, desc, eq, gt, isNotNull, isNull, lte, sql, type SQL } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import { z } from 'zod';
import { outbox, runs, sweeps, tasks } from '@/db/schema';
import type { Context } from '@/lib/context';
import { env } from '@/lib/env';
import { notFound } from '@/lib/errors';
import { readCursor, writeCursor } from '@/lib/paging/cursor';
import { parse } from '@/lib/parse';
import { maySeeAllRuns } from '@/lib/policies/may-see-run';
import type { Page } from '@/lib/tasks/types';
import { findingTexts as words } from '@/lib/texts/operations';
import { failingEndpoints } from '@/lib/webhooks/failing-endpoints';
import { countedUpTo, findingKinds, type Finding, type FindingCounts, type FindingKind, type OperatorAction } from './types';

const minute = 60_000;
const day = 86_400_000;
/** Work that is due is usually done within seconds. */
const lagMs = 3 * minute;
/** How long a failed request is shown; after that it is history. */
const failedMs = 14 * day;
/** A server sweeps every half minute; a scheduled sweep comes every quarter of an hour. */
const sweepMs = 20 * minute;

export const findingQuery = z.object({
  kind: z.enum(findingKinds).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
  cursor: z.string().max(500).optional(),
});
export type FindingQuery = z.infer<typeof findingQuery>;

/** Reads a query string; empty values count as absent. @throws invalid naming the parameter. */
export const parseFindingQuery = (params: Record<string, unknown>): FindingQuery => parse(findingQuery, Object.fromEntries(Object.entries(params).filter(([, value]) => value !== '')));

type RowKind = Exclude<FindingKind, 'webhooks' | 'sweeps'>;
type Source = { table: typeof outbox | typeof runs | typeof tasks; where: SQL | undefined; by: SQLiteColumn; id: SQLiteColumn; newestFirst: boolean; actions: OperatorAction[] };

const openSince = (now: number) => and(sql`${tasks.state} = 'open'`, isNull(tasks.dueAt), lte(tasks.createdAt, new Date(now - env().staleAfterMs)));

/** Where each kind is found, by an index of its own; `by` sorts, and is since when unless it is a size. */
function sourceOf(kind: RowKind, now: number): Source {
  const debts = { table: outbox, by: outbox.dueAt, id: outbox.id, newestFirst: false };
  const ofRuns = { table: runs, by: runs.updatedAt, id: runs.id, newestFirst: true };
  switch (kind) {
    case 'stuck':
      return { ...debts, where: eq(outbox.state, 'stuck'), actions: ['retry', 'rebuild', 'cancel'] };
    case 'lagging':
      return { ...debts, where: and(eq(outbox.state, 'pending'), lte(outbox.dueAt, new Date(now - lagMs))), actions: ['retry', 'cancel'] };
    case 'lost':
      return { ...ofRuns, where: eq(runs.status, 'lost'), actions: ['rebuild', 'cancel'] };
    case 'failed':
      return { ...ofRuns, where: and(eq(runs.status, 'failed'), gt(runs.updatedAt, new Date(now - failedMs))), actions: ['restart', 'time-travel', 'rebuild'] };
    case 'unreadable':
      return { ...ofRuns, where: sql`snapshot_error is not null`, actions: ['rebuild', 'cancel'] };
    case 'oversized':
      return { ...ofRuns, by: runs.snapshotSize, where: and(sql`status in ('running', 'waiting', 'suspended')`, gt(runs.snapshotSize, env().limits.warnBytes)), actions: ['cancel'] };
    case 'overdue':
      return { table: tasks, by: tasks.dueAt, id: tasks.id, newestFirst: false, where: and(sql`state = 'open' and due_at is not null`, lte(tasks.dueAt, new Date(now))), actions: ['reassign', 'time-travel', 'cancel'] };
    case 'stale':
      return { table: tasks, by: tasks.createdAt, id: tasks.id, newestFirst: false, where: openSince(now), actions: ['reassign', 'time-travel', 'cancel'] };
  }
}

function after({ by, id, newestFirst }: Source, cursor: string | undefined): SQL | undefined {
  if (!cursor) return undefined;
  const [value, last] = readCursor(cursor);
  return newestFirst ? sql`(${by}, ${id}) < (${value}, ${last})` : sql`(${by}, ${id}) > (${value}, ${last})`;
}

const mb = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`;

/** What is wrong in words, what was said about it, and since when. */
function told(kind: RowKind, row: { debt: typeof outbox.$inferSelect | null; run: Pick<typeof runs.$inferSelect, 'error' | 'snapshotError' | 'snapshotSize' | 'updatedAt'> | null; task: { dueAt: Date | null; createdAt: Date } | null }): Pick<Finding, 'reason' | 'detail' | 'since'> {
  const { debt, run, task } = row;
  const since = (debt?.createdAt ?? (kind === 'overdue' ? task?.dueAt : task?.createdAt) ?? run?.updatedAt ?? new Date(0)).toISOString();
  switch (kind) {
    case 'stuck':
      return { since, reason: words.stuck(words.owed[debt?.kind ?? 'resume'], debt?.attempts ?? 0), detail: debt?.lastError ?? null };
    case 'lagging':
      return { since: (debt?.dueAt ?? new Date(0)).toISOString(), reason: words.lagging(words.owed[debt?.kind ?? 'resume']), detail: debt?.lastError ?? null };
    case 'failed':
      return { since, reason: words.failed(run?.error?.step ?? null), detail: run?.error?.message ?? null };
    case 'unreadable':
      return { since, reason: words.unreadable, detail: run?.snapshotError ?? null };
    case 'oversized':
      return { since, reason: words.oversized(mb(run?.snapshotSize ?? 0)), detail: null };
    case 'lost':
    case 'overdue':
    case 'stale':
      return { since, reason: words[kind], detail: null };
  }
}

/** The statement behind one page of a kind; snapshots are not read. Exported so that a test can ask for its query plan. */
export function findingPage({ db, clock }: Pick<Context, 'db' | 'clock'>, kind: RowKind, query: Pick<FindingQuery, 'limit' | 'cursor'>) {
  const source = sourceOf(kind, clock.now().getTime());
  const direction = source.newestFirst ? desc : asc;
  const chosen = { id: source.id, by: sql<number>`${source.by}` };
  return db.select(chosen).from(source.table).where(and(source.where, after(source, query.cursor))).orderBy(direction(source.by), direction(source.id)).limit(query.limit + 1);
}

async function findingsOf(ctx: Context, kind: RowKind, query: Pick<FindingQuery, 'limit' | 'cursor'>): Promise<Page<Finding>> {
  const { db, clock, engine } = ctx;
  const { table, actions } = sourceOf(kind, clock.now().getTime());
  const found = await findingPage(ctx, kind, query);
  const page = found.slice(0, query.limit);
  const last = found.length > query.limit ? page.at(-1) : undefined;
  const ids = page.map(({ id }) => String(id));
  const named = { run: { id: runs.id, title: runs.title, workflowId: runs.workflowId, error: runs.error, snapshotError: runs.snapshotError, snapshotSize: runs.snapshotSize, updatedAt: runs.updatedAt }, task: { id: tasks.id, title: tasks.title, dueAt: tasks.dueAt, createdAt: tasks.createdAt } };
  const inPage = (column: SQLiteColumn) => sql`${column} in (select value from json_each(${JSON.stringify(ids)}))`;
  const rows =
    table === outbox
      ? await db.select({ debt: outbox, ...named }).from(outbox).innerJoin(runs, eq(runs.id, outbox.runId)).leftJoin(tasks, eq(tasks.id, outbox.taskId)).where(inPage(outbox.id))
      : table === runs
        ? (await db.select({ run: named.run }).from(runs).where(inPage(runs.id))).map(({ run }) => ({ debt: null, run, task: null }))
        : (await db.select(named).from(tasks).innerJoin(runs, eq(runs.id, tasks.runId)).where(inPage(tasks.id))).map((row) => ({ debt: null, ...row }));
  const byId = new Map(rows.map((row) => [row.debt?.id ?? (table === tasks ? row.task?.id : row.run.id) ?? '', row]));
  const items = ids.flatMap((id): Finding[] => {
    const row = byId.get(id);
    if (!row) return [];
    const { run, task } = row;
    return [{ kind, id, runId: run.id, taskId: task?.id ?? null, title: task?.title ?? run.title, workflowTitle: engine.workflow(run.workflowId)?.title ?? run.workflowId, ...told(kind, row), actions }];
  });
  return { items, nextCursor: last ? writeCursor([Number(last.by), String(last.id)]) : null };
}

/** When the newest sweep began; null when none is known. */
export async function lastSweep({ db }: Pick<Context, 'db'>): Promise<Date | null> {
  const [row] = await db.select({ at: sweeps.startedAt }).from(sweeps).where(isNotNull(sweeps.endedAt)).orderBy(desc(sweeps.startedAt)).limit(1);
  return row?.at ?? null;
}

async function sweepFinding(ctx: Context): Promise<Finding[]> {
  const last = await lastSweep(ctx);
  if (last && last.getTime() > ctx.clock.now().getTime() - sweepMs) return [];
  return [{ kind: 'sweeps', id: 'sweeps', runId: null, taskId: null, title: words.sweepsTitle, workflowTitle: null, reason: last ? words.sweepsLate : words.sweepsNever, detail: null, since: (last ?? ctx.clock.now()).toISOString(), actions: [] }];
}

function requireOverseer({ actor }: Context): void {
  if (!maySeeAllRuns(actor)) throw notFound('page');
}

/** One page of what needs an operator, of one kind. @throws not_found for everybody else */
export async function listFindings(ctx: Context, kind: FindingKind, query: Pick<FindingQuery, 'limit' | 'cursor'>): Promise<Page<Finding>> {
  requireOverseer(ctx);
  if (kind === 'webhooks') return { items: await failingEndpoints(ctx), nextCursor: null };
  return kind === 'sweeps' ? { items: await sweepFinding(ctx), nextCursor: null } : findingsOf(ctx, kind, query);
}

/** How many there are of each kind, each counted up to `countedUpTo`. @throws not_found for everybody but operators and admins */
export async function countFindings(ctx: Context): Promise<FindingCounts> {
  requireOverseer(ctx);
  const kinds = findingKinds.filter((kind): kind is RowKind => kind !== 'sweeps' && kind !== 'webhooks');
  const counted = await Promise.all(kinds.map(async (kind): Promise<[FindingKind, number]> => [kind, (await findingPage(ctx, kind, { limit: countedUpTo - 1 })).length]));
  return { ...(Object.fromEntries(counted) as FindingCounts), webhooks: (await failingEndpoints(ctx)).length, sweeps: (await sweepFinding(ctx)).length };
}
