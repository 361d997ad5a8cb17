import { existsSync } from 'node:fs';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { filePath, openClient, type LibsqlSource } from '@/db/client';
import { placeOf, UsageError } from './command';

const isFile = ({ url }: LibsqlSource) => url.startsWith('file:');

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

/**
 * Copies a live database into a folder: a file as a file, a remote one as SQL.
 * @returns the file created
 */
export async function backUp(source: LibsqlSource, dir: string, name: string): Promise<string> {
  if (!isFile(source)) {
    const made = path.join(dir, `${name}.sql`);
    await writeFile(made, await dump(source), { mode: 0o600, flag: 'wx' });
    return made;
  }
  const made = path.join(dir, `${name}.db`);
  if (!existsSync(filePath(source.url))) throw new UsageError(`There is no file ${filePath(source.url)}.`);
  if (existsSync(made)) throw new UsageError(`There is a file ${made} already; give a new folder.`);
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
    throw new UsageError(`${made} is damaged, and so may be ${placeOf(source.url)}.`);
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

/**
 * Restores a backup into a database that is empty or missing.
 * @throws UsageError when it is not, or when the folder has no such backup
 */
export async function putBack(dir: string, name: string, target: LibsqlSource): Promise<void> {
  const file = path.join(dir, `${name}.${isFile(target) ? 'db' : 'sql'}`);
  if (!existsSync(file))
    throw new UsageError(`There is no ${file}: a file goes back to a file, SQL to a libSQL server.`);
  if (await hasTables(target))
    throw new UsageError(
      `There is something at ${placeOf(target.url)} already; move it away, or give another, empty database.`,
    );
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
