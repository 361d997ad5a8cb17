import { copyFile, rename } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { eq } from 'drizzle-orm';
import { expect, onTestFinished, test, vi } from 'vitest';
import { isAway } from '@/db/away';
import { filePath, openDatabase } from '@/db/client';
import { decisions, groups, outbox, runs } from '@/db/schema';
import { problem } from '@/lib/http/problem';
import { log } from '@/lib/log';
import { awayEngine } from '@/lib/mastra/away-engine';
import { maxAttempts } from '@/lib/outbox/drain-run';
import { startRun } from '@/lib/runs/start-run';
import { decideTask } from '@/lib/tasks/decide-task';
import { databaseForTest } from './support/database';
import { deskForTest, expense } from './support/desk';

const failure = (work: Promise<unknown>): Promise<unknown> => work.then(() => undefined, (error: unknown) => error);

test('a database file that is moved away is "unavailable, try again", is not made anew, and works when it is back', async () => {
  vi.spyOn(log, 'error').mockImplementation(() => undefined);
  const { db, url } = await databaseForTest();
  const file = filePath(url);
  expect(await db.$count(groups)).toBe(0);
  await rename(file, `${file}.away`);
  const error = await failure(Promise.resolve(db.insert(groups).values({ id: 'g', name: 'g', createdAt: new Date() })));
  expect(isAway(error)).toBe(true);
  const answer = problem(error, 'request-1');
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
  await rename(`${file}.away`, file);
  expect(await db.$count(groups)).toBe(0);
});

test('another file in its place, such as a backup put back, is the one that is used from then on', async () => {
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

test('a remote database at which nobody listens is away', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  server.close();
  await once(server, 'close');
  const db = openDatabase({ url: `http://127.0.0.1:${port}` });
  onTestFinished(() => db.$client.close());
  expect(isAway(await failure(db.$count(groups)))).toBe(true);
});

test('while the workflow store is away requests and answers are recorded, however long it lasts, and applied when it is back', async () => {
  vi.spyOn(log, 'error').mockImplementation(() => undefined);
  const desk = await deskForTest();
  const store = filePath(desk.url).replace(/app\.db$/, 'workflows.db');
  const runId = await desk.request('expense-report', expense());
  const [task] = await desk.openTasks(runId);
  await rename(store, `${store}.away`);
  const { decision } = await decideTask(desk.as('manager'), task!.id, { outcome: 'approve', resumeData: {}, payloadDigest: task!.payloadDigest });
  const { run } = await startRun(desk.as('requester'), { workflowId: 'expense-report', input: expense(99) });
  for (let tries = 0; tries <= maxAttempts; tries += 1) {
    await desk.drain(runId);
    await desk.drain(run.id);
    desk.clock.advance(60_000);
  }
  expect((await desk.db.select().from(outbox)).map(({ state }) => state).toSorted()).toEqual(['done', 'pending', 'pending']);
  await rename(`${store}.away`, store);
  await desk.drain(runId);
  await desk.drain(run.id);
  expect((await desk.db.select().from(decisions).where(eq(decisions.id, decision.id)))[0]?.appliedAt).not.toBeNull();
  expect((await desk.db.select().from(runs)).map(({ status }) => status).toSorted()).toEqual(['success', 'suspended']);
});

test('with a store that was away from the start, answers are checked by the code and everything else fails as it did', async () => {
  const desk = await deskForTest();
  const runId = await desk.request('expense-report', expense());
  const [task] = await desk.openTasks(runId);
  const away = awayEngine(desk.engine, new Error('refused'));
  await expect(away.read({ id: runId, workflowId: 'expense-report' })).rejects.toThrow('refused');
  await expect(away.ready()).rejects.toThrow('refused');
  const receipt = await decideTask(desk.as('manager', away), task!.id, { outcome: 'approve', resumeData: {}, payloadDigest: task!.payloadDigest });
  expect(receipt).toMatchObject({ applied: false, repeated: false });
});
