import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient, LibsqlError, type Client } from '@libsql/client';
import { drizzle, type LibSQLDatabase } from 'drizzle-orm/libsql';
import { FileGoneError } from './away';
import { isBusy, untilFree } from './busy';
import { DatabaseError } from './database-error';
import { onlyReads } from './only-reads';
import { openRemote } from './remote';
import * as schema from './schema';

/** Where a libSQL database is (`file:` or remote), its token, and the variables that people set both by. */
export type LibsqlSource = {
  url: string;
  authToken?: string | undefined;
  variables?: { url: string; token: string } | undefined;
};

export type Database = LibSQLDatabase<typeof schema> & {
  $client: Client;
};

/** SQLite blocks the whole process while it waits, so each wait is this short and other work runs in between. */
const waitMs = 20;
/** Short, since a busy writer releases the file only for moments. */
const longestPauseMs = 40;

const wasClosedUnused = (error: unknown) => error instanceof LibsqlError && error.code === 'CLIENT_CLOSED';

/**
 * A statement that found the file busy stays open in libsql 0.5: its connection then fails every commit, and takes single
 * writes without writing them, until it is garbage-collected. So all connections are replaced, and callers that had
 * not begun retry. The same when the file itself was replaced, by a restored backup: open connections would keep writing to a file that nobody can open any more. A missing file is not recreated.
 */
function renewWhenNeeded(client: Client, file: string, timeout: number): Client {
  let opened: number | undefined;
  const look = () => {
    const found = statSync(file, { throwIfNoEntry: false })?.ino;
    if (found === undefined && opened !== undefined)
      throw new FileGoneError(`The database file ${file} is not there any more.`);
    if (opened !== undefined && opened !== found) client.reconnect();
    return found;
  };
  const guard = <Args extends unknown[], Result>(call: (...args: Args) => Promise<Result>) => {
    const once = async (...args: Args): Promise<Result> => {
      opened = look();
      try {
        return await call.apply(client, args);
      } catch (error) {
        if (isBusy(error)) client.reconnect();
        else if (wasClosedUnused(error) && !client.closed) return await once(...args);
        throw error;
      }
    };
    return (...args: Args) => untilFree(() => once(...args), { forMs: timeout, longestPauseMs });
  };
  const { execute, batch, migrate, transaction } = client;
  return Object.assign(client, {
    execute: guard(execute),
    batch: guard(batch),
    migrate: guard(migrate),
    transaction: guard(transaction),
  });
}

function openFile(url: string, timeout: number): Client {
  const file = filePath(url);
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    // Otherwise SQLite would report a read-only file only at the first write.
    accessSync(existsSync(file) ? file : path.dirname(file), constants.R_OK | constants.W_OK);
    return renewWhenNeeded(createClient({ url, timeout: Math.min(waitMs, timeout) }), file, timeout);
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

/**
 * A writing batch begins as a writer. If it began as a reader, it would fail whenever another process wrote between
 * its first read and its first write.
 */
function beginAsWriter(client: Client): Client {
  const { batch } = client;
  return Object.assign(client, {
    batch: ((statements, mode) =>
      batch.call(
        client,
        statements,
        mode ?? (onlyReads(statements) ? 'deferred' : 'write'),
      )) satisfies Client['batch'],
  });
}

export type ClientOptions = LibsqlSource & {
  /** How long to wait while others write, in milliseconds. */
  timeout?: number;
  /** How long a remote database has for an answer, in milliseconds. */
  answerMs?: number;
};

/**
 * A libSQL client for a `file:` or remote URL. There are no interactive transactions anywhere, only single statements and batches.
 * @throws DatabaseError when a file cannot be opened or written, in one sentence
 */
export function openClient({ url, authToken, timeout = 5000, answerMs }: ClientOptions): Client {
  return beginAsWriter(
    url.startsWith('file:') ? openFile(url, timeout) : openRemote({ url, authToken, timeout, answerMs }),
  );
}

/** The app database. Lists of rows come as objects; `batch` is one atomic round trip. */
export function openDatabase(source: LibsqlSource): Database {
  return drizzle(openClient(source), { schema });
}

export function filePath(url: string): string {
  return url.startsWith('file:///') ? fileURLToPath(url) : url.slice('file:'.length);
}
