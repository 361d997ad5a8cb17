import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { demoPassword } from '@/db/demo-people';
import { runs } from '@/db/schema';
import { seedDemo } from '@/db/seed';
import { database } from '@/lib/base/database';
import { testDatabase, type TestDatabase } from '@/tests/support/database';
import { forbiddenPaths } from '@/tests/support/module-graph';
import { answerByRoute } from '@/tests/support/routes';
import { createClient, type Client, type ClientSettings } from './create-client';
import { signIn } from './sign-in';
import { RefusedError, unwrap } from './unwrap';
import { afterAnswer } from '@/tests/support/after-answer';

const url = 'http://localhost:3000';
const owed: Promise<unknown>[] = [];

// Outside a server, the test itself runs the work that is left for after the response.
afterAnswer((work) => owed.push(typeof work === 'function' ? work() : work));

const desk = (more: Partial<ClientSettings> = {}) => createClient({ url, fetch: answerByRoute, ...more });
const as = async (person: string, more: Partial<ClientSettings> = {}) =>
  desk({
    cookie: await signIn({ url, fetch: answerByRoute, email: `${person}@demo.test`, password: demoPassword }),
    ...more,
  });

const input = {
  purpose: 'Train to Lyon',
  category: 'travel',
  amount: 184.5,
  currency: 'EUR',
  spentOn: '2026-11-18',
};
const wait = { header: { Prefer: 'wait=10' } };
const start = (client: Client) =>
  unwrap(client.POST('/api/runs', { body: { workflowId: 'expense-report', input }, params: wait }));

let file: TestDatabase;
let requester: Client;
let manager: Client;

beforeAll(async () => {
  file = await testDatabase();
  vi.stubEnv('DATABASE_URL', file.url);
  vi.stubEnv('DATA_DIR', file.dir);
  vi.stubEnv('WORKFLOW_DATABASE_URL', `file:${path.join(file.dir, 'workflows.db')}`);
  await seedDemo(database());
  [requester, manager] = await Promise.all([as('requester'), as('manager')]);
});

afterAll(async () => {
  await Promise.all(owed);
  database().$client.close();
  await file.close();
});

describe('a client of the desk', () => {
  test('starts runs, answers and reads with sessions', async () => {
    const { runId, tasks, status } = await start(requester);
    expect(status).toBe('suspended');
    const params = { path: { taskId: tasks[0]!.taskId } };
    const { payloadDigest, canDecide } = await unwrap(manager.GET('/api/tasks/{taskId}', { params }));
    expect(canDecide).toBe(true);
    const { applied } = await unwrap(
      manager.POST('/api/tasks/{taskId}/decision', {
        params: { ...params, ...wait },
        body: { payloadDigest, outcome: 'approve' },
      }),
    );
    expect(applied).toBe(true);
    const { items, nextCursor } = await unwrap(
      requester.GET('/api/runs', { params: { query: { status: 'finished', limit: 1 } } }),
    );
    expect([items.map((run) => run.runId), nextCursor]).toEqual([[runId], null]);
  });

  test('has no more rights than its key, and gets the refusal', async () => {
    const admin = await as('admin');
    const { key } = await unwrap(
      admin.POST('/api/keys', { body: { name: 'Robot', scopes: ['runs:start'] } }),
    );
    const robot = desk({ key });
    const { runId } = await start(robot);
    const { data, error, response } = await robot.GET('/api/runs/{runId}', { params: { path: { runId } } });
    expect([data, error?.code, response.status]).toEqual([undefined, 'forbidden', 403]);
  });

  test('throws a refusal with its problem', async () => {
    const refused = unwrap(
      requester.POST('/api/runs', {
        body: { workflowId: 'expense-report', input: { ...input, amount: -1 } },
      }),
    );
    await expect(refused).rejects.toThrow(RefusedError);
    await expect(refused).rejects.toMatchObject({
      problem: { code: 'invalid', issues: [{ path: 'input.amount' }] },
      message: expect.stringContaining('input.amount'),
    });
    await expect(
      signIn({ url, fetch: answerByRoute, email: 'requester@demo.test', password: 'wrong' }),
    ).rejects.toMatchObject({ problem: { code: 'unauthenticated' } });
  });

  test('does not take a proxy’s error for a problem of the desk', async () => {
    const away = desk({ fetch: async () => new Response('<h1>Bad gateway</h1>', { status: 502 }) });
    await expect(unwrap(away.GET('/api/health'))).rejects.toMatchObject({
      problem: null,
      message: 'The call was answered with 502: no reason given',
    });
  });

  test('changes something once when it resends a request without a response', async () => {
    const keys: (string | null)[] = [];
    const client = await as('requester2', {
      idempotent: true,
      fetch: async (request) => {
        keys.push(request.headers.get('idempotency-key'));
        await answerByRoute(request.clone());
        return answerByRoute(request);
      },
    });
    const before = await database().$count(runs);
    expect((await start(client)).runId).toBeTruthy();
    expect(await database().$count(runs)).toBe(before + 1);
    await start(client);
    expect([await database().$count(runs), new Set(keys).size]).toEqual([before + 2, 2]);
    await client.GET('/api/runs');
    expect(keys.at(-1)).toBeNull();
  });
});

test('the guide’s example works', async () => {
  const example = path.resolve(import.meta.dirname, '../../../docs/examples/typescript-client.ts');
  const guide = readFileSync(path.resolve(import.meta.dirname, '../../../docs/channels.md'), 'utf8');
  expect(guide).toContain(`\n\`\`\`ts\n${readFileSync(example, 'utf8')}\`\`\`\n`);
  const { key } = await unwrap(
    (await as('admin')).POST('/api/keys', { body: { name: 'Robot', scopes: ['runs:start'] } }),
  );
  vi.stubEnv('DESK', url);
  vi.stubEnv('COUNTERSIGN_KEY', key);
  vi.stubGlobal('fetch', answerByRoute);
  const said = vi.spyOn(console, 'log').mockReturnValue(undefined);
  await import(example);
  expect(said.mock.calls).toEqual([
    ['Expense report: Train to Lyon: suspended, waiting for Managers'],
    ['forbidden: This API key lacks the scope runs:cancel.'],
  ]);
});

test('the folder can be copied: nothing in it imports the rest of the desk', () => {
  const files = globSync('*.ts', { cwd: import.meta.dirname }).filter(
    (name) => !name.includes('.test.') && !name.endsWith('.d.ts'),
  );
  expect(
    files.flatMap((name) =>
      forbiddenPaths(
        path.join(import.meta.dirname, name),
        import.meta.dirname,
        (source) => source !== 'openapi-fetch',
      ),
    ),
  ).toEqual([]);
});
