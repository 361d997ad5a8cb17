import { existsSync } from 'node:fs';
import { sql } from 'drizzle-orm';
import { filePath, openDatabase, type Database } from '@/db/client';

/** A mistake in the call or its surroundings; its message is for the person who made it. */
export class UsageError extends Error {}

/** Reads .env.local and .env as the app does. */
export function loadEnvFiles(): void {
  for (const file of ['.env.local', '.env']) if (existsSync(file)) process.loadEnvFile(file);
}

/** For people: a file, or a host; a URL may carry a token. */
export const placeOf = (url: string): string => (url.startsWith('file:') ? filePath(url) : new URL(url).host);

/** Opens the app database if it has these tables; undefined when nothing was ever kept there. Makes no file. */
export async function openExisting(source: { url: string; authToken: string | undefined }, tables: string[]): Promise<Database | undefined> {
  if (source.url.startsWith('file:') && !existsSync(filePath(source.url))) return undefined;
  const db = openDatabase(source);
  try {
    const names = sql.join(tables.map((name) => sql`${name}`), sql`, `);
    const found = await db.all<{ name: string }>(sql`select name from sqlite_master where type = 'table' and name in (${names})`);
    if (found.length === tables.length) return db;
  } catch (cause) {
    throw new UsageError(`The app database at ${placeOf(source.url)} cannot be read.`, { cause });
  }
  db.$client.close();
  return undefined;
}
