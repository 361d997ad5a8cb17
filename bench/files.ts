/** What serving a file on a thread gains: the driver's own client beside the desk's, with synchronous = FULL. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createClient, type Client, type InStatement } from '@libsql/client';
import { openClient } from '@/db/client';
import { diskFolder, median, rounded, type Table } from './support';

const tables = ['decisions', 'tasks', 'audit', 'outbox'];

/** What a decision writes: guarded inserts, an update, and a read of what was made of it. */
const batchOf = (id: string): InStatement[] => [
  {
    sql: 'insert into decisions (id, body) select ?, ? where not exists (select 1 from decisions where id = ?)',
    args: [id, 'x'.repeat(200), id],
  },
  { sql: "insert into tasks (id, body) values (?, 'open')", args: [id] },
  { sql: "update tasks set body = 'decided' where id = ? and body = 'open'", args: [id] },
  {
    sql: 'insert into audit (id, body) select id, ? from decisions where id = ?',
    args: ['y'.repeat(200), id],
  },
  { sql: 'insert into outbox (id, body) select id, ? from decisions where id = ?', args: ['resume', id] },
  { sql: 'select id, body from decisions where id = ?', args: [id] },
];

type Measured = { perSecond: number; p99: number };

async function measure(open: (url: string) => Client, writers: number, seconds: number): Promise<Measured> {
  const dir = await diskFolder();
  const client = open(`file:${path.join(dir, 'app.db')}`);
  await client.execute('pragma journal_mode = wal');
  await client.batch(
    tables.map((table) => `create table ${table} (id text primary key, body text)`),
    'write',
  );
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const until = performance.now() + seconds * 1000;
  let written = 0;
  const write = async (writer: number) => {
    for (let n = 0; performance.now() < until; n += 1) {
      await client.batch(batchOf(`${writer}-${n}`), 'write');
      written += 1;
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  };
  delay.enable();
  const began = performance.now();
  await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
  const perSecond = written / ((performance.now() - began) / 1000);
  delay.disable();
  client.close();
  await rm(dir, { recursive: true, force: true });
  return { perSecond, p99: delay.percentile(99) / 1e6 };
}

const clients = {
  'the driver, on the main thread': (url: string) => createClient({ url, timeout: 5000 }),
  'the desk, on a thread': (url: string) => openClient({ url }),
};
type Name = keyof typeof clients;

/** Batches by so many writers at once, through both clients in turns. */
export async function measureFiles(writers: number, seconds: number, rounds: number): Promise<Table> {
  const seen: Record<Name, Measured[]> = {
    'the driver, on the main thread': [],
    'the desk, on a thread': [],
  };
  for (let round = 0; round < rounds; round += 1)
    for (const name of Object.keys(clients) as Name[])
      seen[name].push(await measure(clients[name], writers, seconds));
  return Object.fromEntries(
    Object.entries(seen).map(([name, all]) => [
      name,
      {
        'batches/s': Math.round(median(all.map(({ perSecond }) => perSecond))),
        'event loop delay, p99, ms': rounded(median(all.map(({ p99 }) => p99))),
      },
    ]),
  );
}
