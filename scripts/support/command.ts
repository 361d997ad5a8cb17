import { existsSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { filePath, openDatabase, type Database, type LibsqlSource } from '@/db/client';
import { DatabaseError } from '@/db/database-error';
import { libsqlFault } from '@/db/libsql-fault';

export { placeOf } from '@/db/libsql-fault';

/** A mistake in the call or its environment; the message is for the caller. */
export class UsageError extends Error {}

/** `1 event`, `2 events`. */
export const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;

/** Reads .env.local and .env as the app does. Variables already set win. */
export function loadEnvFiles(): void {
  for (const file of ['.env.local', '.env']) if (existsSync(file)) process.loadEnvFile(file);
}

/**
 * Opens the app database if it has these tables; undefined when nothing was ever stored there. Creates no
 * file.
 * @throws DatabaseError
 */
export async function openExisting(source: LibsqlSource, tables: string[]): Promise<Database | undefined> {
  if (source.url.startsWith('file:') && !existsSync(filePath(source.url))) return undefined;
  const db = openDatabase(source);
  try {
    const names = sql.join(
      tables.map((name) => sql`${name}`),
      sql`, `,
    );
    const found = await db.all<{ name: string }>(
      sql`select name from sqlite_master where type = 'table' and name in (${names})`,
    );
    if (found.length === tables.length) return db;
  } catch (cause) {
    throw new DatabaseError(libsqlFault(cause, 'app database', source), { cause });
  }
  db.$client.close();
  return undefined;
}
