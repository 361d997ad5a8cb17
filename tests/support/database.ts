import { copyFile, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { inject, onTestFinished } from 'vitest';
import { openDatabase, type Database } from '@/db/client';
import { migrate } from '@/db/migrate';

declare module 'vitest' {
  export interface ProvidedContext {
    /** `remote`: every test gets a libSQL server of its own instead of a file. */
    appDatabase?: 'remote';
  }
}

export type TestDatabase = {
  db: Database;
  /** Its `file:` URL, or the server's, for a second connection or another process. */
  url: string;
  authToken: string | undefined;
  /** A folder of its own that holds `app.db`; removed by `close`. */
  dir: string;
  /** Makes it unreachable, as a disk that is not mounted or a server that is down; and reachable again. */
  leave: () => Promise<void>;
  comeBack: () => Promise<void>;
  close: () => Promise<void>;
};

type Place = Pick<TestDatabase, 'url' | 'authToken' | 'leave' | 'comeBack'> & { stop: () => Promise<void> };

/** Migrated, it is a copy of the run's base file: about a millisecond. */
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

/** A libSQL server: about a tenth of a second. */
async function serverIn(dir: string): Promise<Place> {
  const { startSqld } = await import('@/scripts/support/services/sqld');
  const { url, authToken, stop, restart } = await startSqld(dir);
  return { url, authToken, leave: stop, comeBack: restart, stop };
}

/**
 * A real app database of its own, migrated unless it is asked for `empty`; in a file, or on a server where the project
 * says so. Close it in `afterEach`/`afterAll`, or use `databaseForTest` inside a test.
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

/** Like `testDatabase`, and closed by itself when the running test ends. */
export async function databaseForTest(options?: { empty?: boolean }): Promise<TestDatabase> {
  const database = await testDatabase(options);
  onTestFinished(database.close);
  return database;
}
