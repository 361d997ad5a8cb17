import { openDatabase, type Database } from '@/db/client';
import { env } from './env';

const holder = globalThis as typeof globalThis & { countersignDatabase?: Database };

/** The app database of this process, opened on first use because a build must not create files. */
export function database(): Database {
  return (holder.countersignDatabase ??= openDatabase(env().database));
}
