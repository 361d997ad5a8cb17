import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, onTestFinished, test } from 'vitest';
import { databaseForTest } from '@/tests/support/database';
import { openClient, openDatabase } from './client';
import { DatabaseError } from './database-error';

const insert = (key: string) => ({
  sql: "insert into ledger_entries (key, run_id, action, detail, created_at) values (?, 'r', 'a', '{}', 0)",
  args: [key],
});

async function twoProcesses() {
  const { url, db } = await databaseForTest();
  const client = openClient({ url, timeout: 20 });
  const reader = openClient({ url });
  onTestFinished(() => (client.close(), reader.close()));
  const keys = async () =>
    (await reader.execute('select key from ledger_entries order by key')).rows.map(({ key }) => key);
  return { client, hold: () => db.$client.transaction('write'), keys };
}

describe('a database file that another process held for too long', () => {
  test.each([
    [
      'a batch',
      (client: Awaited<ReturnType<typeof twoProcesses>>['client']) =>
        client.batch([insert('lost'), insert('lost too')]),
    ],
    [
      'a single write',
      (client: Awaited<ReturnType<typeof twoProcesses>>['client']) => client.execute(insert('lost')),
    ],
    [
      'a transaction',
      (client: Awaited<ReturnType<typeof twoProcesses>>['client']) => client.transaction('write'),
    ],
  ])('can be written once it is free, after %s was refused', async (_, refused) => {
    const { client, hold, keys } = await twoProcesses();
    const other = await hold();
    await expect(refused(client)).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
    await other.rollback();
    await client.execute(insert('a'));
    expect(await keys()).toEqual(['a']);
    for (const key of ['b', 'c', 'd']) await client.batch([insert(key), insert(`${key}${key}`)]);
    const transaction = await client.transaction('write');
    await transaction.execute(insert('e'));
    await transaction.commit();
    expect(await keys()).toEqual(['a', 'b', 'bb', 'c', 'cc', 'd', 'dd', 'e']);
  });

  test('refuses a batch that reads first before reading, as the data could be stale when it writes', async () => {
    const { client, hold } = await twoProcesses();
    const other = await hold();
    const refused = client.batch(['select 1', insert('lost')]).catch((error: unknown) => error);
    expect(await refused).toMatchObject({ code: 'SQLITE_BUSY' });
    expect(await refused).not.toHaveProperty('statementIndex');
    await other.rollback();
  });

  test('refuses all of many concurrent batches while it is held, and writes all of them afterwards', async () => {
    const { client, hold, keys } = await twoProcesses();
    const other = await hold();
    const results = await Promise.allSettled(
      Array.from({ length: 5 }, (_, index) => client.batch([insert(`k${index}`)])),
    );
    expect(results.map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'rejected'));
    expect(
      results.every(
        (result) =>
          result.status === 'rejected' && (result.reason as { code?: string }).code === 'SQLITE_BUSY',
      ),
    ).toBe(true);
    await other.rollback();
    expect(await keys()).toEqual([]);
    await Promise.all(Array.from({ length: 5 }, (_, index) => client.batch([insert(`k${index}`)])));
    expect(await keys()).toHaveLength(5);
  });
});

test('while another connection holds the file, the event loop runs, and the write follows once the file is free', async () => {
  const { url, db } = await databaseForTest();
  const client = openClient({ url });
  onTestFinished(() => client.close());
  // In the same process: if the waiting write blocked the event loop, this transaction could never end.
  const other = await db.$client.transaction('write');
  const written = client.batch([insert('waited')]);
  const single = client.execute(insert('waited too'));
  for (let turns = 0; turns < 10; turns += 1) await new Promise<void>((resolve) => setImmediate(resolve));
  await other.rollback();
  await Promise.all([written, single]);
  expect((await client.execute('select key from ledger_entries order by key')).rows).toEqual([
    { key: 'waited' },
    { key: 'waited too' },
  ]);
});

/** Writes rows from another thread until `stop`, which returns how many. */
function rivalOn(url: string) {
  const stopped = new Int32Array(new SharedArrayBuffer(4));
  const thread = new Worker(
    `const { parentPort, workerData } = require('node:worker_threads');
    const { createClient } = require('@libsql/client');
    const client = createClient({ url: workerData.url, timeout: 60_000 });
    (async () => {
      let n = 0;
      for (; Atomics.load(workerData.stopped, 0) === 0; n += 1) {
        await client.execute({ sql: "insert into ledger_entries (key, run_id, action, detail, created_at) values (?, 'r', 'a', '{}', 0)", args: ['other' + n] });
        await new Promise((resolve) => setImmediate(resolve));
      }
      client.close();
      parentPort.postMessage(n);
    })();`,
    { eval: true, workerData: { url, stopped } },
  );
  return {
    stop: async (): Promise<number> => {
      const told = once(thread, 'message');
      Atomics.store(stopped, 0, 1);
      const [written] = (await told) as [number];
      return written;
    },
  };
}

test('a batch that reads first gets through while another thread writes constantly', async () => {
  const { url } = await databaseForTest();
  const client = openClient({ url });
  onTestFinished(() => client.close());
  const count = async () =>
    Number(
      (await client.execute("select count(*) as n from ledger_entries where key like 'other%'")).rows[0]?.n,
    );
  const rival = rivalOn(url);
  let own = 0;
  while (own < 100 || (await count()) < 100)
    await client.batch(['select count(*) from ledger_entries', insert(`own${(own += 1)}`)]);
  const others = await rival.stop();
  expect((await client.execute('select count(*) as written from ledger_entries')).rows).toEqual([
    { written: others + own },
  ]);
});

test.each(['a folder in its place', 'a file where its folder should be'])(
  '%s is reported in one sentence',
  async (what) => {
    const { dir } = await databaseForTest();
    const file = what.startsWith('a folder')
      ? path.join(dir, 'taken.db')
      : path.join(dir, 'taken.db', 'app.db');
    if (what.startsWith('a folder')) mkdirSync(file);
    else writeFileSync(path.dirname(file), '');
    expect(() => openDatabase({ url: `file:${file}` })).toThrow(
      new DatabaseError(
        `The database file ${file} cannot be used: no database can be opened or made there; give another DATA_DIR, or mend that.`,
      ),
    );
  },
);
