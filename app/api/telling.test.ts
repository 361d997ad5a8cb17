import path from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { notifications, outbox, tasks } from '@/db/schema';
import { seedDemo } from '@/db/seed';
import { database } from '@/lib/base/database';
import { systemClock } from '@/lib/base/clock';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { startRun } from '@/lib/desk/runs/start-run';
import { engine } from '@/lib/mastra';
import type { Context } from '@/lib/people/context';
import { drainRun } from '@/lib/work/outbox/drain-run';
import { testDatabase, type TestDatabase } from '@/tests/support/database';
import { actor, expense, type Person } from '@/tests/support/desk';
import { answerByRoute } from '@/tests/support/routes';
import { afterAnswer } from '@/tests/support/after-answer';
import { sessionOf } from '@/tests/support/session';

const owed: (() => Promise<unknown>)[] = [];
// Outside a server, the test itself runs the work that is left for after the response.
afterAnswer((work) => owed.push(typeof work === 'function' ? work : () => work));

let file: TestDatabase;

beforeAll(async () => {
  file = await testDatabase();
  vi.stubEnv('DATABASE_URL', file.url);
  vi.stubEnv('DATA_DIR', file.dir);
  vi.stubEnv('WORKFLOW_DATABASE_URL', `file:${path.join(file.dir, 'workflows.db')}`);
  await seedDemo(database());
});
afterAll(async () => {
  database().$client.close();
  await file.close();
  vi.unstubAllEnvs();
});

const as = async (who: Person): Promise<Context> => ({
  actor: actor(who),
  channel: 'web',
  db: database(),
  engine: await engine(),
  clock: systemClock,
});

async function post(address: string, who: Person, body: object): Promise<Response> {
  const request = new Request(`http://localhost:3000${address}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(await sessionOf(who)) },
    body: JSON.stringify(body),
  });
  return answerByRoute(request);
}

/** Runs the work left for after the response, and whatever that leaves in turn. */
async function afterwards(): Promise<void> {
  for (let work = owed.shift(); work; work = owed.shift()) await work();
}

async function asked(): Promise<{ runId: string; task: typeof tasks.$inferSelect }> {
  const ctx = await as('requester');
  const { run } = await startRun(ctx, { workflowId: 'expense-report', input: expense() });
  await drainRun(ctx, run.id);
  const [task] = await database().select().from(tasks).where(eq(tasks.runId, run.id));
  return { runId: run.id, task: task! };
}

const toldOf = async (runId: string) =>
  (await database().select().from(notifications).where(eq(notifications.runId, runId)))
    .map(({ id }) => id.split(':')[0])
    .toSorted();

const given = { to: ['group:finance'], reason: 'On holiday.' };

test('people who are given a task are notified after the response, for one task or many', async () => {
  const [one, other] = [await asked(), await asked()];
  expect((await post(`/api/tasks/${one.task.id}/reassign`, 'operator', given)).status).toBe(200);
  expect(await toldOf(one.runId)).toEqual([]);
  await afterwards();
  expect(await toldOf(one.runId)).toEqual(['task.opened', 'task.reassigned']);

  const many = { taskIds: [other.task.id], ...given };
  expect((await post('/api/tasks/reassign', 'operator', many)).status).toBe(200);
  await afterwards();
  expect(await toldOf(other.runId)).toEqual(['task.opened', 'task.reassigned']);
});

test('the requester is notified when a run that an operator retried ends', async () => {
  const { runId, task } = await asked();
  await decideTask(await as('manager'), task.id, { outcome: 'approve', payloadDigest: task.payloadDigest });
  await database().update(outbox).set({ state: 'stuck', attempts: 8 }).where(eq(outbox.runId, runId));
  expect(
    (await post('/api/operations/retry', 'operator', { runIds: [runId], reason: 'Up again.' })).status,
  ).toBe(202);
  await afterwards();
  expect(await toldOf(runId)).toEqual(['run.finished', 'task.decided', 'task.opened']);
});

test('a refused request, or one that notifies nobody, leaves no work for after the response', async () => {
  const { task } = await asked();
  expect((await post(`/api/tasks/${task.id}/reassign`, 'manager', given)).status).toBe(403);
  expect(owed).toEqual([]);
});
