import { createStep, createWorkflow, type AnyWorkflow } from '@mastra/core/workflows';
import { drizzle } from 'drizzle-orm/libsql';
import { eq } from 'drizzle-orm';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { openClient, type Database } from '@/db/client';
import * as schema from '@/db/schema';
import {
  agentCalls,
  auditEvents,
  decisions,
  deliveries,
  linkCodes,
  linkUses,
  notifications,
  outbox,
  pastQuestions,
  rateLimits,
  runLeases,
  runs,
  sessions,
  signals,
  slackMessages,
  tasks,
  verifications,
} from '@/db/schema';
import type { Context } from '@/lib/people/context';
import { log } from '@/lib/base/log';
import { createEngine } from '@/lib/mastra';
import { fencedLibSQL } from '@/lib/mastra/stores/fenced-libsql';
import { workflows } from '@/lib/mastra/workflows';
import { acquireLease } from '@/lib/desk/runs/lease';
import { sweep } from '@/lib/process/sweep/sweep';
import { getSnapshot } from '@/lib/desk/runs/get-snapshot';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { actor, deskForTest, type TestDesk } from '@/tests/support/desk';
import { MortalDisk } from '@/tests/support/mortal-disk';
import { pruneExpired, rowsPruned } from './prune-expired';
import { rewindRun } from '@/lib/desk/rewind/rewind-run';

const day = 86_400_000;
const loose = z.unknown();
const flow = <Id extends string>(id: Id) => createWorkflow({ id, inputSchema: loose, outputSchema: loose });
const gate = (id: string) =>
  createStep({
    id,
    inputSchema: loose,
    outputSchema: loose,
    resumeSchema: z.object({ approved: z.boolean() }),
    execute: async ({ resumeData, suspend }) => resumeData ?? suspend({ about: id }),
  });

/** One nested workflow, and one for each of two items, so that a run has several snapshots. */
const shapes = (): Record<string, AnyWorkflow> => ({
  whole: flow('whole')
    .then(flow('inner').then(gate('deep')).commit())
    .map(async () => ['a', 'b'])
    .foreach(flow('per-item').then(gate('ask')).commit(), { concurrency: 2 })
    .commit(),
});

async function answerAll(desk: TestDesk, runId: string): Promise<void> {
  for (let [task] = await desk.openTasks(runId); task; [task] = await desk.openTasks(runId)) {
    await decideTask(desk.as('manager'), task.id, {
      resumeData: { approved: true },
      payloadDigest: task.payloadDigest,
    });
    await desk.drain(runId);
  }
}

const storeUrl = (desk: TestDesk) => desk.url.replace(/app\.db$/, 'workflows.db');

async function snapshotsLeft(desk: TestDesk): Promise<string[]> {
  const client = openClient({ url: storeUrl(desk) });
  const { rows } = await client.execute('select workflow_name from mastra_workflow_snapshot order by 1');
  client.close();
  return rows.map((row) => String(row.workflow_name));
}

const rowOf = async ({ db }: TestDesk, runId: string) =>
  (await db.select().from(runs).where(eq(runs.id, runId)))[0]!;
const exportDirFor = (desk: TestDesk) => path.join(path.dirname(desk.url.slice('file:'.length)), 'export');
const retain = (exportDir: string | null = null) => ({ snapshotsMs: 90 * day, exportDir });

async function exported(
  dir: string,
): Promise<
  { run: { id: string }; snapshots: { workflowId: string }[]; decisions: unknown[]; audit: unknown[] }[]
> {
  const files = (await readdir(dir)).toSorted();
  const lines = (await Promise.all(files.map((file) => readFile(path.join(dir, file), 'utf8'))))
    .join('')
    .split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}

async function ended(desk: TestDesk): Promise<string> {
  const runId = await desk.request('whole', {});
  await answerAll(desk, runId);
  expect(await rowOf(desk, runId)).toMatchObject({ status: 'success' });
  return runId;
}

describe('snapshots of runs that ended', () => {
  test('are deleted after the retention period, with nested ones; tasks, decisions and audit stay', async () => {
    const desk = await deskForTest(shapes());
    const [runId, waiting] = [await ended(desk), await desk.request('whole', {})];
    const before = [await desk.db.select().from(tasks), await desk.db.select().from(decisions)];
    desk.clock.advance(89 * day);
    expect(await pruneExpired(desk.as('system'), retain())).toMatchObject({ snapshots: 0 });
    expect(await snapshotsLeft(desk)).toEqual(['inner', 'inner', 'per-item', 'per-item', 'whole', 'whole']);
    desk.clock.advance(2 * day);
    expect(await pruneExpired(desk.as('system'), { snapshotsMs: null, exportDir: null })).toMatchObject({
      snapshots: 0,
    });
    expect(await pruneExpired(desk.as('system'), retain())).toMatchObject({ snapshots: 1 });
    expect(await pruneExpired(desk.as('system'), retain())).toMatchObject({ snapshots: 0 });
    expect(await snapshotsLeft(desk)).toEqual(['inner', 'whole']);
    expect([await desk.db.select().from(tasks), await desk.db.select().from(decisions)]).toEqual(before);
    expect(await rowOf(desk, runId)).toMatchObject({
      status: 'success',
      snapshotPrunedAt: desk.clock.now(),
      snapshotSize: null,
    });
    expect(
      await desk.db.select().from(auditEvents).where(eq(auditEvents.verb, 'run.snapshot_pruned')),
    ).toMatchObject([{ runId, data: { bytes: expect.any(Number), exported: false } }]);
    expect(await getSnapshot(desk.as('operator'), runId)).toMatchObject({
      state: 'pruned',
      status: 'success',
    });
    expect(await rowOf(desk, waiting)).toMatchObject({ status: 'suspended', snapshotPrunedAt: null });
    await sweep({ db: desk.db, engine: desk.engine, clock: desk.clock });
    expect(await rowOf(desk, runId)).toMatchObject({ status: 'success' });
  });

  test('are deleted with those of their agents', async () => {
    const desk = await deskForTest({ 'refund-assistant': workflows['refund-assistant']! });
    const runId = await desk.request('refund-assistant', { prompt: 'Refund order A-1042' });
    expect(await snapshotsLeft(desk)).toEqual(['agentic-loop', 'executionWorkflow', 'refund-assistant']);
    await desk.db
      .update(runs)
      .set({ status: 'failed', finishedAt: desk.clock.now() })
      .where(eq(runs.id, runId));
    desk.clock.advance(91 * day);
    expect(await pruneExpired(desk.as('system'), retain())).toMatchObject({ snapshots: 1 });
    expect(await snapshotsLeft(desk)).toEqual([]);
    expect(await desk.db.select().from(agentCalls)).toEqual([]);
  });

  test('stay while the run is driven or has a debt, or if they cannot be read; others are deleted', async () => {
    vi.spyOn(log, 'error').mockImplementation(() => undefined);
    const desk = await deskForTest(shapes());
    const [driven, owed, torn, fine] = [
      await ended(desk),
      await ended(desk),
      await ended(desk),
      await ended(desk),
    ];
    desk.clock.advance(91 * day);
    await acquireLease(desk.db, driven);
    await desk.db.insert(outbox).values({
      id: 'revise:x',
      kind: 'revise',
      runId: owed,
      state: 'stuck',
      dueAt: desk.clock.now(),
      createdAt: desk.clock.now(),
    });
    const client = openClient({ url: storeUrl(desk) });
    await client.execute({
      sql: "update mastra_workflow_snapshot set snapshot = x'00ff' where run_id = ? and workflow_name = 'whole'",
      args: [torn],
    });
    client.close();
    expect(await pruneExpired(desk.as('system'), retain())).toMatchObject({ snapshots: 1 });
    for (const runId of [driven, owed, torn]) expect((await rowOf(desk, runId)).snapshotPrunedAt).toBeNull();
    expect((await rowOf(desk, fine)).snapshotPrunedAt).not.toBeNull();
    expect((await rowOf(desk, torn)).snapshotError).toMatch(/malformed/i);
  });

  test('are gone for good, so decisions can no longer be reopened', async () => {
    const desk = await deskForTest({ w: flow('w').then(gate('only')).commit() });
    const runId = await desk.request('w', {});
    await answerAll(desk, runId);
    const [task] = await desk.db.select().from(tasks).where(eq(tasks.runId, runId));
    desk.clock.advance(91 * day);
    await pruneExpired(desk.as('system'), retain());
    await expect(
      rewindRun(desk.as('operator'), { to: 'decision', taskId: task!.id }, { reason: 'Too late.' }),
    ).rejects.toMatchObject({ code: 'conflict' });
    expect(await rowOf(desk, runId)).toMatchObject({ status: 'success', revision: 0 });
  });
});

describe('the export before', () => {
  test('contains the full run, is readable only by its owner, and continues after a torn line', async () => {
    const desk = await deskForTest(shapes());
    const runId = await ended(desk);
    desk.clock.advance(91 * day);
    const dir = exportDirFor(desk);
    await pruneExpired(desk.as('system'), retain(dir));
    const file = `runs-${desk.clock.now().toISOString().slice(0, 10)}.jsonl`;
    expect(await readdir(dir)).toEqual([file]);
    expect([(await stat(dir)).mode & 0o777, (await stat(path.join(dir, file))).mode & 0o777]).toEqual([
      0o700, 0o600,
    ]);
    const [line] = await exported(dir);
    expect(line).toMatchObject({
      format: 'countersign-run-1',
      run: { id: runId, status: 'success' },
      snapshotProblem: null,
      snapshots: [
        { workflowId: 'whole', runId, path: [], content: { status: 'success' } },
        { workflowId: 'inner', path: ['inner'] },
      ],
    });
    expect([line!.decisions.length, line!.audit.length > 5]).toEqual([3, true]);
    const second = await ended(desk);
    await writeFile(path.join(dir, file), '{"cut', { flag: 'a' });
    desk.clock.advance(91 * day);
    await pruneExpired(desk.as('system'), retain(dir));
    const texts = await Promise.all(
      (await readdir(dir)).toSorted().map((name) => readFile(path.join(dir, name), 'utf8')),
    );
    expect(texts.join('')).toContain(`"id":"${second}"`);
  });

  test('must succeed before the snapshot is deleted', async () => {
    vi.spyOn(log, 'error').mockImplementation(() => undefined);
    const desk = await deskForTest(shapes());
    const runId = await ended(desk);
    desk.clock.advance(91 * day);
    const file = desk.url.slice('file:'.length);
    await expect(pruneExpired(desk.as('system'), retain(path.join(file, 'export')))).rejects.toThrow(
      'ENOTDIR',
    );
    expect(await rowOf(desk, runId)).toMatchObject({ snapshotPrunedAt: null, snapshotError: null });
    expect(await snapshotsLeft(desk)).toHaveLength(4);
  });

  /** Runs a process on the desk's files that is killed after this many writes. */
  async function mortal(desk: TestDesk, disk: MortalDisk): Promise<Context> {
    const [client, store] = [openClient({ url: desk.url }), openClient({ url: storeUrl(desk) })];
    onTestFinished(() => (client.close(), store.close()));
    const db: Database = drizzle(disk.mount(client), { schema });
    return { ...desk.as('system', await createEngine(await fencedLibSQL(disk.mount(store)), shapes())), db };
  }

  test('exists whenever the snapshot is deleted, even if the process is killed at any write', async () => {
    let writes = 0;
    for (let killed = true; killed; writes += 1) {
      const desk = await deskForTest(shapes());
      const runId = await ended(desk);
      desk.clock.advance(91 * day);
      const dir = exportDirFor(desk);
      const disk = new MortalDisk();
      const ctx = await mortal(desk, disk);
      disk.dieAfter(writes);
      await Promise.race([pruneExpired(ctx, retain(dir)), disk.died]);
      killed = disk.dead;
      const left = await snapshotsLeft(desk);
      const isKept =
        left.length === 4 ||
        (await exported(dir)).some(
          (line) =>
            line.run.id === runId &&
            line.snapshots.map(({ workflowId }) => workflowId).join() === 'whole,inner',
        );
      expect(isKept).toBe(true);
      await desk.db.update(runLeases).set({ expiresAt: 0 });
      await pruneExpired(desk.as('system'), retain(dir));
      expect(await snapshotsLeft(desk)).toEqual([]);
      expect((await exported(dir)).every((line) => line.snapshots.length === 2)).toBe(true);
      expect(await rowOf(desk, runId)).toMatchObject({
        status: 'success',
        snapshotSize: null,
        snapshotPrunedAt: expect.any(Date),
      });
    }
    expect(writes).toBeGreaterThan(8);
  });
});

test('concurrent calls prune each run once', async () => {
  const desk = await deskForTest(shapes());
  for (let count = 0; count < 4; count += 1) await ended(desk);
  desk.clock.advance(91 * day);
  const other = await desk.reopen();
  const dir = exportDirFor(desk);
  const done = await Promise.all([
    pruneExpired(desk.as('system'), retain(dir)),
    pruneExpired(desk.as('system', other), retain(dir)),
  ]);
  expect(done.reduce((sum, { snapshots }) => sum + snapshots, 0)).toBe(4);
  expect(await exported(dir)).toHaveLength(4);
  expect(
    await desk.db.select().from(auditEvents).where(eq(auditEvents.verb, 'run.snapshot_pruned')),
  ).toHaveLength(4);
});

test('deletes old sessions, paid debts, sent messages and counted limits; pending and recent rows stay', async () => {
  const desk = await deskForTest(shapes());
  const now = desk.clock.now();
  const runId = await ended(desk);
  const at = (ms: number) => ({ createdAt: now, updatedAt: now, expiresAt: new Date(now.getTime() + ms) });
  await desk.db.insert(sessions).values([
    { id: 's1', token: 't1', userId: actor('manager').id, ...at(-1) },
    { id: 's2', token: 't2', userId: actor('manager').id, ...at(60 * day) },
  ]);
  await desk.db.insert(verifications).values({ id: 'v1', identifier: 'x', value: 'y', ...at(-1) });
  const paid = await desk.db.$count(outbox);
  await desk.db.insert(rateLimits).values(
    [0, 3_600_001].map((ago) => ({
      id: `r${ago}`,
      key: `api:reads:${ago}`,
      count: 1,
      lastRequest: now.getTime() - ago,
    })),
  );
  const message = (id: string, state: 'pending' | 'sent') => ({
    id,
    notificationId: 'n1',
    kind: 'task' as const,
    userId: 'u',
    channel: 'mail' as const,
    state,
    dueAt: now,
    createdAt: now,
  });
  await desk.db.insert(notifications).values({ id: 'n1', kind: 'task', createdAt: now, expandedAt: now });
  await desk.db.insert(deliveries).values([message('d1', 'sent'), message('d2', 'pending')]);
  const inSlack = (ts: string, lockedAt: Date | null, dueAt: Date | null) => ({
    channel: 'D1',
    ts,
    kind: 'task' as const,
    taskId: 't',
    userId: 'u',
    sentAt: now,
    lockedAt,
    dueAt,
  });
  await desk.db
    .insert(slackMessages)
    .values([inSlack('locked', now, null), inSlack('open', null, null), inSlack('owed', now, now)]);
  await pruneExpired(desk.as('system'), retain());
  expect([
    await desk.db.$count(notifications),
    await desk.db.$count(deliveries),
    await desk.db.$count(rateLimits),
  ]).toEqual([1, 2, 1]);
  expect(await desk.db.$count(slackMessages)).toBe(3);
  expect([
    await desk.db.$count(sessions),
    await desk.db.$count(verifications),
    await desk.db.$count(outbox),
  ]).toEqual([1, 0, paid]);
  desk.clock.advance(31 * day);
  await desk.db
    .insert(outbox)
    .values({ id: 'cancel:y', kind: 'cancel', runId, state: 'stuck', dueAt: now, createdAt: now });
  await pruneExpired(desk.as('system'), retain());
  expect([await desk.db.$count(sessions), (await desk.db.select().from(outbox)).map(({ id }) => id)]).toEqual(
    [1, ['cancel:y']],
  );
  expect([
    await desk.db.$count(notifications),
    (await desk.db.select().from(deliveries)).map(({ id }) => id),
  ]).toEqual([0, ['d2']]);
  expect((await desk.db.select().from(slackMessages)).map(({ ts }) => ts)).toEqual(['open', 'owed']);
});

test('deletes old settled signals, uses of expired links and replaced questions', async () => {
  const desk = await deskForTest(shapes());
  const now = desk.clock.now();
  const by = { actorKind: 'user', actorId: 'u', actorName: 'U', channel: 'api' } as const;
  await desk.db.insert(signals).values([
    { id: 'kept', name: 'n', key: 'k', createdAt: now, ...by },
    { id: 'matched', name: 'n', key: 'k', state: 'used', createdAt: now, settledAt: now, ...by },
  ]);
  await desk.db
    .insert(linkUses)
    .values({ id: 'l', taskId: 't', userId: 'u', outcome: 'approve', usedAt: now });
  await desk.db
    .insert(pastQuestions)
    .values({ taskId: 't', payloadDigest: 'sha256:0', outcomes: [], replacedAt: now });
  const left = async () => [
    (await desk.db.select().from(signals)).map(({ id }) => id),
    await desk.db.$count(linkUses),
    await desk.db.$count(pastQuestions),
  ];
  const after = async (days: number) => {
    desk.clock.advance(days * day);
    await pruneExpired(desk.as('system'), retain());
    return left();
  };
  expect(await after(29)).toEqual([['kept', 'matched'], 1, 1]);
  expect(await after(2)).toEqual([['kept'], 1, 1]);
  expect(await after(30)).toEqual([['kept'], 0, 1]);
  expect(await after(30)).toEqual([['kept'], 0, 0]);
});

test('finds each kind of row by an index, so that a sweep costs the same at any size', async () => {
  const desk = await deskForTest(shapes());
  for (const statement of rowsPruned(desk.as('system'))) {
    const { sql: text, params } = statement.toSQL();
    const { rows } = await desk.db.$client.execute({
      sql: `explain query plan ${text}`,
      args: params as (string | number)[],
    });
    const steps = rows.map(({ detail }) => String(detail));
    expect(steps.filter((step) => step.startsWith('SCAN'))).toEqual([]);
  }
});

test('keeps the use of a link, and the count of its codes, while its task is open', async () => {
  const desk = await deskForTest(shapes());
  const now = desk.clock.now();
  const [task] = await desk.openTasks(await desk.request('whole', {}));
  const link = { id: 'l', taskId: task!.id, userId: 'u' };
  await desk.db.insert(linkUses).values({ ...link, outcome: 'approve', usedAt: now });
  await desk.db
    .insert(linkCodes)
    .values({ ...link, nonce: 'n', tries: 0, sent: 5, sentAt: now, expiresAt: now });
  desk.clock.advance(400 * day);
  const left = async () => {
    await pruneExpired(desk.as('system'), retain());
    return [await desk.db.$count(linkUses), await desk.db.$count(linkCodes)];
  };
  expect(await left()).toEqual([1, 1]);
  await desk.db.update(tasks).set({ state: 'decided' }).where(eq(tasks.id, task!.id));
  expect(await left()).toEqual([0, 0]);
});
