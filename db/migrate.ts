import path from 'node:path';
import { sql } from 'drizzle-orm';
import { migrate as applyMigrations } from 'drizzle-orm/libsql/migrator';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { filePath, type Database } from './client';
import { DatabaseError } from './database-error';

/** What the driver said; drizzle's own message is the statement, over several lines. */
function reason(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? reason(cause) : message;
}

const migrationsFolder = () => path.join(process.cwd(), 'db', 'migrations');

/** When the newest migration that the database has, and the newest that the code has, were written (epoch ms; 0: none). */
async function versions(db: Database): Promise<{ database: number; code: number; foreign: boolean }> {
  const code = Math.max(0, ...readMigrationFiles({ migrationsFolder: migrationsFolder() }).map((m) => m.folderMillis));
  const tables = await db.all<{ name: string }>(
    sql`select name from sqlite_master where type = 'table' and name in ('__drizzle_migrations', 'users', 'runs', 'tasks')`,
  );
  const known = tables.some((table) => table.name === '__drizzle_migrations');
  if (!known) return { database: 0, code, foreign: tables.length > 0 };
  const [row] = await db.all<{ last: number | null }>(sql`select max(created_at) as last from __drizzle_migrations`);
  return { database: Number(row?.last ?? 0), code, foreign: false };
}

/** Whether all migrations of this version are applied. One or two small reads. */
export async function isMigrated(db: Database): Promise<boolean> {
  const { database, code } = await versions(db);
  return database === code;
}

/**
 * Brings the app database to this version's schema; does nothing when it is there already.
 * Processes that start together may both try: the one that comes second sees the first one's work.
 * @throws DatabaseError when the file cannot be opened or belongs to a newer version or another program.
 */
export async function migrate(db: Database, url: string): Promise<void> {
  const where = url.startsWith('file:') ? filePath(url) : new URL(url).host;
  const { database, code, foreign } = await versions(db).catch((cause) => {
    throw new DatabaseError(`The app database at ${where} cannot be read: ${reason(cause)}.`, { cause });
  });
  if (foreign) throw new DatabaseError(`The database at ${where} was not made by Countersign; give another DATABASE_URL or DATA_DIR.`);
  if (database > code)
    throw new DatabaseError(`The database at ${where} was made by a newer version of Countersign; start that version, or give another DATA_DIR.`);
  if (database === code) return;
  if (url.startsWith('file:')) await db.run(sql`pragma journal_mode = wal`);
  try {
    await applyMigrations(db, { migrationsFolder: migrationsFolder() });
  } catch (cause) {
    if (await isMigrated(db)) return;
    throw new DatabaseError(`The database at ${where} could not be brought up to date: ${reason(cause)}.`, { cause });
  }
}
