import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openDatabase } from '@/db/client';
import { runs, tasks } from '@/db/schema';
import { createEngine } from '@/lib/mastra';
import { openStorage } from '@/lib/mastra/stores/storage';
import { drainRun } from '@/lib/work/outbox/drain-run';
import { sweep } from '@/lib/process/sweep/sweep';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { actor, deskForTest, expense, type Places, type TestDesk } from '@/tests/support/desk';
import { temporaryFolder } from '@/tests/support/temporary-folder';
import { otherProcess } from './other-process';
import { appDatabases } from './places';

/** Where a desk or its restored twin is, and the environment that tells a command so. */
type Setting = { places: Required<Places>; env: Record<string, string> };

async function folder(): Promise<string> {
  const dir = await temporaryFolder('backup');
  onTestFinished(() => rm(dir, { recursive: true, force: true }));
  return dir;
}

const settings: Record<string, () => Promise<Setting>> = {
  files: async () => {
    const dir = await folder();
    const [database, store] = ['app.db', 'workflows.db'].map((name) => ({
      url: `file:${path.join(dir, name)}`,
      authToken: undefined,
    }));
    return { places: { database: database!, store: { kind: 'libsql', ...store! } }, env: { DATA_DIR: dir } };
  },
  'one libSQL server for both': async () => {
    const database = await appDatabases.remote!();
    return {
      places: { database, store: { kind: 'libsql', ...database } },
      env: { DATABASE_URL: database.url, DATABASE_AUTH_TOKEN: database.authToken ?? '' },
    };
  },
};

async function approve(
  { db, clock }: Pick<TestDesk, 'db' | 'clock'>,
  engine: TestDesk['engine'],
  runId: string,
): Promise<void> {
  const [task] = (await db.select().from(tasks).where(eq(tasks.runId, runId))).filter(
    ({ state }) => state === 'open',
  );
  const ctx = { db, engine, clock, channel: 'web' as const, actor: actor('manager') };
  await decideTask(ctx, task!.id, { outcome: 'approve', payloadDigest: task!.payloadDigest });
  await drainRun(ctx, runId);
}

const statuses = async ({ db }: Pick<TestDesk, 'db'>) =>
  Object.fromEntries((await db.select().from(runs)).map(({ id, status }) => [id, status]));

describe.each(Object.entries(settings))('a backup of %s', (_, place) => {
  test('made while the desk is in use can be restored after a total loss, and its pending tasks decided', async () => {
    const { places, env } = await place();
    const desk = await deskForTest(undefined, places);
    const [paid, waits, later] = [
      await desk.request('expense-report', expense(90)),
      await desk.request('expense-report', expense(80)),
      await desk.request('expense-report', expense(70)),
    ];
    await approve(desk, desk.engine, paid);
    const to = path.join(await folder(), 'today');
    const made = await otherProcess('scripts/backup.ts', env, '--to', to);
    expect(made).toMatchObject({ code: 0, err: '' });
    expect((await readdir(to)).map((name) => name.split('.')[0]).toSorted()).toEqual(
      'DATABASE_URL' in env ? ['app'] : ['app', 'workflows'],
    );
    expect(await otherProcess('scripts/backup.ts', env, '--to', to)).toMatchObject({ code: 2 });
    // Changes after the backup are lost with the databases, so the question is asked again.
    await approve(desk, desk.engine, later);
    expect(await otherProcess('scripts/backup.ts', env, '--restore', to)).toMatchObject({
      code: 2,
      err: expect.stringContaining('There is something at'),
    });

    const anew = await place();
    expect(await otherProcess('scripts/backup.ts', anew.env, '--restore', to)).toMatchObject({
      code: 0,
      err: '',
    });
    const db = openDatabase(anew.places.database);
    onTestFinished(() => db.$client.close());
    const storage = await openStorage(anew.places.store);
    onTestFinished(() => storage.close());
    const engine = await createEngine(storage);
    (globalThis as { countersignDatabase?: TestDesk['db'] }).countersignDatabase = db;
    const restored = { db, clock: desk.clock };
    const journal =
      'DATABASE_URL' in env ? 'wal' : (await db.$client.execute('pragma journal_mode')).rows[0]?.journal_mode;
    expect(journal).toBe('wal');
    expect(await statuses(restored)).toEqual({
      [paid]: 'success',
      [waits]: 'suspended',
      [later]: 'suspended',
    });
    expect(await sweep({ ...restored, engine })).toMatchObject({
      lost: 0,
      projected: 0,
      unreadable: 0,
      failed: 0,
    });
    for (const runId of [waits, later]) await approve(restored, engine, runId);
    expect(await statuses(restored)).toEqual({ [paid]: 'success', [waits]: 'success', [later]: 'success' });
  });
});
