import { readMigrationFiles } from 'drizzle-orm/migrator';
import { expect, onTestFinished, test } from 'vitest';
import { databaseForTest } from '@/tests/support/database';
import { openDatabase } from './client';
import { isMigrated, migrate } from './migrate';

const all = readMigrationFiles({ migrationsFolder: 'db/migrations' });
const applied = 'select hash, created_at from __drizzle_migrations order by created_at';
const expected = all.map(({ hash, folderMillis }) => ({ hash, created_at: folderMillis }));

test('eight at once on an empty database apply each migration once, and none fails', async () => {
  const { db, url, authToken } = await databaseForTest({ empty: true });
  const others = Array.from({ length: 8 }, () => openDatabase({ url, authToken }));
  onTestFinished(() => others.forEach((one) => one.$client.close()));
  expect(await isMigrated(db)).toBe(false);
  await Promise.all(others.map((one) => migrate(one, { url })));
  expect((await db.$client.execute(applied)).rows).toEqual(expected);
  expect(await isMigrated(db)).toBe(true);
});

/** A database as of the release that had only the first `count` migrations. */
async function databaseBefore(count: number) {
  const made = await databaseForTest({ empty: true });
  await made.db.$client.batch(
    [
      'create table __drizzle_migrations (id SERIAL PRIMARY KEY, hash text NOT NULL, created_at numeric)',
      ...all.slice(0, count).flatMap(({ sql, hash, folderMillis }) => [
        ...sql,
        {
          sql: 'insert into __drizzle_migrations (hash, created_at) values (?, ?)',
          args: [hash, folderMillis],
        },
      ]),
    ],
    'write',
  );
  return made;
}

test('eight at once on an older version apply what is missing once', async () => {
  const [last] = all.slice(-1);
  const { db, url, authToken } = await databaseBefore(all.length - 1);
  const others = Array.from({ length: 8 }, () => openDatabase({ url, authToken }));
  onTestFinished(() => others.forEach((one) => one.$client.close()));
  await Promise.all(others.map((one) => migrate(one, { url })));
  expect((await db.$client.execute(applied)).rows.filter(({ hash }) => hash === last!.hash)).toHaveLength(1);
  expect(await isMigrated(db)).toBe(true);
});

test('refuses a database of a newer version or another program, and leaves it as it is', async () => {
  const { db, url } = await databaseForTest();
  await migrate(db, { url });
  await db.$client.execute(
    "insert into __drizzle_migrations (hash, created_at) values ('newer', 9999999999999)",
  );
  await expect(migrate(db, { url })).rejects.toThrow('was made by a newer version of Countersign');
  const foreign = await databaseForTest({ empty: true });
  await foreign.db.$client.execute('create table tasks (id text)');
  await expect(migrate(foreign.db, foreign)).rejects.toThrow('was not made by Countersign');
  expect(
    (await foreign.db.$client.execute("select name from sqlite_master where type = 'table'")).rows,
  ).toEqual([{ name: 'tasks' }]);
});

test('turns the reason a task closed, once stored as a sentence, into a code', async () => {
  const { db, url } = await databaseBefore(29);
  const task = (id: string, reason: string | null) => ({
    sql: `insert into tasks (id, run_id, workflow_id, step_path, suspended_at, title, payload_digest, outcomes, policy, candidates, requester_id, created_at, close_reason)
      values (?, 'run', 'some', '[]', 0, 'Some', '', '[]', '{}', '[]', '', 0, ?)`,
    args: [id, reason],
  });
  await db.$client.batch(
    [task('a', 'The request was cancelled.'), task('b', 'Something else.'), task('c', null)],
    'write',
  );
  await migrate(db, { url });
  const { rows } = await db.$client.execute('select close_reason from tasks order by id');
  expect(rows.map((row) => row['close_reason'])).toEqual(['run_canceled', null, null]);
});
