import { rm } from 'node:fs/promises';
import { expect, onTestFinished, test } from 'vitest';
import { isAway } from '@/db/away';
import { openClient } from '@/db/client';
import { SlowLink } from '@/tests/support/slow-link';
import { startSqld } from '@/scripts/support/services/sqld';
import { temporaryFolder } from '@/tests/support/temporary-folder';
import { sqld } from './places';

const [writers, writesEach] = [30, 100];

/** A libSQL server that checkpoints each second and meanwhile refuses waiting writers. */
async function checkpointing() {
  const dir = await temporaryFolder('writers');
  const { url, authToken, stop } = await startSqld(dir, { checkpoints: 1 });
  onTestFinished(async () => {
    await stop();
    await rm(dir, { recursive: true, force: true });
  });
  return { url, authToken };
}

test('many concurrent writers: none is refused, and each write is there once', async () => {
  const server = await checkpointing();
  const clients = [openClient(server), openClient(server)];
  onTestFinished(() => clients.forEach((client) => client.close()));
  await clients[0]!.batch([
    'create table written (writer integer, nth integer, evidence text)',
    'create table counted (writer integer primary key, writes integer)',
  ]);
  const write = (writer: number, nth: number) =>
    clients[writer % clients.length]!.batch([
      { sql: 'insert into written values (?, ?, ?)', args: [writer, nth, 'x'.repeat(2_000)] },
      {
        sql: 'insert into counted values (?, 1) on conflict (writer) do update set writes = writes + 1',
        args: [writer],
      },
    ]);
  await Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      for (let nth = 0; nth < writesEach; nth += 1) await write(writer, nth);
    }),
  );
  const { rows } = await clients[0]!.execute(
    'select (select count(*) from written) as written, (select count(distinct writer * 1000 + nth) from written) as different, (select sum(writes) from counted) as counted',
  );
  expect(rows).toEqual([
    { written: writers * writesEach, different: writers * writesEach, counted: writers * writesEach },
  ]);
});

test('a server that does not answer counts as away, and is not waited for indefinitely', async () => {
  const { url, authToken } = await sqld();
  const link = await SlowLink.to(url);
  onTestFinished(link.stop);
  const client = openClient({ url: link.url, authToken, answerMs: 300 });
  onTestFinished(() => client.close());
  expect((await client.execute('select 1 as one')).rows).toEqual([{ one: 1 }]);
  link.delayMs = 2_000;
  const error = await client.batch(['create table never (id integer)']).then(
    () => 'answered',
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ message: 'The database did not answer in time.' });
  expect(isAway(error)).toBe(true);
  link.delayMs = 0;
  expect((await client.execute('select 2 as two')).rows).toEqual([{ two: 2 }]);
});

test('migrating and restoring a backup may take as long as their data needs', async () => {
  const { url, authToken } = await sqld();
  const link = await SlowLink.to(url);
  onTestFinished(link.stop);
  const client = openClient({ url: link.url, authToken, answerMs: 300 });
  onTestFinished(() => client.close());
  link.delayMs = 1_000;
  await client.migrate(['create table made (id integer)', 'insert into made values (1)']);
  await client.executeMultiple('create table restored (id integer); insert into restored values (1);');
  link.delayMs = 0;
  expect(
    (
      await client.execute(
        'select (select count(*) from made) as made, (select count(*) from restored) as restored',
      )
    ).rows,
  ).toEqual([{ made: 1, restored: 1 }]);
});
