import { existsSync } from 'node:fs';
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { filePath, openClient, type LibsqlSource } from '@/db/client';
import { placeOf, UsageError } from './command';

const isFile = ({ url }: LibsqlSource) => url.startsWith('file:');

const backupOf = (dir: string, name: string, source: LibsqlSource) =>
  path.join(dir, `${name}.${isFile(source) ? 'db' : 'sql'}`);

/**
 * Dumps a whole database as SQL, from one consistent moment. Source: the HTTP API of sqld and Turso, `/dump`.
 */
async function dump({ url, authToken }: LibsqlSource): Promise<string> {
  const at = url.replace(/^libsql:/, 'https:').replace(/\/$/, '');
  const answer = await fetch(`${at}/dump`, {
    headers: authToken ? { authorization: `Bearer ${authToken}` } : {},
  });
  if (!answer.ok)
    throw new UsageError(`The database at ${placeOf(url)} gives no dump: HTTP status ${answer.status}.`);
  const sql = await answer.text();
  if (!sql.trimEnd().endsWith('COMMIT;')) throw new UsageError(`The dump of ${placeOf(url)} was cut off.`);
  return sql;
}

/** Creates a file that only its owner may read, whatever the folder allows. */
async function createPrivate(file: string): Promise<void> {
  try {
    await writeFile(file, '', { mode: 0o600, flag: 'wx' });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    throw new UsageError(`There is a file ${file} already; give a new folder.`, { cause });
  }
}

/** Copies a database file into an empty file. */
async function copyLive(source: LibsqlSource, made: string): Promise<void> {
  const client = openClient(source);
  try {
    await client.execute({ sql: 'vacuum into ?', args: [made] });
  } finally {
    client.close();
  }
  const copy = openClient({ url: `file:${made}` });
  const { rows } = await copy.execute('pragma integrity_check');
  copy.close();
  if (rows[0]?.integrity_check !== 'ok')
    throw new UsageError(`The copy of ${placeOf(source.url)} is damaged, so the database may be as well.`);
}

/**
 * Copies a live database into a folder: a file as a file, a remote one as SQL. Only the owner may read it.
 * @returns the file created
 */
export async function backUp(source: LibsqlSource, dir: string, name: string): Promise<string> {
  if (isFile(source) && !existsSync(filePath(source.url)))
    throw new UsageError(`There is no file ${filePath(source.url)}.`);
  const made = backupOf(dir, name, source);
  await createPrivate(made);
  try {
    if (isFile(source)) await copyLive(source, made);
    else await writeFile(made, await dump(source));
  } catch (error) {
    await rm(made);
    throw error;
  }
  return made;
}

async function hasTables(target: LibsqlSource): Promise<boolean> {
  if (isFile(target) && !existsSync(filePath(target.url))) return false;
  const client = openClient(target);
  try {
    return (await client.execute("select 1 from sqlite_master where type = 'table' limit 1")).rows.length > 0;
  } finally {
    client.close();
  }
}

/** SQLite would apply these files of an earlier database to the restored one. */
function refuseLeftovers({ url }: LibsqlSource): void {
  const file = filePath(url);
  const left = ['-wal', '-shm', '-journal'].map((end) => file + end).filter((each) => existsSync(each));
  if (left.length > 0)
    throw new UsageError(
      `Something is left of the database that was at ${file}: ${left.join(', ')}. It may hold that database's latest changes: move it to where you moved the database.`,
    );
}

/**
 * Refuses a restore into a database that is neither empty nor missing, or from a folder without its backup.
 * @throws UsageError
 */
export async function checkRestore(dir: string, name: string, target: LibsqlSource): Promise<void> {
  const file = backupOf(dir, name, target);
  if (!existsSync(file))
    throw new UsageError(`There is no ${file}: a file goes back to a file, SQL to a libSQL server.`);
  if (await hasTables(target))
    throw new UsageError(
      `There is something at ${placeOf(target.url)} already; move it away (a file together with those beside it that end in -wal and -shm), or give another, empty database.`,
    );
  if (isFile(target)) refuseLeftovers(target);
}

/** Restores a backup, which `checkRestore` must have allowed. */
export async function putBack(dir: string, name: string, target: LibsqlSource): Promise<void> {
  const file = backupOf(dir, name, target);
  if (isFile(target)) await copyFile(file, filePath(target.url));
  const client = openClient(target);
  try {
    // The copy is not in WAL mode, in which readers and writers do not block each other.
    if (isFile(target)) await client.execute('pragma journal_mode = wal');
    else await client.executeMultiple(await readFile(file, 'utf8'));
  } finally {
    client.close();
  }
}
