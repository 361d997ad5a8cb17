import { getTableColumns, sql, type InferInsertModel, type SQL } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { BatchItem } from 'drizzle-orm/batch';
import type { Database } from './client';

/**
 * `INSERT … SELECT values WHERE guard`: a row that is only written when the guard holds in the same statement.
 * `rowsAffected` says whether it did. A row that is there already (same key) is left alone.
 */
export function insertWhere<T extends SQLiteTable>(
  db: Database,
  table: T,
  values: InferInsertModel<T>,
  guard: SQL,
) {
  const columns = getTableColumns(table);
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  const names = entries.map(([key]) => sql.identifier(columns[key]!.name));
  const params = entries.map(([key, value]) => sql`${sql.param(value, columns[key]!)}`);
  return db.run(
    sql`insert into ${table} (${sql.join(names, sql`, `)}) select ${sql.join(params, sql`, `)} where ${guard} on conflict do nothing`,
  );
}

export type Statement = BatchItem<'sqlite'>;

const changedRows = (result: unknown): number =>
  typeof result === 'object' && result !== null && 'rowsAffected' in result ? Number(result.rowsAffected) : 0;

/**
 * The same database, but its first batch of changes also runs this statement, so both are committed or neither is. Two
 * batches at once may both run it, so running it twice must be harmless.
 */
export const marking = (db: Database, statement: Statement): Database =>
  Object.assign(Object.create(db) as Database, { mark: { statement, isMade: false } });

async function batchOf(db: Database, statements: [Statement, ...Statement[]]): Promise<unknown[]> {
  const { mark } = db;
  if (!mark || mark.isMade) return db.batch(statements);
  const results: unknown[] = await db.batch([...statements, mark.statement]);
  mark.isMade = true;
  return results.slice(0, -1);
}

/** Runs statements that change something as one atomic batch, in one round trip; nothing to do is fine. Returns the rows each one changed. */
export async function runBatch(db: Database, statements: Statement[]): Promise<number[]> {
  const [first, ...rest] = statements;
  if (!first) return [];
  return (await batchOf(db, [first, ...rest])).map(changedRows);
}

/** The same, and what a read finds right after it, in the same round trip. Returns the rows the first statement changed. */
export async function runBatchThen<Row>(
  db: Database,
  statements: Statement[],
  read: BatchItem<'sqlite'> & PromiseLike<Row[]>,
): Promise<{ changed: number; found: Row[] }> {
  const [first, ...rest] = statements;
  const results = await batchOf(db, [first ?? read, ...rest, read]);
  return { changed: changedRows(results[0]), found: results.at(-1) as Row[] };
}
