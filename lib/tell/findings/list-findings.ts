import { and, asc, desc, eq, gt, isNotNull, isNull, lte, sql, type SQL } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import { z } from 'zod';
import type { Database } from '@/db/client';
import { outbox, runs, sweepFaults, sweeps, tasks } from '@/db/schema';
import { requireScope } from '@/lib/people/require-scope';
import type { Context } from '@/lib/people/context';
import { env } from '@/lib/base/env';
import { notFound } from '@/lib/base/errors';
import { readCursor, writeCursor } from '@/lib/base/cursor';
import { pageQuery, parseQuery } from '@/lib/base/page-query';
import { maySeeAllRuns } from '@/lib/people/may-see-run';
import { readable } from '@/lib/base/readable/readable';
import { hangs } from '@/lib/work/recovery/hanging';
import { andThen, inOneTrip, read, together, type Read } from '@/lib/base/reads';
import type { Page } from '@/lib/base/page-query';
import { findingTexts as words } from '@/lib/base/texts/operations';
import { stuckDeliveriesRead } from '@/lib/tell/messages/stuck-deliveries';
import { failingEndpointsRead } from '@/lib/tell/webhooks/failing-endpoints';
import {
  countedUpTo,
  findingKinds,
  type Finding,
  type FindingCounts,
  type FindingKind,
  type OperatorAction,
} from '@/lib/desk/operators/types';

const minute = 60_000;
const day = 86_400_000;
/** Work that is due is usually done within seconds. */
const lagMs = 3 * minute;
/** One failure may be temporary; a failure in later sweeps too is lasting. */
const keepsFailingMs = 20_000;
/** How long a failed request is listed; older ones are history. */
const failedMs = 14 * day;
/** A server sweeps every half minute, a scheduler every quarter of an hour. */
const sweepMs = 20 * minute;

export const findingQuery = z.object({
  kind: z.enum(findingKinds).optional(),
  ...pageQuery,
});
export type FindingQuery = z.infer<typeof findingQuery>;

/** Reads a query string; empty values count as absent. @throws invalid naming the parameter. */
export const parseFindingQuery = (params: Record<string, unknown>): FindingQuery =>
  parseQuery(findingQuery, params);

type RowKind = Exclude<FindingKind, 'webhooks' | 'deliveries' | 'sweeps'>;
type Source = {
  table: typeof outbox | typeof runs | typeof sweepFaults | typeof tasks;
  where: SQL | undefined;
  by: SQLiteColumn;
  id: SQLiteColumn;
  newestFirst: boolean;
  actions: OperatorAction[];
};

const openSince = (now: number) =>
  and(
    sql`${tasks.state} = 'open'`,
    isNull(tasks.dueAt),
    lte(tasks.createdAt, new Date(now - env().staleAfterMs)),
  );

/** The table, condition and index of each kind; `by` sorts, and gives the time unless it is a size. */
function sourceOf(kind: RowKind, now: number): Source {
  const debts = { table: outbox, by: outbox.dueAt, id: outbox.id, newestFirst: false };
  const ofRuns = { table: runs, by: runs.updatedAt, id: runs.id, newestFirst: true };
  const ofTasks = { table: tasks, by: tasks.createdAt, id: tasks.id, newestFirst: false };
  switch (kind) {
    case 'stuck':
      return { ...debts, where: eq(outbox.state, 'stuck'), actions: ['retry', 'rebuild', 'cancel'] };
    case 'lagging':
      return {
        ...debts,
        where: and(eq(outbox.state, 'pending'), lte(outbox.dueAt, new Date(now - lagMs))),
        actions: ['retry', 'cancel'],
      };
    case 'lost':
      return { ...ofRuns, where: eq(runs.status, 'lost'), actions: ['rebuild', 'cancel'] };
    case 'failed':
      return {
        ...ofRuns,
        where: and(eq(runs.status, 'failed'), gt(runs.updatedAt, new Date(now - failedMs))),
        actions: ['restart', 'time-travel', 'rebuild'],
      };
    case 'unreadable':
      return { ...ofRuns, where: sql`snapshot_error is not null`, actions: ['rebuild', 'cancel'] };
    case 'hanging':
      return {
        ...ofRuns,
        by: runs.hangingSince,
        // The last sweep set the mark; any change of the run since then clears it.
        where: sql`hanging_since is not null and exists (select 1 from ${runs} r where r.id = ${runs.id} and ${hangs(new Date(now))})`,
        actions: ['time-travel', 'rebuild', 'cancel'],
      };
    case 'unanswerable':
      return {
        ...ofTasks,
        where: sql`state = 'open' and stand_ins is not null`,
        actions: ['reassign', 'cancel'],
      };
    case 'repeated':
      return {
        ...ofTasks,
        where: sql`state = 'open' and asked_before is not null`,
        actions: ['reassign', 'time-travel', 'cancel'],
      };
    case 'oversized':
      return {
        ...ofRuns,
        by: runs.snapshotSize,
        where: and(
          sql`status in ('running', 'waiting', 'suspended')`,
          gt(runs.snapshotSize, env().limits.warnBytes),
        ),
        actions: ['cancel'],
      };
    case 'recovery':
      return {
        table: sweepFaults,
        by: sweepFaults.firstAt,
        id: sweepFaults.id,
        newestFirst: false,
        where: sql`last_at - first_at >= ${keepsFailingMs}`,
        actions: ['rebuild', 'cancel'],
      };
    case 'overdue':
      return {
        ...ofTasks,
        by: tasks.dueAt,
        where: and(sql`state = 'open' and due_at is not null`, lte(tasks.dueAt, new Date(now))),
        actions: ['reassign', 'time-travel', 'cancel'],
      };
    case 'stale':
      return { ...ofTasks, where: openSince(now), actions: ['reassign', 'time-travel', 'cancel'] };
  }
}

function after({ by, id, newestFirst }: Source, cursor: string | undefined): SQL | undefined {
  if (!cursor) return undefined;
  const [value, last] = readCursor(cursor);
  return newestFirst ? sql`(${by}, ${id}) < (${value}, ${last})` : sql`(${by}, ${id}) > (${value}, ${last})`;
}

const mb = (bytes: number) => `${(bytes / 1_000_000).toFixed(1)} MB`;

/** The problem in words, the recorded detail, and since when. */
function told(
  kind: RowKind,
  row: {
    debt: typeof outbox.$inferSelect | null;
    fault?: typeof sweepFaults.$inferSelect;
    run: Pick<
      typeof runs.$inferSelect,
      'error' | 'snapshotError' | 'snapshotSize' | 'hangingSince' | 'updatedAt'
    > | null;
    task: Pick<typeof tasks.$inferSelect, 'dueAt' | 'createdAt' | 'askedBefore'> | null;
  },
): Pick<Finding, 'reason' | 'detail' | 'since'> {
  const { debt, fault, run, task } = row;
  const since = (
    debt?.createdAt ??
    (kind === 'overdue' ? task?.dueAt : task?.createdAt) ??
    run?.updatedAt ??
    new Date(0)
  ).toISOString();
  switch (kind) {
    case 'stuck':
      return {
        since,
        reason: words.stuck(words.owed[debt?.kind ?? 'resume'], debt?.attempts ?? 0),
        detail: debt?.lastError ?? null,
      };
    case 'lagging':
      return {
        since: (debt?.dueAt ?? new Date(0)).toISOString(),
        reason: words.lagging(words.owed[debt?.kind ?? 'resume']),
        detail: debt?.lastError ?? null,
      };
    case 'failed':
      return { since, reason: words.failed(run?.error?.step ?? null), detail: run?.error?.message ?? null };
    case 'unreadable':
      return { since, reason: words.unreadable, detail: run?.snapshotError ?? null };
    case 'oversized':
      return { since, reason: words.oversized(mb(run?.snapshotSize ?? 0)), detail: null };
    case 'hanging':
      return {
        since: (run?.hangingSince ?? new Date(0)).toISOString(),
        reason: words.hanging,
        detail: null,
      };
    case 'repeated':
      return { since, reason: words.repeated(task?.askedBefore ?? null), detail: null };
    case 'recovery':
      return {
        since: (fault?.firstAt ?? new Date(0)).toISOString(),
        reason: words.recovery(words.sweepParts[fault?.part ?? 'runs'], fault?.times ?? 0),
        detail: fault?.message ?? null,
      };
    case 'lost':
    case 'overdue':
    case 'unanswerable':
    case 'stale':
      return { since, reason: words[kind], detail: null };
  }
}

/**
 * The statement for one page of a kind; reads no snapshots. Exported so that a test can check its query plan.
 */
export function findingPage(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  kind: RowKind,
  query: Pick<FindingQuery, 'limit' | 'cursor'>,
) {
  const source = sourceOf(kind, clock.now().getTime());
  const direction = source.newestFirst ? desc : asc;
  const chosen = { id: source.id, by: sql<number>`${source.by}` };
  return db
    .select(chosen)
    .from(source.table)
    .where(and(source.where, after(source, query.cursor)))
    .orderBy(direction(source.by), direction(source.id))
    .limit(query.limit + 1);
}

const ofRun = {
  id: runs.id,
  title: runs.title,
  workflowId: runs.workflowId,
  error: runs.error,
  snapshotError: runs.snapshotError,
  snapshotSize: runs.snapshotSize,
  hangingSince: runs.hangingSince,
  updatedAt: runs.updatedAt,
};
const ofTask = {
  id: tasks.id,
  title: tasks.title,
  dueAt: tasks.dueAt,
  createdAt: tasks.createdAt,
  askedBefore: tasks.askedBefore,
};

/** The details of a page's findings, each by its id. */
function rowsRead(db: Database, table: Source['table'], page: ReturnType<typeof findingPage>) {
  const inPage = (column: SQLiteColumn) => sql`${column} in (select id from ${page})`;
  if (table === outbox) {
    const debts = db
      .select({ debt: outbox, run: ofRun, task: ofTask })
      .from(outbox)
      .innerJoin(runs, eq(runs.id, outbox.runId))
      .leftJoin(tasks, eq(tasks.id, outbox.taskId))
      .where(inPage(outbox.id));
    return read([debts], ([rows]) => new Map(rows.map((row) => [row.debt.id, row])));
  }
  if (table === runs)
    return read(
      [db.select({ run: ofRun }).from(runs).where(inPage(runs.id))],
      ([rows]) => new Map(rows.map(({ run }) => [run.id, { debt: null, run, task: null }])),
    );
  if (table === sweepFaults) {
    const faults = db
      .select({ fault: sweepFaults, run: ofRun, task: ofTask })
      .from(sweepFaults)
      .leftJoin(runs, eq(runs.id, sweepFaults.runId))
      .leftJoin(tasks, eq(tasks.id, sweepFaults.taskId))
      .where(inPage(sweepFaults.id));
    return read([faults], ([rows]) => new Map(rows.map((row) => [row.fault.id, { debt: null, ...row }])));
  }
  const asked = db
    .select({ run: ofRun, task: ofTask })
    .from(tasks)
    .innerJoin(runs, eq(runs.id, tasks.runId))
    .where(inPage(tasks.id));
  return read([asked], ([rows]) => new Map(rows.map((row) => [row.task.id, { debt: null, ...row }])));
}

function rowFindingsRead(
  ctx: Context,
  kind: RowKind,
  query: Pick<FindingQuery, 'limit' | 'cursor'>,
): Read<Page<Finding>> {
  const { db, clock, engine } = ctx;
  const { table, actions } = sourceOf(kind, clock.now().getTime());
  const statement = findingPage(ctx, kind, query);
  return andThen(
    together({ found: read([statement], ([rows]) => rows), rows: rowsRead(db, table, statement) }),
    ({ found, rows }) => {
      const page = found.slice(0, query.limit);
      const last = found.length > query.limit ? page.at(-1) : undefined;
      const items = page.flatMap(({ id }): Finding[] => {
        const row = rows.get(String(id));
        if (!row) return [];
        const { run, task } = row;
        return [
          {
            kind,
            id: String(id),
            runId: run?.id ?? null,
            taskId: task?.id ?? null,
            title: readable(task?.title ?? run?.title ?? words.sweepsTitle),
            workflowTitle: run && (engine.workflow(run.workflowId)?.title ?? run.workflowId),
            ...told(kind, row),
            actions: run ? actions : [],
          },
        ];
      });
      return { items, nextCursor: last ? writeCursor([Number(last.by), String(last.id)]) : null };
    },
  );
}

/** When the newest sweep began; null when there was none. */
export const lastSweepRead = ({ db }: Pick<Context, 'db'>): Read<Date | null> =>
  read(
    [
      db
        .select({ at: sweeps.startedAt })
        .from(sweeps)
        .where(isNotNull(sweeps.endedAt))
        .orderBy(desc(sweeps.startedAt))
        .limit(1),
    ],
    ([[row]]) => row?.at ?? null,
  );

export const lastSweep = (ctx: Pick<Context, 'db'>): Promise<Date | null> =>
  inOneTrip(ctx.db, lastSweepRead(ctx));

const sweepFindingRead = (ctx: Pick<Context, 'db' | 'clock'>): Read<Finding[]> =>
  andThen(lastSweepRead(ctx), (last) => {
    if (last && last.getTime() > ctx.clock.now().getTime() - sweepMs) return [];
    return [
      {
        kind: 'sweeps',
        id: 'sweeps',
        runId: null,
        taskId: null,
        title: words.sweepsLateTitle,
        workflowTitle: null,
        reason: last ? words.sweepsLate : words.sweepsNever,
        detail: null,
        since: (last ?? ctx.clock.now()).toISOString(),
        actions: [],
      },
    ];
  });

/** Kinds that are not paged. */
const few = { sweeps: sweepFindingRead, webhooks: failingEndpointsRead, deliveries: stuckDeliveriesRead };
const isFew = (kind: FindingKind): kind is keyof typeof few => kind in few;

function requireOverseer({ actor }: Context): void {
  requireScope({ actor }, 'operations:manage');
  if (!maySeeAllRuns(actor)) throw notFound('page');
}

/**
 * One page of the findings of one kind.
 * @throws not_found for everybody but operators and administrators
 */
export function findingsRead(
  ctx: Context,
  kind: FindingKind,
  query: Pick<FindingQuery, 'limit' | 'cursor'>,
): Read<Page<Finding>> {
  requireOverseer(ctx);
  return isFew(kind)
    ? andThen(few[kind](ctx), (items) => ({ items, nextCursor: null }))
    : rowFindingsRead(ctx, kind, query);
}

export const listFindings = async (
  ctx: Context,
  kind: FindingKind,
  query: Pick<FindingQuery, 'limit' | 'cursor'>,
): Promise<Page<Finding>> => inOneTrip(ctx.db, findingsRead(ctx, kind, query));

/**
 * The number of findings of each kind, each counted up to `countedUpTo`. Not scoped: callers must check
 * authority.
 */
export function everyCountRead(ctx: Pick<Context, 'db' | 'clock'>): Read<FindingCounts> {
  const counted = (kind: FindingKind): Read<number> =>
    isFew(kind)
      ? andThen(few[kind](ctx), ({ length }) => length)
      : read([findingPage(ctx, kind, { limit: countedUpTo - 1 })], ([{ length }]) => length);
  return together(
    Object.fromEntries(findingKinds.map((kind) => [kind, counted(kind)])) as Record<
      FindingKind,
      Read<number>
    >,
  );
}

/**
 * The same for the actor.
 * @throws not_found for everybody but operators and administrators
 */
export function findingCountsRead(ctx: Context): Read<FindingCounts> {
  requireOverseer(ctx);
  return everyCountRead(ctx);
}

export const countFindings = async (ctx: Context): Promise<FindingCounts> =>
  inOneTrip(ctx.db, findingCountsRead(ctx));
