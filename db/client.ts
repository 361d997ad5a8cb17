import { accessSync, constants, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Client } from '@libsql/client';
import { drizzle, type LibSQLDatabase } from 'drizzle-orm/libsql';
import { DatabaseError } from './database-error';
import { fileClient } from './file/file-client';
import { openRemote } from './remote';
import * as schema from './schema';

/** The URL of a libSQL database (`file:` or remote), its token, and the names of the variables that set them. */
export type LibsqlSource = {
  url: string;
  authToken?: string | undefined;
  variables?: { url: string; token: string } | undefined;
};

export type Database = LibSQLDatabase<typeof schema> & {
  $client: Client;
};

/**
 * Creates the file if it is missing. It never opens an existing one: closing that would release SQLite's POSIX locks
 * on it.
 */
function makeFile(file: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  if (!existsSync(file)) writeFileSync(file, '', { flag: 'a' });
  if (!statSync(file).isFile()) throw new Error('it is a folder');
  accessSync(file, constants.R_OK | constants.W_OK);
}

function openFile(url: string, timeout: number): Client {
  const file = filePath(url);
  try {
    makeFile(file);
    return fileClient(file, timeout);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const why =
      code === 'EACCES' || code === 'EPERM' || code === 'EROFS'
        ? 'this account may not write there'
        : 'no database can be opened or made there';
    throw new DatabaseError(
      `The database file ${file} cannot be used: ${why}; give another DATA_DIR, or mend that.`,
      { cause },
    );
  }
}

export type ClientOptions = LibsqlSource & {
  /** How long to wait for other writers, in milliseconds. */
  timeout?: number;
  /** How long to wait for a remote database's response, in milliseconds. */
  answerMs?: number;
};

/**
 * A libSQL client for a `file:` or remote URL. Use single statements and batches only, no interactive transactions.
 * @throws DatabaseError if a file cannot be opened or written
 */
export function openClient({ url, authToken, timeout = 5000, answerMs }: ClientOptions): Client {
  return url.startsWith('file:') ? openFile(url, timeout) : openRemote({ url, authToken, timeout, answerMs });
}

/** The app database through Drizzle; `batch` is atomic and takes one round trip. */
export function openDatabase(source: LibsqlSource): Database {
  return drizzle(openClient(source), { schema });
}

export function filePath(url: string): string {
  return url.startsWith('file:///') ? fileURLToPath(url) : url.slice('file:'.length);
}
