import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { inject, onTestFinished } from 'vitest';
import { openDatabase, type Database } from '@/db/client';

export type TestDatabase = {
  db: Database;
  /** The `file:` URL of this copy, for a second connection or another process. */
  url: string;
  /** A folder of its own that holds `app.db`; removed by `close`. */
  dir: string;
  close: () => Promise<void>;
};

/**
 * A real, migrated, empty app database of its own: a copy of the run's base file (about a millisecond).
 * Close it in `afterEach`/`afterAll`, or use `databaseForTest` inside a test.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const base = inject('testRunDir');
  const dir = await mkdtemp(path.join(base, 'db-'));
  const file = path.join(dir, 'app.db');
  await copyFile(path.join(base, 'base.db'), file);
  const url = `file:${file}`;
  const db = openDatabase({ url });
  const close = async () => {
    db.$client.close();
    await rm(dir, { recursive: true, force: true });
  };
  return { db, url, dir, close };
}

/** Like `testDatabase`, and closed by itself when the running test ends. */
export async function databaseForTest(): Promise<TestDatabase> {
  const database = await testDatabase();
  onTestFinished(database.close);
  return database;
}
