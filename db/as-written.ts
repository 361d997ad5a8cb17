import { sql, type SQL } from 'drizzle-orm';
import type { SQLiteTable } from 'drizzle-orm/sqlite-core';

/**
 * Orders rows as the database took them, because each process has its own clock. A restored backup keeps the
 * order but may change the numbers, so never store them.
 */
export const asWritten = (table: SQLiteTable): SQL => sql`${table}.rowid`;
