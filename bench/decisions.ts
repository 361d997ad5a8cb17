/** What a request, a decision and its application cost in process, beside the engine alone. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/libsql';
import { openClient, type Database } from '@/db/client';
import { migrate } from '@/db/migrate';
import * as schema from '@/db/schema';
import { seedDemo } from '@/db/seed';
import { systemClock } from '@/lib/base/clock';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { Lease } from '@/lib/desk/runs/lease';
import { startRun } from '@/lib/desk/runs/start-run';
import type { Engine } from '@/lib/engine/engine';
import type { RunFacts } from '@/lib/engine/types';
import { createEngine } from '@/lib/mastra';
import { fencedLibSQL } from '@/lib/mastra/stores/fenced-libsql';
import type { Context } from '@/lib/people/context';
import { drainRun } from '@/lib/work/outbox/drain-run';
import { commitsIn, countSent, type Sent } from '@/tests/support/costs';
import { actor, type Person } from '@/tests/support/actor';
import { diskFolder, median, rounded, type Table } from './support';

type Counts = Sent & { commits: number };
type Part = { times: number[]; app: Counts; store: Counts };

async function openDesk(dir: string) {
  const open = async (name: string) => {
    const url = `file:${path.join(dir, name)}`;
    const client = openClient({ url });
    await client.execute('pragma journal_mode = wal');
    // Else the log would begin anew while its commits are counted.
    await client.execute('pragma wal_autocheckpoint = 0');
    return { url, client, sent: countSent(client) };
  };
  const [app, store] = [await open('app.db'), await open('workflows.db')];
  const db: Database = drizzle(app.client, { schema });
  await migrate(db, app);
  await seedDemo(db);
  Object.assign(globalThis, { countersignDatabase: db });
  const engine = await createEngine(await fencedLibSQL(store.client));
  const as = (name: Person): Context => ({
    db,
    clock: systemClock,
    actor: actor(name),
    channel: 'web',
    engine,
  });
  const parts: Record<string, Part> = {};
  const timed = async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
    const before = [app, store].map(({ sent, url }) => ({ ...sent, commits: commitsIn(url) }));
    const began = performance.now();
    const result = await work();
    const took = performance.now() - began;
    const [of, at] = [app, store].map(({ sent, url }, index) => ({
      calls: sent.calls - before[index]!.calls,
      statements: sent.statements - before[index]!.statements,
      commits: commitsIn(url) - before[index]!.commits,
    }));
    const part = (parts[name] ??= { times: [], app: of!, store: at! });
    Object.assign(part, { app: of, store: at }).times.push(took);
    return result;
  };
  const close = () => (app.client.close(), store.client.close());
  return { db, engine, as, parts, timed, close };
}

const input = {
  purpose: 'Train to Lyon',
  category: 'travel',
  amount: 240,
  currency: 'EUR',
  spentOn: '2026-11-02',
};
type Desk = Awaited<ReturnType<typeof openDesk>>;

async function onDesk({ db, as, timed }: Desk): Promise<void> {
  const { run } = await timed('start, recorded', () =>
    startRun(as('requester'), { workflowId: 'expense-report', input }),
  );
  await timed('start, applied', () => drainRun(as('operator'), run.id));
  const [task] = await db.select().from(schema.tasks).where(eq(schema.tasks.runId, run.id));
  if (!task) throw new Error('the run asks nothing');
  const { id, payloadDigest } = task;
  await timed('decision, recorded', () =>
    decideTask(as('manager'), id, { outcome: 'approve', resumeData: {}, payloadDigest }),
  );
  // The time to undo a decision is not part of what it costs.
  await db
    .update(schema.outbox)
    .set({ dueAt: new Date(0) })
    .where(eq(schema.outbox.runId, run.id));
  await timed('decision, applied', () => drainRun(as('operator'), run.id));
}

async function onEngine({ timed, engine }: Desk & { engine: Engine }, id: string): Promise<void> {
  const run: RunFacts = {
    id,
    workflowId: 'expense-report',
    revision: 0,
    title: 'Expense',
    input,
    requester: { id: 'usr_demo_requester', name: 'Requester', email: 'requester@demo.test' },
  };
  const lease = new Lease(id, 'bench', 1);
  await engine.takeOver(lease);
  await timed('engine, start', () => engine.start(run, lease));
  const seen = await engine.read(run);
  const wait = seen?.suspensions[0];
  if (!seen || !wait) throw new Error('the run asks nothing');
  const question = {
    path: wait.path,
    forEachIndex: wait.forEachIndex,
    taskId: `task-${id}`,
    version: seen.version,
  };
  await timed('engine, resume', () => engine.resume(run, question, { approved: true }, lease));
}

const told = ({ calls, statements, commits }: Counts) => `${calls} / ${statements} / ${commits}`;

/** So many expense reports, started, approved and applied, beside the same workflow through the engine's port alone. */
export async function measureDecisions(runs: number): Promise<Table> {
  const dir = await diskFolder();
  const desk = await openDesk(dir);
  try {
    for (let n = 0; n < runs; n += 1) {
      await onDesk(desk);
      await onEngine(desk, `bench-${n}`);
    }
    const engine = median(desk.parts['engine, resume']?.times ?? []);
    return Object.fromEntries(
      Object.entries(desk.parts).map(([name, { times, app, store }]) => [
        name,
        {
          ms: rounded(median(times)),
          "÷ the engine's resume": rounded(median(times) / engine),
          'app: calls / statements / commits': told(app),
          'snapshots: the same': told(store),
        },
      ]),
    );
  } finally {
    desk.close();
    await rm(dir, { recursive: true, force: true });
  }
}
