import type { TaskRow } from '@/db/schema';
import path from 'node:path';
import type { AnyWorkflow } from '@mastra/core/workflows';
import { eq } from 'drizzle-orm';
import { onTestFinished } from 'vitest';
import { openDatabase, type Database } from '@/db/client';
import { demoGroups, demoPeople } from '@/db/demo-people';
import { migrate } from '@/db/migrate';
import { groupMembers, groups, tasks, users } from '@/db/schema';
import type { Json } from '@/db/schema/json';
import type { Clock } from '@/lib/base/clock';
import { sweepActor, type Context } from '@/lib/people/context';
import type { Env, WorkflowStoreConfig } from '@/lib/base/env';
import { createEngine } from '@/lib/mastra';
import { openStorage } from '@/lib/mastra/stores/storage';
import { drainRun } from '@/lib/work/outbox/drain-run';
import { startRun } from '@/lib/desk/runs/start-run';
import { actor, type Person } from './actor';
import { databaseForTest } from './database';

export { actor, type Person };

/** A clock that only moves when told to. */
export class TestClock implements Clock {
  private time = Date.now();
  now = () => new Date(this.time);
  advance(ms: number): void {
    this.time += ms;
  }
}

async function seedPeople(db: Context['db']): Promise<void> {
  const now = new Date();
  await db.batch([
    db.insert(users).values(
      demoPeople.map(({ id, name, email, roles }) => ({
        id,
        name,
        email,
        emailVerified: true,
        role: roles.join(','),
        createdAt: now,
        updatedAt: now,
      })),
    ),
    db.insert(groups).values(demoGroups.map((group) => ({ ...group, createdAt: now }))),
    db
      .insert(groupMembers)
      .values(
        demoPeople.flatMap(({ id, groups: ids }) =>
          ids.map((groupId) => ({ userId: id, groupId, createdAt: now })),
        ),
      ),
  ]);
}

export type TestDesk = Awaited<ReturnType<typeof deskForTest>>;

/** Where a desk keeps its data, if not in its own files. */
export type Places = { database?: Env['database']; store?: WorkflowStoreConfig };

/** A migrated app database elsewhere, closed with the test. */
async function databaseAt(source: Env['database']): Promise<{ db: Database } & Env['database']> {
  const db = openDatabase(source);
  onTestFinished(() => db.$client.close());
  await migrate(db, source);
  return { db, ...source };
}

/**
 * A whole desk on its own files or other stores: app database with demo people, snapshot store, engine.
 * `reopen` gives an engine that only knows what is stored, like a new process.
 */
export async function deskForTest(workflows?: Record<string, AnyWorkflow>, places: Places = {}) {
  const own = await databaseForTest();
  const { db, url, authToken } = places.database ? await databaseAt(places.database) : own;
  await seedPeople(db);
  // The example workflows write their effects to the process's database.
  (globalThis as { countersignDatabase?: Context['db'] }).countersignDatabase = db;
  const clock = new TestClock();
  const stores: { close(): Promise<void> }[] = [];
  const store = places.store ?? {
    kind: 'libsql' as const,
    url: `file:${path.join(own.dir, 'workflows.db')}`,
    authToken: undefined,
  };
  const reopen = async (released = workflows) => {
    const storage = await openStorage(store);
    stores.push(storage);
    return createEngine(storage, released);
  };
  onTestFinished(async () => {
    for (const storage of stores) await storage.close();
  });
  const engine = await reopen();
  const as = (who: Person | 'system', by = engine): Context => ({
    actor: who === 'system' ? sweepActor : actor(who),
    channel: who === 'system' ? 'system' : 'web',
    db,
    engine: by,
    clock,
  });
  return {
    db,
    url,
    authToken,
    store,
    engine,
    clock,
    as,
    reopen,
    drain: (runId: string) => drainRun(as('system'), runId),
    openTasks: (runId: string): Promise<TaskRow[]> =>
      db
        .select()
        .from(tasks)
        .where(eq(tasks.runId, runId))
        .then((rows) => rows.filter((task) => task.state === 'open')),
    /** Records a request, starts it and returns the run's id. */
    async request(workflowId: string, input: Json, who: Person = 'requester'): Promise<string> {
      const { run } = await startRun(as(who), { workflowId, input });
      await drainRun(as('system'), run.id);
      return run.id;
    },
  };
}

export const expense = (amount = 240): { [key: string]: Json } => ({
  purpose: 'Train to Lyon',
  category: 'travel',
  amount,
  currency: 'EUR',
  spentOn: '2026-11-02',
});
