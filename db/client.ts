import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient, LibsqlError, type Client } from '@libsql/client';
import { drizzle, type LibSQLDatabase } from 'drizzle-orm/libsql';
import { isBusy } from './busy';
import * as schema from './schema';

export type Database = LibSQLDatabase<typeof schema> & { $client: Client };

const wasClosedUnused = (error: unknown) => error instanceof LibsqlError && error.code === 'CLIENT_CLOSED';

/**
 * A statement that found the file busy stays open in libsql 0.5: its connection then fails every commit, and takes single
 * writes without writing them, until the garbage collector comes by. So all connections are made anew; whoever had
 * one in hand and had not begun tries again.
 */
function renewWhenBusy(client: Client): Client {
  const guard = <Args extends unknown[], Result>(call: (...args: Args) => Promise<Result>) => {
    const guarded = async (...args: Args): Promise<Result> => {
      try {
        return await call.apply(client, args);
      } catch (error) {
        if (isBusy(error)) client.reconnect();
        else if (wasClosedUnused(error) && !client.closed) return await call.apply(client, args);
        throw error;
      }
    };
    return guarded;
  };
  const { execute, batch, transaction } = client;
  return Object.assign(client, { execute: guard(execute), batch: guard(batch), transaction: guard(transaction) });
}

/**
 * A libSQL client for a `file:` or remote URL. A file waits up to `timeout` ms for another process's write;
 * there are no interactive transactions anywhere, only single statements and batches.
 */
export function openClient({ url, authToken, timeout = 5000 }: { url: string; authToken?: string | undefined; timeout?: number }): Client {
  const file = url.startsWith('file:');
  if (file) mkdirSync(path.dirname(filePath(url)), { recursive: true });
  const client = createClient({ url, ...(authToken ? { authToken } : {}), timeout });
  return file ? renewWhenBusy(client) : client;
}

/** The app database. Lists of rows come as objects; `batch` is one atomic round trip. */
export function openDatabase(source: { url: string; authToken?: string | undefined }): Database {
  return drizzle(openClient(source), { schema });
}

export function filePath(url: string): string {
  return url.startsWith('file:///') ? fileURLToPath(url) : url.slice('file:'.length);
}
