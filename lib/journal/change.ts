import { and, sql, type Column, type SQL } from 'drizzle-orm';
import type { SQLiteTable, SQLiteUpdateSetSource } from 'drizzle-orm/sqlite-core';
import { insertWhere, orUpdate, type NewRow, type Statement } from '@/db/guarded';
import type { Context } from '@/lib/people/context';
import type { AuditVerb } from './audit';

/** Who writes, how and when, and where. */
export type Writer = Pick<Context, 'actor' | 'channel' | 'clock' | 'db' | 'mark'>;

/**
 * One statement of a commit (commit.ts), which only the commit makes: so none is sent without the condition that it hangs
 * on. `mine` is that condition; undefined when there is none.
 */
export type Change = {
  statement: (writer: Writer, mine: SQL | undefined) => Statement;
  /** Of an event for the audit log: its verb. */
  verb?: AuditVerb;
};

/** Changes the rows that `where` finds. */
export const update = <Table extends SQLiteTable>(
  table: Table,
  values: SQLiteUpdateSetSource<Table>,
  where: SQL | undefined,
): Change => ({ statement: ({ db }, mine) => db.update(table).set(values).where(and(where, mine)) });

/** Adds rows, all of the same columns; one that is there already, by any of its unique keys, stays as it is. */
export const insert = <Table extends SQLiteTable>(
  table: Table,
  rows: NewRow<Table> | readonly NewRow<Table>[],
): Change => ({ statement: ({ db }, mine) => insertWhere(db, table, rows, mine ?? sql`1`) });

/** Adds a row, or changes the one that has its key already. */
export const upsert = <Table extends SQLiteTable>(
  table: Table,
  row: NewRow<Table>,
  key: Column[],
  set: Partial<NewRow<Table>>,
): Change => ({
  statement: ({ db }, mine) => insertWhere(db, table, row, mine ?? sql`1`, orUpdate(table, key, set)),
});

/** Removes the rows that `where` finds. */
export const remove = (table: SQLiteTable, where: SQL | undefined): Change => ({
  statement: ({ db }, mine) => db.delete(table).where(and(where, mine)),
});

/** The same changes, which hang on one condition more. */
export const onlyIf = (when: SQL, changes: readonly Change[]): Change[] =>
  changes.map((change) => ({
    ...change,
    statement: (writer, mine) => change.statement(writer, and(mine, when)),
  }));
