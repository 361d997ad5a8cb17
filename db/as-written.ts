import { sql, type SQL } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';

/**
 * Orders rows as the database took them. Times do not: each process writes them by a clock of its own. A backup that is put
 * back keeps the order and may change the numbers, so nothing keeps one.
 */
export const asWritten = (table: SQLiteTable): SQL => sql`${table}.rowid`;
