import { sql, type SQL } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';

/**
 * Orders rows as the database took them. Times do not: each process writes them by a clock of its own. Only for rows that
 * are there; a number may come again after its row was deleted.
 */
export const asWritten = (table: SQLiteTable): SQL => sql`${table}.rowid`;
