import { copyFile, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { inject, onTestFinished } from 'vitest';
import { openDatabase, type Database } from '@/db/client';
import { migrate } from '@/db/migrate';

declare module 'vitest' {
  export interface ProvidedContext {
    /** `remote`: every test gets its own libSQL server instead of a file. */
    appDatabase?: 'remote';
  }
}

export type TestDatabase = {
  db: Database;
  /** Its `file:` or server URL, for a second connection or another process. */
  url: string;
  authToken: string | undefined;
  /** Its own folder with `app.db`; `close` removes it. */
  dir: string;
  /** Makes it unreachable, like an unmounted disk or a server that is down; `comeBack` undoes that. */
  leave: () => Promise<void>;
  comeBack: () => Promise<void>;
  close: () => Promise<void>;
};

type Place = Pick<TestDatabase, 'url' | 'authToken' | 'leave' | 'comeBack'> & { stop: () => Promise<void> };

/** A migrated one is a copy of the run's base file: about a millisecond. */
async function fileIn(dir: string, empty: boolean): Promise<Place> {
  const file = path.join(dir, 'app.db');
  if (!empty) await copyFile(path.join(inject('testRunDir'), 'base.db'), file);
  return {
    url: `file:${file}`,
    authToken: undefined,
    leave: () => rename(file, `${file}.away`),
    comeBack: () => rename(`${file}.away`, file),
    stop: () => Promise.resolve(),
  };
}

/** A libSQL server: about 100 ms. */
async function serverIn(dir: string): Promise<Place> {
  const { startSqld } = await import('@/scripts/support/services/sqld');
  const { url, authToken, stop, restart } = await startSqld(dir);
  return { url, authToken, leave: stop, comeBack: restart, stop };
}

/**
 * A real app database, migrated unless `empty`; in a file, or on a server if the project says so. Close it in
 * `afterEach`/`afterAll`, or use `databaseForTest` inside a test.
 */
export async function testDatabase({ empty = false } = {}): Promise<TestDatabase> {
  const dir = await mkdtemp(path.join(inject('testRunDir'), 'db-'));
  const { stop, ...place } = await (inject('appDatabase') === 'remote' ? serverIn(dir) : fileIn(dir, empty));
  const db = openDatabase(place);
  if (!empty) await migrate(db, place);
  const close = async () => {
    db.$client.close();
    await stop();
    await rm(dir, { recursive: true, force: true });
  };
  return { db, ...place, dir, close };
}

/** Like `testDatabase`, but closed when the running test ends. */
export async function databaseForTest(options?: { empty?: boolean }): Promise<TestDatabase> {
  const database = await testDatabase(options);
  onTestFinished(database.close);
  return database;
}
