import type { APIResponse } from '@playwright/test';
import { maxBodyBytes } from '@/lib/api/http/read-body';
import type { Api } from './support/api';
import { effectsOf } from './support/effects';
import { expect, nameOf, test } from './support/fixtures';
import { article, expense } from './support/requests';

type Expected = { status: number; code: string } & Record<string, unknown>;

/** Expects an RFC 9457 problem with this code, a request id and no caching; returns the whole body. */
async function expectProblem(answer: APIResponse, expected: Expected): Promise<Record<string, unknown>> {
  const text = await answer.text();
  expect(answer.status(), text).toBe(expected.status);
  const headers = answer.headers();
  expect(headers['content-type']).toBe('application/problem+json');
  expect(headers['cache-control']).toContain('no-store');
  const body = JSON.parse(text);
  expect(body).toMatchObject({
    type: 'about:blank',
    title: expect.any(String),
    detail: expect.any(String),
    requestId: headers['x-request-id'],
    ...expected,
  });
  return body;
}

const missing = { status: 404, code: 'not_found' };

async function asked(requester: Api, manager: Api, amount: number) {
  const { runId } = await requester.start('expense-report', expense(amount));
  return { runId, task: await manager.taskOf(runId) };
}

test('404: unknown workflow, run and task; what a person may not see reads the same', async ({ api }) => {
  const [requester, requester2, manager, operator] = [
    await api('requester'),
    await api('requester2'),
    await api('manager'),
    await api('operator'),
  ];
  const { runId, task } = await asked(requester, manager, 101);
  await expectProblem(
    await requester.http.post('/api/runs', { data: { workflowId: 'none', input: {} } }),
    missing,
  );
  for (const id of ['none', runId]) {
    await expectProblem(await requester2.http.get(`/api/runs/${id}`), missing);
    await expectProblem(await requester2.http.get(`/api/runs/${id}/events`), missing);
    await expectProblem(await requester2.http.post(`/api/runs/${id}/cancel`, { data: {} }), missing);
  }
  for (const id of ['task_none', task.taskId]) {
    await expectProblem(await requester2.http.get(`/api/tasks/${id}`), missing);
    await expectProblem(
      await requester2.decide({ taskId: id, payloadDigest: task.payloadDigest }, { outcome: 'approve' }),
      missing,
    );
  }
  const told = async (answer: APIResponse) => ({ ...(await answer.json()), requestId: null });
  expect(await told(await requester2.http.get(`/api/runs/${runId}`))).toEqual(
    await told(await requester2.http.get('/api/runs/none')),
  );
  // The requester and an operator can see the task, so they are told why they may not answer it.
  expect(await requester.task(task.taskId)).toMatchObject({
    canDecide: false,
    refusal: { code: 'own_request' },
  });
  await expectProblem(await requester.decide(task, { outcome: 'approve' }), {
    status: 403,
    code: 'forbidden',
    detail: 'You cannot decide on your own request.',
  });
  await expectProblem(await operator.decide(task, { outcome: 'approve' }), {
    status: 403,
    code: 'forbidden',
  });
  await expectProblem(await manager.http.post(`/api/runs/${runId}/cancel`, { data: {} }), {
    status: 403,
    code: 'forbidden',
  });
  expect((await manager.task(task.taskId)).state).toBe('open');
  expect((await requester.run(runId)).status).toBe('suspended');
});

test('nobody approves their own request, not even as a member of the group that is asked', async ({
  api,
}) => {
  const [manager, manager2] = [await api('manager'), await api('manager2')];
  const { runId } = await manager.start('expense-report', expense(102));
  expect((await manager.tasks('limit=100')).items.map((task) => task.runId)).not.toContain(runId);
  const task = await manager2.taskOf(runId);
  await expectProblem(await manager.decide(task, { outcome: 'approve' }), { status: 403, code: 'forbidden' });
  expect((await manager2.decide(task, { outcome: 'approve' })).status()).toBe(200);
});

test('422: a request that does not fit names every issue with its path, and no run is made', async ({
  api,
}) => {
  const requester = await api('requester');
  const newest = async () => (await requester.http.get('/api/runs?limit=1')).json();
  const before = await newest();
  const send = (data: object) => requester.http.post('/api/runs', { data });
  const wrong = await expectProblem(
    await send({
      workflowId: 'expense-report',
      input: {
        purpose: ' x ',
        amount: -1,
        currency: 'XAU',
        spentOn: 'yesterday',
        receiptUrl: 'javascript:alert(1)',
      },
    }),
    { status: 422, code: 'invalid' },
  );
  expect((wrong.issues as { path: string }[]).map(({ path }) => path).toSorted()).toEqual(
    ['amount', 'category', 'currency', 'purpose', 'receiptUrl', 'spentOn'].map((name) => `input.${name}`),
  );
  const lines = await expectProblem(
    await send({
      workflowId: 'purchase-order',
      input: {
        supplier: 'Lumen GmbH',
        justification: 'They are needed.',
        lines: [
          { item: 'Lamp', quantity: 1, unitPrice: 10 },
          { item: 'Cable', quantity: 0, unitPrice: 10 },
        ],
      },
    }),
    { status: 422, code: 'invalid' },
  );
  expect((lines.issues as { path: string }[]).map(({ path }) => path)).toEqual(['input.lines[1].quantity']);
  for (const data of [
    {},
    { workflowId: 7 },
    { workflowId: 'expense-report' },
    { workflowId: 'expense-report', input: expense(1), surprise: true },
    [],
    'text',
    null,
  ]) {
    await expectProblem(
      await requester.http.post('/api/runs', {
        data: Buffer.from(JSON.stringify(data)),
        headers: { 'content-type': 'application/json' },
      }),
      {
        status: 422,
        code: 'invalid',
        issues: expect.arrayContaining([{ path: expect.any(String), message: expect.any(String) }]),
      },
    );
  }
  expect(await newest()).toEqual(before);
});

test('422: an answer that does not fit names the field, and the task stays open', async ({ api, desk }) => {
  const [requester, manager] = [await api('requester'), await api('manager')];
  const { runId, task } = await asked(requester, manager, 103);
  const cases: [object, string][] = [
    [{ outcome: 'maybe' }, 'outcome'],
    [{}, 'outcome'],
    [{ outcome: 'reject' }, 'resumeData.note'],
    [{ outcome: 'reject', comment: '   ' }, 'resumeData.note'],
    [{ outcome: 'approve', resumeData: { approved: false } }, 'resumeData.approved'],
    [{ outcome: 'approve', resumeData: { note: 7 } }, 'resumeData.note'],
    [{ outcome: 'approve', resumeData: { note: 'x'.repeat(1001) } }, 'resumeData.note'],
    [{ outcome: 'approve', comment: 'x'.repeat(4001) }, 'comment'],
  ];
  for (const [answer, path] of cases) {
    const { issues } = await expectProblem(await manager.decide(task, answer), {
      status: 422,
      code: 'invalid',
    });
    expect(
      (issues as { path: string }[]).map((issue) => issue.path),
      JSON.stringify(answer).slice(0, 80),
    ).toEqual([path]);
  }
  await expectProblem(
    await manager.http.post(`/api/tasks/${task.taskId}/decision`, { data: { outcome: 'approve' } }),
    { status: 422, code: 'invalid', issues: [{ path: 'payloadDigest', message: expect.any(String) }] },
  );
  expect(await manager.task(task.taskId)).toMatchObject({ state: 'open', decision: null });
  expect(await requester.run(runId)).toMatchObject({ status: 'suspended' });
  expect(await effectsOf(desk, runId)).toEqual([]);
});

test('409: stale when the question has changed; conflict says who was faster and when; repeating an answer is the same success', async ({
  api,
  desk,
}) => {
  const [requester, manager, manager2] = [
    await api('requester'),
    await api('manager'),
    await api('manager2'),
  ];
  const { runId, task } = await asked(requester, manager, 104);
  await expectProblem(await manager.decide({ ...task, payloadDigest: 'sha256:0' }, { outcome: 'approve' }), {
    status: 409,
    code: 'stale',
    payloadDigest: task.payloadDigest,
  });
  expect((await manager.task(task.taskId)).state).toBe('open');

  const first = await manager.decide(task, { outcome: 'approve', comment: 'Fine.' });
  expect(first.status()).toBe(200);
  const { decision } = await first.json();
  expect(decision).toMatchObject({
    outcome: 'approve',
    comment: 'Fine.',
    channel: 'web',
    by: { name: nameOf('manager') },
    payloadDigest: task.payloadDigest,
  });
  const again = await manager.decide(task, { outcome: 'approve', comment: 'Fine.' });
  expect(again.status()).toBe(200);
  expect((await again.json()).decision).toEqual(decision);

  const faster = {
    status: 409,
    code: 'conflict',
    decidedBy: nameOf('manager'),
    decidedAt: decision.at,
    outcome: 'approve',
    outcomeLabel: 'Approve',
  };
  await expectProblem(await manager2.decide(task, { outcome: 'approve', comment: 'Fine.' }), faster);
  await expectProblem(await manager.decide(task, { outcome: 'reject', comment: 'No.' }), faster);
  await expectProblem(await manager.decide(task, { outcome: 'approve', comment: 'Another reason.' }), faster);
  await expectProblem(await requester.http.post(`/api/runs/${runId}/cancel`, { data: {} }), {
    status: 409,
    code: 'conflict',
  });
  expect(await effectsOf(desk, runId)).toEqual(['payment ×1']);
});

test('413: a body over the limit is refused, with or without a stated length, and nothing of it is kept', async ({
  api,
  desk,
}) => {
  const [requester, manager] = [await api('requester'), await api('manager')];
  const { task } = await asked(requester, manager, 105);
  const tooLarge = { status: 413, code: 'too_large' };
  const big = JSON.stringify({
    payloadDigest: task.payloadDigest,
    outcome: 'approve',
    comment: 'x'.repeat(maxBodyBytes),
  });
  const json = { 'content-type': 'application/json' };
  for (const path of [`/api/tasks/${task.taskId}/decision`, '/api/runs', `/api/runs/${task.runId}/cancel`]) {
    const sender = path.endsWith('cancel') ? requester : manager;
    await expectProblem(await sender.http.post(path, { data: Buffer.from(big), headers: json }), tooLarge);
    const chunked = await fetch(desk.url + path, {
      method: 'POST',
      headers: { ...json, origin: desk.url, cookie: sender.cookie },
      body: new Blob([big]).stream(),
      duplex: 'half',
    } as RequestInit);
    expect(chunked.status, path).toBe(413);
    expect(await chunked.json()).toMatchObject(tooLarge);
  }
  const form = await manager.http.post(`/api/tasks/${task.taskId}/decision`, {
    form: { outcome: 'approve', comment: 'x'.repeat(maxBodyBytes) },
    maxRedirects: 0,
  });
  expect(form.status()).toBe(303);
  expect(form.headers().location).toBe(`/tasks/${task.taskId}?problem=too_large`);
  expect((await manager.task(task.taskId)).state).toBe('open');
});

test('400 and 415: a body that is not JSON, or is declared as something else, is a problem and never a fault', async ({
  api,
}) => {
  const [requester, manager] = [await api('requester'), await api('manager')];
  const { task } = await asked(requester, manager, 106);
  for (const path of [
    '/api/runs',
    `/api/tasks/${task.taskId}/decision`,
    `/api/runs/${task.runId}/cancel`,
    '/api/auth/sign-in/email',
  ]) {
    const send = (type: string, body: string | Buffer) =>
      requester.http.post(path, { data: Buffer.from(body), headers: { 'content-type': type } });
    for (const body of ['{', '{"a":1}}', 'null null', Buffer.from([0x22, 0xff, 0xfe, 0x22])])
      await expectProblem(await send('application/json', body), { status: 400, code: 'malformed' });
    for (const type of ['text/plain', 'application/xml', 'application/json-patch+json'])
      await expectProblem(await send(type, '{}'), { status: 415, code: 'unsupported_media_type' });
  }
  await expectProblem(
    await requester.http.post('/api/runs', { data: {}, headers: { 'idempotency-key': 'two words' } }),
    { status: 400, code: 'malformed' },
  );
  const broken = await manager.http.post(`/api/tasks/${task.taskId}/decision`, {
    data: 'no boundary',
    headers: { 'content-type': 'multipart/form-data' },
    maxRedirects: 0,
  });
  expect(broken.status()).toBe(303);
  expect(broken.headers().location).toBe(`/tasks/${task.taskId}?problem=malformed`);
  expect((await manager.task(task.taskId)).state).toBe('open');
});

test('an Idempotency-Key makes one run of many tries; for something else it is a conflict; it belongs to its person', async ({
  api,
}) => {
  const [requester, requester2] = [await api('requester'), await api('requester2')];
  const send = (who: Api, amount: number, key = 'trip-2026-11') =>
    who.http.post('/api/runs', {
      data: { workflowId: 'expense-report', input: expense(amount) },
      headers: { 'idempotency-key': key },
    });
  const tries = await Promise.all(Array.from({ length: 8 }, () => send(requester, 107)));
  expect(tries.map((answer) => answer.status()).toSorted()).toEqual([200, 200, 200, 200, 200, 200, 200, 201]);
  const ids = new Set((await Promise.all(tries.map((answer) => answer.json()))).map(({ runId }) => runId));
  expect(ids.size).toBe(1);
  const [runId] = ids;
  expect(tries[0]!.headers().location).toBe(`/api/runs/${runId}`);
  await expectProblem(await send(requester, 108), { status: 409, code: 'conflict' });
  const other = await send(requester2, 107);
  expect(other.status()).toBe(201);
  expect((await other.json()).runId).not.toBe(runId);
});

test('Prefer: wait says whether the answer was applied; without it, it is recorded and applied soon after', async ({
  api,
}) => {
  const [requester, manager] = [await api('requester'), await api('manager')];
  const waited = await asked(requester, manager, 109);
  const applied = await manager.decide(waited.task, { outcome: 'approve' });
  expect(applied.status()).toBe(200);
  expect(await applied.json()).toMatchObject({
    applied: true,
    decision: { appliedAt: expect.any(String) },
    task: { state: 'decided' },
  });

  const { runId, task } = await asked(requester, manager, 110);
  const recorded = await manager.decide(task, { outcome: 'approve' }, {});
  expect(recorded.status()).toBe(202);
  expect(await recorded.json()).toMatchObject({ applied: false, task: { state: 'decided' } });
  await expect.poll(async () => (await requester.run(runId)).status).toBe('success');
  const unwaited = await requester.http.post('/api/runs', {
    data: { workflowId: 'expense-report', input: expense(111) },
  });
  expect(unwaited.status()).toBe(201);
  const { runId: started } = await unwaited.json();
  await expect.poll(async () => (await requester.run(started)).status).toBe('suspended');
});

test('lists come in pages that neither repeat nor lose a row, and filter; wrong parameters are named', async ({
  api,
}) => {
  const [requester, manager] = [await api('requester2'), await api('manager')];
  for (let n = 0; n < 5; n += 1) await requester.start('content-review', article(`Paging ${n}`));
  const titles: string[] = [];
  for (let cursor = ''; ;) {
    const page = await manager.tasks(`q=Paging&sort=newest&limit=2&cursor=${cursor}`);
    expect(page.items.length).toBeLessThanOrEqual(2);
    titles.push(...page.items.map(({ title }) => title));
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  expect(titles).toEqual([4, 3, 2, 1, 0].map((n) => `Review “Paging ${n}”`));
  const ids: string[] = [];
  for (let cursor = ''; ;) {
    const page = await (
      await requester.http.get(
        `/api/runs?workflowId=content-review&status=suspended&limit=2&cursor=${cursor}`,
      )
    ).json();
    ids.push(...page.items.map((run: { runId: string }) => run.runId));
    if (page.nextCursor === null) break;
    cursor = page.nextCursor;
  }
  expect(ids.length).toBeGreaterThanOrEqual(5);
  expect(new Set(ids).size).toBe(ids.length);
  expect((await (await requester.http.get('/api/runs?status=failed')).json()).items).toEqual([]);
  const refused: [string, string][] = [
    ['/api/tasks?limit=0', 'limit'],
    ['/api/tasks?limit=101', 'limit'],
    ['/api/tasks?scope=theirs', 'scope'],
    ['/api/tasks?cursor=%00', 'cursor'],
    ['/api/runs?status=done', 'status'],
    ['/api/runs?cursor=bm9uZQ', 'cursor'],
  ];
  for (const [path, parameter] of refused)
    await expectProblem(await requester.http.get(path), {
      status: 422,
      code: 'invalid',
      issues: [{ path: parameter, message: expect.any(String) }],
    });
});

test('workflows come with title, input schema and the steps that ask people', async ({ api }) => {
  const { items } = await (await (await api('requester')).http.get('/api/workflows')).json();
  const expenseReport = items.find((workflow: { id: string }) => workflow.id === 'expense-report');
  expect(expenseReport).toMatchObject({
    title: 'Expense report',
    inputSchema: { type: 'object', required: expect.arrayContaining(['purpose', 'amount']) },
  });
  expect(expenseReport.humanSteps.map(({ path }: { path: string[] }) => path)).toEqual([
    ['manager-approval'],
    ['finance-approval'],
  ]);
});

test('other methods, other addresses and HEAD get a plain response, never a fault', async ({
  api,
  request,
}) => {
  const requester = await api('requester');
  const { runId } = await requester.start('expense-report', expense(112));
  for (const [method, path] of [
    ['DELETE', '/api/runs'],
    ['PUT', `/api/runs/${runId}`],
    ['PATCH', '/api/tasks'],
    ['POST', '/api/workflows'],
    ['GET', `/api/runs/${runId}/cancel`],
    ['GET', '/api/tasks/task_none/decision'],
    ['POST', '/api/health'],
  ] as const) {
    const answer = await requester.http.fetch(path, { method });
    expect(answer.status(), `${method} ${path}`).toBe(405);
  }
  expect((await requester.http.get('/api/nothing')).status()).toBe(404);
  for (const path of ['/api/health', '/api/ready']) {
    expect(await (await request.get(path)).json()).toEqual({
      status: path.endsWith('ready') ? 'ready' : 'ok',
    });
    expect((await request.head(path)).status()).toBe(200);
  }
  for (const path of ['/api/runs', '/api/tasks', `/api/runs/${runId}`, '/api/workflows']) {
    const answer = await requester.http.head(path);
    expect(answer.status(), path).toBe(200);
    expect(await answer.text()).toBe('');
  }
  const events = await requester.http.head(`/api/runs/${runId}/events`);
  expect([events.status(), events.headers()['content-type']]).toEqual([
    200,
    'text/event-stream; charset=utf-8',
  ]);
  expect((await requester.http.head('/api/runs/none/events')).status()).toBe(404);
});
