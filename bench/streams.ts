/**
 * What it costs a server that people leave run pages open. `npm run bench:streams`
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { openDatabase, type Database } from '@/db/client';
import { migrate } from '@/db/migrate';
import { runEventStream } from '@/lib/api/http/run-event-stream';

const idleMs = 5_000;

/** One of many people, each with a few pages open. */
const person = (index: number) => ({
  kind: 'user' as const,
  id: `usr_${index % 50}`,
  name: 'Ana',
  email: 'ana@example.com',
  roles: [],
  groups: [],
});

async function measure(db: Database, count: number) {
  const stop = new AbortController();
  const streams = Array.from({ length: count }, (_, index) =>
    runEventStream({ db, actor: person(index) }, `run-${index % 100}`, 0, stop.signal).getReader(),
  );
  const reading = streams.map(async (reader) => {
    while (!(await reader.read()).done);
  });
  await delay(1_000);
  const lag = monitorEventLoopDelay({ resolution: 5 });
  lag.enable();
  const before = process.cpuUsage();
  await delay(idleMs);
  lag.disable();
  const { user, system } = process.cpuUsage(before);
  stop.abort();
  await Promise.all(reading);
  return {
    'event loop p50, ms': (lag.percentile(50) / 1e6 - 5).toFixed(1),
    'p99, ms': (lag.percentile(99) / 1e6 - 5).toFixed(1),
    'CPU, % of a core': ((user + system) / 10 / idleMs).toFixed(1),
  };
}

const folder = await mkdtemp(path.join(os.tmpdir(), 'countersign-bench-'));
const url = `file:${path.join(folder, 'app.db')}`;
const db = openDatabase({ url });
try {
  await migrate(db, { url });
  await db.run(sql`insert into runs (id, workflow_id, title, requester_id, status, steps, revision, attempt, created_at, updated_at)
    with recursive n(i) as (select 0 union all select i + 1 from n where i < 99)
    select 'run-' || i, 'w', 'W', 'usr_0', 'suspended', '[]', 0, 0, 1, 1 from n`);
  const rows: Record<string, Awaited<ReturnType<typeof measure>>> = {};
  for (const count of [0, 100, 1_000]) rows[`${count} idle streams`] = await measure(db, count);
  console.table(rows);
} finally {
  db.$client.close();
  await rm(folder, { recursive: true, force: true });
}
