import { getTableColumns, is, sql, SQL, type Column } from 'drizzle-orm';
import type { SQLiteInsertValue, SQLiteTable } from 'drizzle-orm/sqlite-core';
import type { BatchItem } from 'drizzle-orm/batch';
import type { Database } from './client';

/** What a row may be given: values, or SQL that the database works out. */
export type NewRow<T extends SQLiteTable> = SQLiteInsertValue<T>;

const valueIn = (column: Column, value: unknown): SQL =>
  is(value, SQL) ? value : sql`${sql.param(value, column)}`;

const given = (row: object) => Object.entries(row).filter(([, value]) => value !== undefined);

/** `ON CONFLICT … DO UPDATE`: what a row with this key becomes that is there already. */
export function orUpdate<T extends SQLiteTable>(table: T, key: Column[], set: Partial<NewRow<T>>): SQL {
  const columns = getTableColumns(table);
  const target = key.map(({ name }) => sql.identifier(name));
  const changes = given(set).map(
    ([name, value]) => sql`${sql.identifier(columns[name]!.name)} = ${valueIn(columns[name]!, value)}`,
  );
  return sql`on conflict (${sql.join(target, sql`, `)}) do update set ${sql.join(changes, sql`, `)}`;
}

/**
 * `INSERT … SELECT values WHERE guard`: rows that are only written when the guard holds in the same statement.
 * `rowsAffected` says whether it did. A row that is there already (same key) is left alone, unless `otherwise` says more.
 * All rows have the columns of the first.
 */
export function insertWhere<T extends SQLiteTable>(
  db: Database,
  table: T,
  values: NewRow<T> | readonly NewRow<T>[],
  guard: SQL,
  otherwise = sql`on conflict do nothing`,
) {
  const columns = getTableColumns(table);
  const rows = [values].flat() as Record<string, unknown>[];
  const keys = given(rows[0] ?? {}).map(([key]) => key);
  const names = keys.map((key) => sql.identifier(columns[key]!.name));
  const cells = rows.map((row) => {
    const own = keys.map((key) => valueIn(columns[key]!, row[key]));
    return sql`(${sql.join(own, sql`, `)})`;
  });
  return db.run(sql`insert into ${table} (${sql.join(names, sql`, `)})
    select * from (values ${sql.join(cells, sql`, `)}) where ${guard} ${otherwise}`);
}

export type Statement = BatchItem<'sqlite'>;
