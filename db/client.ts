import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient, type Client } from '@libsql/client';
import { drizzle, type LibSQLDatabase } from 'drizzle-orm/libsql';
import * as schema from './schema';

export type Database = LibSQLDatabase<typeof schema> & { $client: Client };

/**
 * A libSQL client for a `file:` or remote URL. A file waits up to 5 s for another process's write;
 * there are no interactive transactions anywhere, only single statements and batches.
 */
export function openClient({ url, authToken }: { url: string; authToken?: string | undefined }): Client {
  if (url.startsWith('file:')) mkdirSync(path.dirname(filePath(url)), { recursive: true });
  return createClient({ url, ...(authToken ? { authToken } : {}), timeout: 5000 });
}

/** The app database. Lists of rows come as objects; `batch` is one atomic round trip. */
export function openDatabase(source: { url: string; authToken?: string | undefined }): Database {
  return drizzle(openClient(source), { schema });
}

export function filePath(url: string): string {
  return url.startsWith('file:///') ? fileURLToPath(url) : url.slice('file:'.length);
}
