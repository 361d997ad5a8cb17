/**
 * What serving a file on a thread is worth: the driver's own client beside the desk's. `npm run bench:files -- --help`
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { createClient, type Client, type InStatement } from '@libsql/client';
import { openClient } from '@/db/client';

const help = `Writes batches of six statements to a file of its own, with synchronous = FULL, through the client of
@libsql/client, which works on the main thread, and through the desk's, one after the other and in turns.

npm run bench:files -- [--writers 1,16] [--seconds 2] [--rounds 3]`;

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
  const dir = await mkdtemp(path.join(os.tmpdir(), 'countersign-bench-'));
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

const middle = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean' },
      writers: { type: 'string', default: '1,16' },
      seconds: { type: 'string', default: '2' },
      rounds: { type: 'string', default: '3' },
    },
  });
  if (values.help) return console.log(help);
  const clients = {
    'on the main thread': (url: string) => createClient({ url, timeout: 5000 }),
    'on a thread': (url: string) => openClient({ url }),
  };
  for (const writers of values.writers.split(',').map(Number)) {
    const seen = { 'on the main thread': [] as Measured[], 'on a thread': [] as Measured[] };
    for (let round = 0; round < Number(values.rounds); round += 1)
      for (const [name, open] of Object.entries(clients))
        seen[name as keyof typeof seen].push(await measure(open, writers, Number(values.seconds)));
    const rows = Object.entries(seen).map(([name, all]) => ({
      [`writers: ${writers}`]: name,
      'batches/s': Math.round(middle(all.map(({ perSecond }) => perSecond))),
      'event loop delay p99, ms': middle(all.map(({ p99 }) => p99)).toFixed(1),
    }));
    console.table(rows);
  }
}

await main();
process.exit();
