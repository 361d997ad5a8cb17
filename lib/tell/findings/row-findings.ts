import { and, asc, desc, eq, sql, type SQL } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Database } from '@/db/client';
import { outbox, runs, sweepFaults, tasks } from '@/db/schema';
import type { Context } from '@/lib/people/context';
import { readCursor, writeCursor } from '@/lib/base/cursor';
import type { Page } from '@/lib/base/page-query';
import { readable } from '@/lib/base/readable/readable';
import { andThen, read, together, type Read } from '@/lib/base/reads';
import { findingTexts as words } from '@/lib/base/texts/operations';
import type { Finding } from '@/lib/desk/operators/types';
import { sourceOf, type RowKind, type Source } from './finding-sources';
import { told } from './finding-words';

/** How many, and after which. */
export type Slice = { limit: number; cursor?: string | undefined };

function after({ by, id, newestFirst }: Source, cursor: string | undefined): SQL | undefined {
  if (!cursor) return undefined;
  const [value, last] = readCursor(cursor);
  return newestFirst ? sql`(${by}, ${id}) < (${value}, ${last})` : sql`(${by}, ${id}) > (${value}, ${last})`;
}

/**
 * The statement for one page of a kind; reads no snapshots. Exported so that a test can check its query plan.
 */
export function findingPage({ db, clock }: Pick<Context, 'db' | 'clock'>, kind: RowKind, query: Slice) {
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

/** One page of the findings of a kind that are rows. */
export function rowFindingsRead(ctx: Context, kind: RowKind, query: Slice): Read<Page<Finding>> {
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
