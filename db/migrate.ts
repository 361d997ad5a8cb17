import path from 'node:path';
import { sql } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { isBusy } from './busy';
import type { Database, LibsqlSource } from './client';
import { DatabaseError } from './database-error';
import { libsqlFault, placeOf } from './libsql-fault';

const migrationsFolder = () => path.join(process.cwd(), 'db', 'migrations');

/** When the newest migration that the database has, and the newest that the code has, were written (epoch ms; 0: none). */
async function versions(db: Database): Promise<{ database: number; code: number; foreign: boolean }> {
  const code = Math.max(
    0,
    ...readMigrationFiles({ migrationsFolder: migrationsFolder() }).map((m) => m.folderMillis),
  );
  const tables = await db.all<{ name: string }>(
    sql`select name from sqlite_master where type = 'table' and name in ('__drizzle_migrations', 'users', 'runs', 'tasks')`,
  );
  const known = tables.some((table) => table.name === '__drizzle_migrations');
  if (!known) return { database: 0, code, foreign: tables.length > 0 };
  const [row] = await db.all<{ last: number | null }>(
    sql`select max(created_at) as last from __drizzle_migrations`,
  );
  return { database: Number(row?.last ?? 0), code, foreign: false };
}

/** Whether all migrations of this version are applied. One or two small reads. */
export async function isMigrated(db: Database): Promise<boolean> {
  const { database, code } = await versions(db);
  return database === code;
}

/** Finds a read-only token now rather than at somebody's first write. Changes nothing. */
const tryToWrite = (db: Database) => db.run(sql`update __drizzle_migrations set hash = hash where 0`);

/** The table that drizzle's own migrator makes. */
const ownTable =
  'create table if not exists __drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)';

/** Fails its batch (a hash must not be null) when the database is no longer at the version that was read. */
const guard = (seen: number) => ({
  sql: 'insert into __drizzle_migrations (hash, created_at) select null, 0 where (select coalesce(max(created_at), 0) from __drizzle_migrations) <> ?',
  args: [seen],
});

/** Applies everything missing in one transaction: of several processes that try together one succeeds, the others fail. */
async function applyMissing({ $client }: Database, seen: number): Promise<void> {
  const missing = readMigrationFiles({ migrationsFolder: migrationsFolder() }).filter(
    ({ folderMillis }) => folderMillis > seen,
  );
  const noted = ({ hash, folderMillis }: (typeof missing)[number]) => ({
    sql: 'insert into __drizzle_migrations (hash, created_at) values (?, ?)',
    args: [hash, folderMillis],
  });
  await $client.execute(ownTable);
  await $client.migrate([
    guard(seen),
    ...missing.flatMap((migration) => [...migration.sql, noted(migration)]),
  ]);
}

/** How often to retry while others keep writing; each try takes some seconds. */
const maxTries = 12;

/**
 * Brings the app database to this version's schema; does nothing when it is there already.
 * Any number of processes may start together: those that come later see the first one's work.
 * @throws DatabaseError in one sentence: it cannot be reached, read or written, or belongs to a newer version or another program.
 */
export async function migrate(db: Database, source: LibsqlSource, tries = 1): Promise<void> {
  const isFile = source.url.startsWith('file:');
  const [where, setting] = [
    placeOf(source.url),
    isFile ? 'DATA_DIR' : (source.variables?.url ?? 'DATABASE_URL'),
  ];
  const told = (cause: unknown) => {
    throw new DatabaseError(libsqlFault(cause, 'app database', source), { cause });
  };
  const { database, code, foreign } = await versions(db).catch(told);
  if (foreign)
    throw new DatabaseError(`The database at ${where} was not made by Countersign; give another ${setting}.`);
  if (database > code)
    throw new DatabaseError(
      `The database at ${where} was made by a newer version of Countersign; start that version, or give another ${setting}.`,
    );
  if (database === code) {
    if (!isFile) await tryToWrite(db).catch(told);
    return;
  }
  try {
    if (isFile) await db.run(sql`pragma journal_mode = wal`);
    await applyMissing(db, database);
  } catch (cause) {
    if ((await versions(db).catch(told)).database !== database || (isBusy(cause) && tries < maxTries))
      return migrate(db, source, tries + 1);
    throw new DatabaseError(libsqlFault(cause, 'app database', source), { cause });
  }
}
