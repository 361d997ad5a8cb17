import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { runs } from '@/db/schema';
import { seedDemo } from '@/db/seed';
import { database } from '@/lib/base/database';
import { systemClock } from '@/lib/base/clock';
import { engine } from '@/lib/mastra';
import { startRun } from '@/lib/desk/runs/start-run';
import { testDatabase, type TestDatabase } from '@/tests/support/database';
import { afterAnswer } from '@/tests/support/after-answer';
import { actor, expense } from '@/tests/support/desk';
import { GET, POST } from './route';

const secret = 's'.repeat(40);
const owed: Promise<unknown>[] = [];
let file: TestDatabase;

afterAnswer((work) => owed.push(typeof work === 'function' ? work() : work));

beforeAll(async () => {
  file = await testDatabase();
  vi.stubEnv('DATABASE_URL', file.url);
  vi.stubEnv('DATA_DIR', file.dir);
  vi.stubEnv('WORKFLOW_DATABASE_URL', `file:${path.join(file.dir, 'workflows.db')}`);
  vi.stubEnv('CRON_SECRET', secret);
  await seedDemo(database());
});

afterAll(async () => {
  await Promise.all(owed);
  database().$client.close();
  await file.close();
});

const call = (method: 'GET' | 'POST', authorization: string) =>
  (method === 'GET' ? GET : POST)(
    new Request('http://localhost:3000/api/cron/recover', { method, headers: { authorization } }),
  );

const record = async () =>
  startRun(
    { actor: actor('requester'), channel: 'web', db: database(), engine: await engine(), clock: systemClock },
    { workflowId: 'expense-report', input: expense() },
  );

test.each(['GET', 'POST'] as const)(
  '%s with the secret runs a sweep and reports what it did',
  async (method) => {
    const { run } = await record();
    const answer = await call(method, `Bearer ${secret}`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toMatchObject({ runs: 1, busy: 0, failed: 0 });
    expect((await database().select().from(runs)).find(({ id }) => id === run.id)?.status).toBe('suspended');
  },
);

test.each(['GET', 'POST'] as const)('%s without the secret is 401 and does nothing', async (method) => {
  const { run } = await record();
  const answer = await call(method, `Bearer ${secret}x`);
  expect(answer.status).toBe(401);
  expect(await answer.json()).toMatchObject({ code: 'unauthenticated' });
  expect((await database().select().from(runs)).find(({ id }) => id === run.id)?.status).toBe('pending');
  await call('POST', `Bearer ${secret}`);
});
