import path from 'node:path';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { demoPassword } from '@/db/demo-people';
import { outbox, runs } from '@/db/schema';
import { seedDemo } from '@/db/seed';
import { database } from '@/lib/base/database';
import { env } from '@/lib/base/env';
import { scopes } from '@/lib/people/scopes';
import { openApiDocument } from '@/lib/api/openapi/document';
import { documented } from '@/lib/api/operations';
import { conformance } from '@/tests/support/conformance';
import { testDatabase, type TestDatabase } from '@/tests/support/database';
import { answerByRoute, routeFolders, routeModule } from '@/tests/support/routes';
import { botToken, signedRequest, signingSecret, submissionOf } from '@/tests/support/slack';
import { afterAnswer } from '@/tests/support/after-answer';

const site = 'http://localhost:3000';
const owed: Promise<unknown>[] = [];

// Outside a server, the test itself runs the work that is left for after the response.
afterAnswer((work) => owed.push(typeof work === 'function' ? work() : work));

const document = openApiDocument({ appUrl: site });
const verdictOf = conformance(JSON.parse(JSON.stringify(document)));
const seen = new Map<string, Set<number>>();
const cookies = new Map<string, string>();
let file: TestDatabase;

type Sent = { as?: string; body?: unknown; headers?: Record<string, string> };

/** Calls a real route as a server would; the document must describe its response. */
async function call(
  method: 'GET' | 'POST',
  to: string,
  { as = '', body, headers = {} }: Sent = {},
): Promise<{ status: number; body: Record<string, unknown>; headers: Headers }> {
  const url = new URL(to, site);
  const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  const request = new Request(url, {
    method,
    headers: { origin: site, 'content-type': 'application/json', cookie: cookies.get(as) ?? '', ...headers },
    ...sent,
  });
  const answer = await answerByRoute(request);
  const text = await answer.text();
  const type = answer.headers.get('content-type') ?? '';
  const { operationId, problems } = verdictOf({
    method,
    path: url.pathname,
    status: answer.status,
    type,
    text,
    has: (header) => answer.headers.has(header),
  });
  expect(problems, `${method} ${to}`).toEqual([]);
  seen.set(operationId!, (seen.get(operationId!) ?? new Set()).add(answer.status));
  return {
    status: answer.status,
    body: type.includes('json') && !type.includes('jsonl') ? JSON.parse(text) : {},
    headers: answer.headers,
  };
}

async function signIn(person: string) {
  const answer = await call('POST', '/api/auth/sign-in/email', {
    body: { email: `${person}@demo.test`, password: demoPassword },
  });
  cookies.set(
    person,
    answer.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; '),
  );
}

const wait = { prefer: 'wait=10' };
const expense = (amount: number) => ({
  workflowId: 'expense-report',
  input: { purpose: 'Train to Lyon', category: 'travel', amount, currency: 'EUR', spentOn: '2026-11-02' },
});
const start = async (amount: number) =>
  String(
    (await call('POST', '/api/runs', { as: 'requester', body: expense(amount), headers: wait })).body.runId,
  );

async function taskOf(runId: string) {
  const { items } = (await call('GET', '/api/tasks?limit=100', { as: 'manager' })).body as {
    items: { runId: string; taskId: string }[];
  };
  const { taskId } = items.find((item) => item.runId === runId)!;
  return (await call('GET', `/api/tasks/${taskId}`, { as: 'manager' })).body as {
    taskId: string;
    payloadDigest: string;
  };
}

beforeAll(async () => {
  file = await testDatabase();
  vi.stubEnv('DATABASE_URL', file.url);
  vi.stubEnv('DATA_DIR', file.dir);
  vi.stubEnv('WEBHOOK_ALLOW_PRIVATE', '127.0.0.1');
  vi.stubEnv('METRICS_TOKEN', 'metrics-of-a-test-desk');
  vi.stubEnv('WORKFLOW_DATABASE_URL', `file:${path.join(file.dir, 'workflows.db')}`);
  await seedDemo(database());
  for (const person of ['requester', 'manager', 'operator', 'admin']) await signIn(person);
});

afterAll(async () => {
  await Promise.all(owed);
  database().$client.close();
  await file.close();
});

const address = (folder: string) => folder.replaceAll(/\[(\w+)\]/g, '{$1}');

test('the document has exactly the routes in the app folder', async () => {
  const methods: string[] = [];
  for (const folder of routeFolders.filter((one) => !one.includes('[...'))) {
    const served = await routeModule(folder);
    for (const method of ['GET', 'POST'] as const)
      if (served[method]) methods.push(`${method} ${address(folder)}`);
    expect(
      Object.keys(served).filter((name) => /^(PUT|PATCH|DELETE)$/.test(name)),
      `${folder} answers a method that the document cannot tell`,
    ).toEqual([]);
  }
  const told = Object.entries(document.paths ?? {}).flatMap(([at, item]) =>
    Object.keys(item).map((method) => `${method.toUpperCase()} ${at}`),
  );
  expect(told.filter((one) => !one.includes(' /api/auth/')).toSorted()).toEqual(methods.toSorted());
  expect(routeFolders.filter((one) => one.includes('[...'))).toEqual(['/api/auth/[...all]']);
});

test('requests, questions and answers', async () => {
  await call('GET', '/api/workflows', { as: 'requester' });
  const headers = { ...wait, 'idempotency-key': 'once' };
  const first = await call('POST', '/api/runs', { as: 'requester', body: expense(1), headers });
  expect([
    first.status,
    (await call('POST', '/api/runs', { as: 'requester', body: expense(1), headers })).status,
  ]).toEqual([201, 200]);
  const runId = String(first.body.runId);
  await call('GET', '/api/runs', { as: 'requester' });
  await call('GET', `/api/runs/${runId}`, { as: 'requester' });
  await call('GET', `/api/runs/${runId}/input`, { as: 'requester' });
  await call('GET', `/api/runs/${runId}/snapshot`, { as: 'operator' });
  const { taskId, payloadDigest } = await taskOf(runId);
  await call('GET', `/api/tasks/${taskId}/payload`, { as: 'manager' });
  const decide = (answer: object) =>
    call('POST', `/api/tasks/${taskId}/decision`, {
      as: 'manager',
      body: { payloadDigest, ...answer },
      headers: wait,
    });
  expect(
    (
      await call('POST', `/api/tasks/${taskId}/decision`, {
        as: 'manager',
        body: { payloadDigest: 'sha256:0', outcome: 'approve' },
      })
    ).body.code,
  ).toBe('stale');
  expect((await decide({ outcome: 'maybe' })).body.code).toBe('invalid');
  expect((await decide({ outcome: 'approve', comment: 'Fine.' })).status).toBe(200);
  expect((await decide({ outcome: 'reject', comment: 'No.' })).body.code).toBe('conflict');
  await call('GET', `/api/runs/${runId}/result`, { as: 'requester' });
  await call('GET', `/api/tasks/${taskId}/revision`, { as: 'operator' });
  expect(
    (
      await call('POST', `/api/tasks/${taskId}/revision`, {
        as: 'operator',
        body: { reason: 'Wrong one.' },
        headers: wait,
      })
    ).status,
  ).toBe(200);
  expect(
    (await call('POST', `/api/runs/${runId}/cancel`, { as: 'requester', body: {}, headers: wait })).status,
  ).toBe(200);
  await call('GET', `/api/runs/${runId}/events`, { as: 'requester' });
  expect(
    (await call('POST', '/api/runs', { as: 'requester', body: { workflowId: 'none', input: {} } })).body.code,
  ).toBe('not_found');
});

test('an answer that is recorded but not yet applied', async () => {
  const { taskId, payloadDigest } = await taskOf(await start(2));
  expect(
    (
      await call('POST', `/api/tasks/${taskId}/decision`, {
        as: 'manager',
        body: { payloadDigest, outcome: 'approve', undoable: true },
      })
    ).status,
  ).toBe(202);
  const undo = () => call('POST', `/api/tasks/${taskId}/undo`, { as: 'manager', body: {} });
  expect((await undo()).status).toBe(200);
});

test('masked fields', async () => {
  const { taskId } = await taskOf(await start(3));
  expect(
    (await call('POST', `/api/tasks/${taskId}/reveal`, { as: 'manager', body: { path: 'purpose' } })).body
      .code,
  ).toBe('invalid');
});

test('operator actions', async () => {
  const runId = await start(4);
  const { taskId } = await taskOf(runId);
  const as = 'operator';
  const reason = 'It is on holiday.';
  await call('GET', '/api/operations', { as });
  await call('GET', '/api/operations?kind=stale', { as });
  await call('POST', `/api/tasks/${taskId}/reassign`, { as, body: { to: ['group:finance'], reason } });
  await call('POST', '/api/tasks/reassign', {
    as,
    body: { taskIds: [taskId, 'none'], to: ['group:finance'], reason },
  });
  await call('GET', `/api/runs/${runId}/time-travel`, { as });
  await call('POST', `/api/runs/${runId}/time-travel`, {
    as,
    body: { step: ['manager-approval'], reason },
    headers: wait,
  });
  // When the start is applied a second time, the run has already begun.
  const owes = () =>
    database()
      .insert(outbox)
      .values({
        id: `start:${crypto.randomUUID()}`,
        kind: 'start',
        runId,
        state: 'stuck',
        dueAt: new Date(),
        createdAt: new Date(),
      });
  await owes();
  await call('POST', `/api/runs/${runId}/retry`, { as, body: {}, headers: wait });
  await owes();
  await call('POST', '/api/operations/retry', { as, body: { runIds: [runId, 'none'], reason } });
  await Promise.all(owed);
  for (const verb of ['restart', 'rebuild']) {
    const failed = await start(5);
    await database()
      .update(runs)
      .set({ status: 'failed', error: { message: 'The bank did not answer.', step: 'payment' } })
      .where(eq(runs.id, failed));
    await call('GET', `/api/runs/${failed}/${verb}`, { as });
    expect((await call('POST', `/api/runs/${failed}/${verb}`, { as, body: { reason } })).status).toBe(202);
  }
  await call('POST', '/api/signals/payment.settled', { as, body: { key: 'A-1', data: {} } });
  await call('GET', '/api/audit?limit=200', { as });
  await call('GET', '/api/audit/export?format=csv', { as });
  await call('GET', '/api/audit/export?format=jsonl', { as });
});

test('webhooks', async () => {
  const as = 'admin';
  // A new endpoint hears of everything from now on, and runs of the tests above may still be under way.
  await Promise.all(owed);
  // Nothing listens on port 1, so the delivery of every event fails.
  const body = { name: 'Ledger', url: 'http://127.0.0.1:1/hooks', events: ['run.started', 'task.opened'] };
  const { endpoint } = (await call('POST', '/api/webhooks', { as, body })).body as {
    endpoint: { endpointId: string };
  };
  const at = `/api/webhooks/${endpoint.endpointId}`;
  expect(
    (await call('POST', '/api/webhooks', { as, body: { ...body, url: 'https://10.0.0.1/' } })).body,
  ).toMatchObject({ code: 'invalid', issues: [{ path: 'url' }] });
  expect((await call('POST', '/api/webhooks', { as: 'operator', body })).status).toBe(403);
  expect((await call('GET', '/api/webhooks', { as: 'manager' })).status).toBe(404);
  await call('GET', '/api/webhooks', { as });
  await call('GET', at, { as: 'operator' });
  await call('POST', at, { as, body: { name: 'The ledger' } });
  await start(6);
  await Promise.all(owed);
  const { items } = (await call('GET', `${at}/deliveries`, { as })).body as {
    items: { deliveryId: string; error: string }[];
  };
  expect(items).toMatchObject([{ error: 'nobody listens there' }, { error: 'nobody listens there' }]);
  const again = `${at}/deliveries/${items[0]!.deliveryId}/redeliver`;
  expect((await call('POST', again, { as: 'operator' })).status).toBe(202);
  await Promise.all(owed);
  await call('POST', `${at}/pause`, { as });
  expect((await call('POST', `${at}/test`, { as: 'operator' })).status).toBe(403);
  expect((await call('POST', `${at}/test`, { as })).body).toMatchObject({
    type: 'webhook.test',
    state: 'pending',
  });
  await Promise.all(owed);
  expect((await call('GET', `${at}/deliveries`, { as })).body).toMatchObject({
    items: [{ type: 'webhook.test', state: 'failed', error: 'nobody listens there' }, {}, {}],
  });
  expect((await call('POST', again, { as })).body.code).toBe('conflict');
  await call('POST', `${at}/resume`, { as });
  await call('POST', `${at}/secret`, { as });
  await Promise.all(owed);
  await call('POST', `${at}/delete`, { as });
  expect((await call('GET', at, { as })).status).toBe(404);
});

test('keys, and each call refused to a key with every scope but the one it needs', async () => {
  const as = 'admin';
  const { taskId, runId } = (await taskOf(await start(6))) as unknown as { taskId: string; runId: string };
  const withKey = async (given: readonly string[]) => {
    const made = await call('POST', '/api/keys', { as, body: { name: 'Robot', scopes: given } });
    return {
      keyId: String(made.body.keyId),
      headers: { authorization: `Bearer ${String(made.body.key)}`, origin: 'https://elsewhere.test' },
    };
  };
  for (const scope of [...scopes, undefined]) {
    const { keyId, headers } = await withKey(scopes.filter((one) => one !== scope));
    for (const { method, path: at, example, query } of documented.filter(
      (one) => one.auth === undefined && one.scope === scope,
    )) {
      if (at.startsWith('/api/auth/')) continue;
      const to =
        at
          .replace('{taskId}', taskId)
          .replace('{runId}', runId)
          .replace('{keyId}', keyId)
          .replace('{endpointId}', 'none')
          .replace('{deliveryId}', 'none')
          .replace('{name}', 'a') + (query && at.endsWith('export') ? '?format=csv' : '');
      const answer = await call(method === 'get' ? 'GET' : 'POST', to, {
        headers,
        ...(method === 'post' ? { body: example ?? {} } : {}),
      });
      expect([at, answer.status, answer.body.detail]).toEqual([
        at,
        403,
        scope ? `This API key lacks the scope ${scope}.` : 'Only a person who is signed in can do this.',
      ]);
    }
    await call('POST', `/api/keys/${keyId}/revoke`, { as, body: {} });
    expect((await call('GET', '/api/runs', { headers })).status).toBe(401);
  }
  const { keyId, headers } = await withKey(['runs:start', 'signals:send']);
  await call('GET', '/api/keys', { as });
  await call('POST', `/api/keys/${keyId}/grant`, { as, body: {} });
  // A write with an API key needs no Origin header of this site, and the response says what it did.
  expect(
    (await call('POST', '/api/runs', { headers: { ...headers, ...wait }, body: expense(7) })).status,
  ).toBe(201);
  expect(
    (await call('GET', '/api/runs', { headers: { 'x-api-key': headers.authorization.slice(7) } })).status,
  ).toBe(403);
});

test('rate limits, with a valid key and without one', async () => {
  const { key } = (
    await call('POST', '/api/keys', {
      as: 'admin',
      body: { name: 'Eager robot', scopes: ['runs:read', 'signals:send'] },
    })
  ).body as { key: string };
  const before = env();
  Object.assign(globalThis, { countersignEnv: { ...before, apiLimits: { reads: 2, writes: 2 } } });
  const headers = { authorization: `Bearer ${key}`, 'idempotency-key': 'once' };
  const told = async (method: 'GET' | 'POST', to: string, sent: Sent) => {
    const answer = await call(method, to, sent);
    return [
      answer.status,
      ...['ratelimit-policy', 'ratelimit', 'retry-after'].map(
        (name) => answer.headers.get(name)?.replace(/t=\d+/, 't=…').replace(/^\d+$/, '…') ?? null,
      ),
    ];
  };
  const read = () => told('GET', '/api/runs', { headers });
  expect([await read(), await told('GET', '/api/runs?limit=0', { headers }), await read()]).toEqual([
    [200, '"reads";q=2;w=60', '"reads";r=1;t=…', null],
    [422, '"reads";q=2;w=60', '"reads";r=0;t=…', null],
    [429, '"reads";q=2;w=60', '"reads";r=0;t=…', '…'],
  ]);
  // The second call gets the stored response of the first.
  const send = () => told('POST', '/api/signals/limits', { headers, body: { key: 'A-1', data: {} } });
  expect([await send(), await send(), await send()].map(([status, , limit]) => [status, limit])).toEqual([
    [202, '"writes";r=1;t=…'],
    [202, '"writes";r=0;t=…'],
    [429, '"writes";r=0;t=…'],
  ]);
  expect(await told('GET', '/api/runs', { headers: { 'x-api-key': 'cs_none' } })).toEqual([
    401,
    '"wrong-keys";q=60;w=60',
    expect.stringMatching(/^"wrong-keys";r=\d+;t=…$/),
    null,
  ]);
  // A refused plain form goes back to its page with what was typed.
  const form = new URLSearchParams({ workflowId: 'expense-report', 'input.purpose': 'Train to Lyon' });
  const answer = await call('POST', '/api/runs', {
    as: 'requester',
    body: String(form),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  expect([answer.status, answer.headers.get('location')]).toEqual([
    303,
    expect.stringMatching(/^\/new\/expense-report\?problem=rate_limited&post=/),
  ]);
  Object.assign(globalThis, { countersignEnv: before });
});

test('Slack interactions', async () => {
  const to = '/api/slack/interactions';
  const signed = async (payload: object) => {
    const request = signedRequest(payload);
    return { body: await request.text(), headers: Object.fromEntries(request.headers) };
  };
  expect((await call('POST', to, await signed({}))).status).toBe(401);
  const before = env();
  Object.assign(globalThis, {
    countersignEnv: { ...before, slack: { botToken, signingSecret, apiUrl: 'http://127.0.0.1:9/' } },
  });
  expect((await call('POST', to, await signed({ type: 'shortcut' }))).status).toBe(200);
  expect(
    (
      await call(
        'POST',
        to,
        await signed(submissionOf('U0MANAGER', { callback_id: 'answer', private_metadata: '{}' }, {})),
      )
    ).body,
  ).toMatchObject({ response_action: 'update' });
  Object.assign(globalThis, { countersignEnv: before });
});

test('health, readiness and metrics', async () => {
  for (const at of ['/api/health', '/api/ready', '/api/openapi.json', '/api/auth/get-session'])
    expect((await call('GET', at)).status).toBe(200);
  await call('GET', '/api/auth/get-session', { as: 'manager' });
  await call('GET', '/api/metrics', { headers: { authorization: 'Bearer metrics-of-a-test-desk' } });
  for (const method of ['GET', 'POST'] as const)
    await call(method, '/api/cron/recover', { headers: { authorization: `Bearer ${env().cronSecret}` } });
  await call('POST', '/api/auth/change-password', {
    as: 'manager',
    body: { currentPassword: demoPassword, newPassword: 'another-password-1' },
  });
  await call('POST', '/api/auth/sign-out', { as: 'manager', body: {} });
});

test('every call without authority, and with an invalid request', async () => {
  for (const [at, item] of Object.entries(document.paths ?? {})) {
    for (const method of Object.keys(item).map((one) => one.toUpperCase() as 'GET' | 'POST')) {
      const to = at.replaceAll(/\{\w+\}/g, 'none');
      const answers = [await call(method, to, method === 'POST' ? { body: {} } : {})];
      if (method === 'POST')
        for (const body of [{ surprise: true }, [], 'text'])
          answers.push(await call(method, to, { as: 'operator', body }));
      else answers.push(await call(method, `${to}?limit=0`, { as: 'operator' }));
      expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    }
  }
});

test('the tests above made every call in the document', () => {
  const untried = Object.values(document.paths ?? {}).flatMap((item) =>
    [item.get, item.post].flatMap((one) =>
      one?.operationId && ![...(seen.get(one.operationId) ?? [])].some((status) => status < 400)
        ? [one.operationId]
        : [],
    ),
  );
  // The example workflows mask nothing, so `revealField` cannot be called here; it has its own tests.
  expect(untried).toEqual(['revealField']);
});
