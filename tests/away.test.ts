import { copyFile, rename } from 'node:fs/promises';
import { eq } from 'drizzle-orm';
import { expect, test, vi } from 'vitest';
import { filePath } from '@/db/client';
import { decisions, groups, outbox, runs } from '@/db/schema';
import { log } from '@/lib/base/log';
import { awayEngine } from '@/lib/mastra/away-engine';
import { maxAttempts } from '@/lib/work/outbox/drain-run';
import { startRun } from '@/lib/desk/runs/start-run';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { databaseForTest } from './support/database';
import { deskForTest, expense } from './support/desk';

test('uses a file that replaces the old one, such as a restored backup', async () => {
  const { db, url } = await databaseForTest();
  const file = filePath(url);
  await db.$client.execute('pragma wal_checkpoint(truncate)');
  await copyFile(file, `${file}.backup`);
  await db.insert(groups).values({ id: 'after', name: 'after the backup', createdAt: new Date() });
  expect(await db.$count(groups)).toBe(1);
  await db.$client.execute('pragma wal_checkpoint(truncate)');
  await rename(`${file}.backup`, file);
  expect(await db.$count(groups)).toBe(0);
});

test('records requests and answers for as long as the workflow store is away, and applies them when it is back', async () => {
  vi.spyOn(log, 'error').mockImplementation(() => undefined);
  const desk = await deskForTest();
  const store = filePath(desk.url).replace(/app\.db$/, 'workflows.db');
  const runId = await desk.request('expense-report', expense());
  const [task] = await desk.openTasks(runId);
  await rename(store, `${store}.away`);
  const { decision } = await decideTask(desk.as('manager'), task!.id, {
    outcome: 'approve',
    resumeData: {},
    payloadDigest: task!.payloadDigest,
  });
  const { run } = await startRun(desk.as('requester'), { workflowId: 'expense-report', input: expense(99) });
  for (let tries = 0; tries <= maxAttempts; tries += 1) {
    await desk.drain(runId);
    await desk.drain(run.id);
    desk.clock.advance(60_000);
  }
  expect((await desk.db.select().from(outbox)).map(({ state }) => state).toSorted()).toEqual([
    'done',
    'pending',
    'pending',
  ]);
  await rename(`${store}.away`, store);
  await desk.drain(runId);
  await desk.drain(run.id);
  expect(
    (await desk.db.select().from(decisions).where(eq(decisions.id, decision.id)))[0]?.appliedAt,
  ).not.toBeNull();
  expect((await desk.db.select().from(runs)).map(({ status }) => status).toSorted()).toEqual([
    'success',
    'suspended',
  ]);
});

test('with a store away since the start, checks answers by the code, and everything else fails with the store’s error', async () => {
  const desk = await deskForTest();
  const runId = await desk.request('expense-report', expense());
  const [task] = await desk.openTasks(runId);
  const away = awayEngine(desk.engine, new Error('refused'));
  await expect(away.read({ id: runId, workflowId: 'expense-report' })).rejects.toThrow('refused');
  await expect(away.ready()).rejects.toThrow('refused');
  const receipt = await decideTask(desk.as('manager', away), task!.id, {
    outcome: 'approve',
    resumeData: {},
    payloadDigest: task!.payloadDigest,
  });
  expect(receipt).toMatchObject({ applied: false, repeated: false });
});
