import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Worker } from 'node:worker_threads';
import { createClient, type Client, type InStatement, type ResultSet } from '@libsql/client';
import { expect, onTestFinished, test } from 'vitest';
import { databaseForTest } from '@/tests/support/database';
import { commitsIn } from '@/tests/support/costs';
import { program } from '@/tests/support/program';
import { isAway } from '../away';
import { openClient } from '../client';

type Own = { url: string; client: Client; driver: Client };

async function emptyFile(): Promise<Own> {
  const { dir } = await databaseForTest({ empty: true });
  const url = `file:${path.join(dir, 'own.db')}`;
  const [client, driver] = [openClient({ url }), createClient({ url, timeout: 5000 })];
  onTestFinished(() => (client.close(), driver.close()));
  await client.execute('pragma journal_mode = wal');
  await client.execute('create table notes (id integer primary key, body unique)');
  return { url, client, driver };
}

const note = (id: number, body: string): InStatement => ({
  sql: 'insert into notes (id, body) values (?, ?)',
  args: [id, body],
});

const bodies = async (client: Client) =>
  (await client.execute('select body from notes order by id')).rows.map(({ body }) => body);

/**
 * Queues the writes of `work` while another connection holds the file. The read is answered only after they met the
 * lock.
 */
async function gathered<Result>({ client, driver }: Own, work: () => Promise<Result>): Promise<Result> {
  const other = await driver.transaction('write');
  const done = work();
  await client.execute('select 1');
  await other.rollback();
  return done;
}

const error = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (reason: unknown) => reason,
  );

test('concurrent batches share one commit, and each gets its own results', async () => {
  const own = await emptyFile();
  const before = commitsIn(own.url);
  const results = await gathered(own, () =>
    Promise.all(
      Array.from({ length: 16 }, (_, n) =>
        own.client.batch([note(n + 1, `first of ${n}`), note(n + 101, `second of ${n}`), `select ${n} as n`]),
      ),
    ),
  );
  expect(commitsIn(own.url) - before).toBe(1);
  expect(results.map(([first, , read]) => [first?.lastInsertRowid, read?.rows])).toEqual(
    Array.from({ length: 16 }, (_, n) => [BigInt(n + 1), [{ n }]]),
  );
  expect(await bodies(own.driver)).toHaveLength(32);
});

test('only the batch that failed is rolled back, and its error names the statement', async () => {
  const own = await emptyFile();
  await own.client.execute(note(1, 'there'));
  const before = commitsIn(own.url);
  const [a, failed, b] = await gathered(own, () =>
    Promise.all([
      own.client.batch([note(2, 'a')]),
      error(own.client.batch([note(3, 'undone'), note(4, 'there')])),
      own.client.execute(note(5, 'b')),
    ]),
  );
  expect([a[0]?.rowsAffected, b.rowsAffected]).toEqual([1, 1]);
  expect(failed).toMatchObject({ code: 'SQLITE_CONSTRAINT', statementIndex: 1 });
  expect(await bodies(own.driver)).toEqual(['there', 'a', 'b']);
  expect(commitsIn(own.url) - before).toBe(1);
});

test.each([
  ['rolls back the shared transaction', `insert into forbidden values ('x')`, 'not this'],
  ['fails only at the commit', `insert into children values (99)`, 'FOREIGN KEY'],
])('a batch that %s does not affect the others', async (_, sql, why) => {
  const own = await emptyFile();
  await own.client.executeMultiple(
    `create table forbidden (a);
    create trigger never before insert on forbidden begin select raise(rollback, 'not this'); end;
    create table children (note references notes (id) deferrable initially deferred);`,
  );
  const [a, failed, b] = await gathered(own, () =>
    Promise.all([
      own.client.batch([note(1, 'a')]),
      error(own.client.batch([note(2, 'undone'), sql])),
      own.client.batch([note(3, 'b')]),
    ]),
  );
  expect([a[0]?.rowsAffected, b[0]?.rowsAffected]).toEqual([1, 1]);
  expect(failed).toMatchObject({ message: expect.stringContaining(why) });
  expect(await bodies(own.driver)).toEqual(['a', 'b']);
});

test('a write is visible to every connection once it is answered, and to later reads of the client at once', async () => {
  const { client, driver } = await emptyFile();
  for (let n = 1; n <= 50; n += 1) {
    const written = client.batch([note(n, `${n}`)]);
    expect(await bodies(client)).toHaveLength(n);
    await written;
    expect(await bodies(driver)).toHaveLength(n);
  }
});

test('a long query does not block the event loop', async () => {
  const { client } = await emptyFile();
  const long = client.execute(
    'with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000000) select count(*) as n from n',
  );
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  let turns = 0;
  while (!(await Promise.race([long, turn()]))) turns += 1;
  expect((await long).rows).toEqual([{ n: 2_000_000 }]);
  expect(turns).toBeGreaterThan(10);
});

test('a pragma applies to the connection, except busy_timeout, which stays 0', async () => {
  const { client } = await emptyFile();
  const value = async (name: string) =>
    Object.values((await client.execute(`pragma ${name}`)).rows[0] ?? {})[0];
  expect([await value('synchronous'), await value('foreign_keys')]).toEqual([2, 1]);
  await client.execute('pragma synchronous = normal');
  await client.execute('pragma busy_timeout = 10000');
  expect([await value('synchronous'), await value('busy_timeout')]).toEqual([1, 0]);
});

const outcome = (work: Promise<ResultSet | ResultSet[]>): Promise<unknown> =>
  work.then(
    (result) =>
      [result].flat().map((one) => ({
        ...one,
        rows: one.rows.map((row) => [Object.entries(row), Array.from(row)]),
        json: one.toJSON(),
      })),
    (reason: unknown) => {
      if (!(reason instanceof Error)) throw reason;
      // In a batch, the driver repeats the error code in the message.
      const message = reason.message.replace(/^(SQLITE_\w+: )\1/, '$1');
      return { ...reason, name: reason.constructor.name, message };
    },
  );

test.each<[string, (client: Client) => Promise<ResultSet | ResultSet[]>]>([
  ['nothing at all', (client) => client.batch([])],
  [
    'values of every type',
    (client) => client.execute("select 1 as a, 1.5 as b, null as c, x'0102' as d, 'e' as e, 2 as a"),
  ],
  [
    'arguments of every type',
    (client) =>
      client.execute('select ?, ?, ?, ?, ?, ?, ?', [
        1,
        2n,
        true,
        null,
        new Date(5),
        new Uint8Array([1]),
        't',
      ]),
  ],
  [
    'arguments by name',
    (client) => client.execute({ sql: 'select :a as a, @b as b, $c as c', args: { a: 1, '@b': 2, $c: 3 } }),
  ],
  ['an empty blob', (client) => client.execute('select ? as a', [new ArrayBuffer(0)])],
  [
    'columns named like properties that a row already has',
    (client) => client.execute('select 0, 7, 1, 5 as length, 6 as toString, 8 as __proto__'),
  ],
  ['column types', (client) => client.execute('select id, body, count(*) from notes')],
  ['a returned row', (client) => client.execute("insert into notes (body) values ('x') returning *")],
  [
    'changed rows',
    (client) =>
      client.batch([note(1, 'x'), note(2, 'y'), 'update notes set body = body || 1', 'delete from notes']),
  ],
  ['a statement with a syntax error', (client) => client.execute('selec 1')],
  ['a missing table, in a batch', (client) => client.batch(['select 1', 'select * from nowhere'])],
  ['a missing table', (client) => client.execute('insert into nowhere values (1)')],
  ['a duplicate row', (client) => client.batch([note(1, 'x'), note(2, 'x')])],
  [
    'an integer beyond the range of a JavaScript number',
    (client) => client.execute('select 9007199254740993'),
  ],
  ['an integer beyond the range of SQLite', (client) => client.execute('select ?', [2n ** 64n])],
  ['NaN', (client) => client.execute('select ?', [Number.NaN])],
  ['undefined', (client) => client.execute('select ?', [undefined as never])],
  ['too few arguments', (client) => client.execute('select ?, ?', [1])],
  ['a batch of tuples', (client) => client.batch([['select ? as a', [1]], ['select 2 as b']] as never)],
])('behaves like the driver: %s', async (_, ask) => {
  const [one, other] = [await emptyFile(), await emptyFile()];
  expect(await outcome(ask(one.client))).toEqual(await outcome(ask(other.driver)));
  expect(await bodies(one.client)).toEqual(await bodies(other.driver));
});

test('other connections see an interactive transaction once it is committed, and nothing if it was rolled back', async () => {
  const { client } = await emptyFile();
  const first = await client.transaction('write');
  await first.batch([note(1, 'a'), note(2, 'b')]);
  expect([await bodies(client), (await first.execute('select count(*) as n from notes')).rows]).toEqual([
    [],
    [{ n: 2 }],
  ]);
  await first.commit();
  expect([first.closed, await bodies(client)]).toEqual([true, ['a', 'b']]);
  const second = await client.transaction();
  await second.execute(note(3, 'c'));
  expect(await error(second.execute(note(4, 'c')))).toMatchObject({ code: 'SQLITE_CONSTRAINT' });
  expect(second.closed).toBe(false);
  await second.rollback();
  await second.rollback();
  const third = await client.transaction();
  await third.execute(note(5, 'd'));
  third.close();
  expect(await error(third.execute('select 1'))).toMatchObject({ code: 'TRANSACTION_CLOSED' });
  await client.execute(note(6, 'e'));
  expect(await bodies(client)).toEqual(['a', 'b', 'e']);
});

test('close lets requests finish that can run at once, and refuses the ones that wait for a lock or come later', async () => {
  const { client, driver, url } = await emptyFile();
  const written = client.batch([note(1, 'a')]);
  client.close();
  await written;
  expect(client.closed).toBe(true);
  expect(await error(client.execute('select 1'))).toMatchObject({ code: 'CLIENT_CLOSED' });
  const other = await driver.transaction('write');
  const waiting = openClient({ url });
  const refused = error(waiting.batch([note(2, 'b')]));
  waiting.close();
  expect(await refused).toMatchObject({ code: 'CLIENT_CLOSED' });
  await other.rollback();
  expect(await bodies(driver)).toEqual(['a']);
});

test('statements that were prepared before a schema change see the change', async () => {
  const { client, driver } = await emptyFile();
  await client.execute(note(1, 'a'));
  const read = async () => (await client.execute('select * from notes')).rows;
  expect(await read()).toEqual([{ id: 1, body: 'a' }]);
  await driver.execute('alter table notes rename column body to text');
  expect(await read()).toEqual([{ id: 1, text: 'a' }]);
  await driver.execute("alter table notes add column more default 'b'");
  expect(await read()).toEqual([{ id: 1, text: 'a', more: 'b' }]);
});

test('when its thread ends, pending requests fail with an unknown outcome, and another thread serves later ones', async () => {
  const { client, driver } = await emptyFile();
  const other = await driver.transaction('write');
  const lost = error(client.batch([note(1, 'lost')]));
  const own = await client.transaction('read');
  const { all } = (globalThis as never)[Symbol.for('countersign.file-threads') as never] as {
    all: { worker: Worker }[];
  };
  await Promise.all(all.map(({ worker }) => worker.terminate()));
  expect(isAway(await lost)).toBe(true);
  expect(await error(own.execute('select 1'))).toMatchObject({ code: 'TRANSACTION_CLOSED' });
  expect(own.closed).toBe(true);
  await other.rollback();
  await client.execute(note(2, 'next'));
  expect(await bodies(client)).toEqual(['next']);
});

test.each(['exits', 'returns'])('a process that %s completes its pending writes', async (how) => {
  const { url, driver } = await emptyFile();
  const child = spawn(process.execPath, [program('tests/support/ending-process.ts'), url, how], {
    cwd: path.resolve(import.meta.dirname, '../..'),
    stdio: 'inherit',
  });
  expect(await once(child, 'exit')).toEqual([0, null]);
  expect(await bodies(driver)).toEqual([how]);
});
