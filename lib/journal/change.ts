import { and, sql, type Column, type SQL } from 'drizzle-orm';
import type { SQLiteTable, SQLiteUpdateSetSource } from 'drizzle-orm/sqlite-core';
import { insertWhere, orUpdate, type NewRow, type Statement } from '@/db/guarded';
import type { Context } from '@/lib/people/context';
import type { AuditVerb } from './audit';

/** The parts of a context that writing needs. */
export type Writer = Pick<Context, 'actor' | 'channel' | 'clock' | 'db' | 'mark'>;

/**
 * One statement of a commit (commit.ts). Only the commit builds it, so it cannot be sent without its condition `mine`
 * (undefined: none).
 */
export type Change = {
  statement: (writer: Writer, mine: SQL | undefined) => Statement;
  /** The verb, if this change writes an audit event. */
  verb?: AuditVerb;
};

/** Updates the rows that match `where`. */
export const update = <Table extends SQLiteTable>(
  table: Table,
  values: SQLiteUpdateSetSource<Table>,
  where: SQL | undefined,
): Change => ({ statement: ({ db }, mine) => db.update(table).set(values).where(and(where, mine)) });

/** Inserts rows that all have the same columns; a row that conflicts with a unique key is skipped. */
export const insert = <Table extends SQLiteTable>(
  table: Table,
  rows: NewRow<Table> | readonly NewRow<Table>[],
): Change => ({ statement: ({ db }, mine) => insertWhere(db, table, rows, mine ?? sql`1`) });

/** Inserts a row, or updates the existing row with the same key. */
export const upsert = <Table extends SQLiteTable>(
  table: Table,
  row: NewRow<Table>,
  key: Column[],
  set: Partial<NewRow<Table>>,
): Change => ({
  statement: ({ db }, mine) => insertWhere(db, table, row, mine ?? sql`1`, orUpdate(table, key, set)),
});

/** Deletes the rows that match `where`. */
export const remove = (table: SQLiteTable, where: SQL | undefined): Change => ({
  statement: ({ db }, mine) => db.delete(table).where(and(where, mine)),
});

/** The same changes, with `when` as a further condition. */
export const onlyIf = (when: SQL, changes: readonly Change[]): Change[] =>
  changes.map((change) => ({
    ...change,
    statement: (writer, mine) => change.statement(writer, and(mine, when)),
  }));
