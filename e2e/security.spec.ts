import { request as newRequest } from '@playwright/test';
import { expect, test } from './support/fixtures';
import { everyPage, routesWith } from './support/every-page';
import { expense } from './support/requests';
import { signInAnew } from './support/sessions';

const headersOfAll = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/** Every route that writes, with an acceptable body. A new route must be added here. */
const writes = {
  '/api/auth/[...all]': {
    path: '/api/auth/sign-in/email',
    data: { email: 'manager@demo.test', password: 'countersign-demo' },
  },
  '/api/runs': { path: '/api/runs', data: { workflowId: 'expense-report', input: expense(10) } },
  '/api/runs/[runId]/cancel': { path: '/api/runs/RUN/cancel', data: {} },
  '/api/runs/[runId]/rebuild': { path: '/api/runs/RUN/rebuild', data: { reason: 'It is lost.' } },
  '/api/runs/[runId]/restart': { path: '/api/runs/RUN/restart', data: { reason: 'It failed.' } },
  '/api/runs/[runId]/retry': { path: '/api/runs/RUN/retry', data: {} },
  '/api/runs/[runId]/time-travel': {
    path: '/api/runs/RUN/time-travel',
    data: { step: ['manager-approval'], reason: 'Wrong one.' },
  },
  '/api/operations/retry': { path: '/api/operations/retry', data: { runIds: ['RUN'] } },
  '/api/tasks/reassign': {
    path: '/api/tasks/reassign',
    data: { taskIds: ['TASK'], to: ['group:finance'], reason: 'On holiday.' },
  },
  '/api/tasks/[taskId]/reassign': {
    path: '/api/tasks/TASK/reassign',
    data: { to: ['group:finance'], reason: 'On holiday.' },
  },
  '/api/keys': { path: '/api/keys', data: { name: 'Robot', scopes: ['runs:read'] } },
  '/api/keys/[keyId]/grant': { path: '/api/keys/key_none/grant', data: {} },
  '/api/keys/[keyId]/revoke': { path: '/api/keys/key_none/revoke', data: {} },
  '/api/signals/[name]': { path: '/api/signals/delivered', data: { key: 'order-1' } },
  '/api/tasks/[taskId]/decision': {
    path: '/api/tasks/TASK/decision',
    data: { outcome: 'approve', payloadDigest: 'DIGEST' },
  },
  '/api/tasks/[taskId]/revision': { path: '/api/tasks/TASK/revision', data: { reason: 'Wrong one.' } },
  '/api/tasks/[taskId]/undo': { path: '/api/tasks/TASK/undo', data: {} },
  '/api/tasks/[taskId]/reveal': { path: '/api/tasks/TASK/reveal', data: { path: 'purpose' } },
  '/operations/deliveries/retry': { path: '/operations/deliveries/retry', data: {} },
  '/settings/notifications': { path: '/settings/notifications', data: { task: ['mail'] } },
  '/settings/links': { path: '/settings/links', data: { off: [] } },
  '/api/webhooks': {
    path: '/api/webhooks',
    data: { name: 'Ledger', url: 'https://example.com/hooks', events: ['run.finished'] },
  },
  '/api/webhooks/[endpointId]': { path: '/api/webhooks/none', data: { name: 'Ledger' } },
  '/api/webhooks/[endpointId]/delete': { path: '/api/webhooks/none/delete', data: {} },
  '/api/webhooks/[endpointId]/pause': { path: '/api/webhooks/none/pause', data: {} },
  '/api/webhooks/[endpointId]/resume': { path: '/api/webhooks/none/resume', data: {} },
  '/api/webhooks/[endpointId]/test': { path: '/api/webhooks/none/test', data: {} },
  '/api/webhooks/[endpointId]/secret': { path: '/api/webhooks/none/secret', data: {} },
  '/api/webhooks/[endpointId]/deliveries/[deliveryId]/redeliver': {
    path: '/api/webhooks/none/deliveries/none/redeliver',
    data: {},
  },
  '/settings/preferences': { path: '/settings/preferences', form: { theme: 'dark' } },
  '/sign-in/submit': {
    path: '/sign-in/submit',
    form: { email: 'manager@demo.test', password: 'countersign-demo' },
  },
  '/sign-out': { path: '/sign-out', form: {} },
};
const reads = {
  '/api/cron/recover': '/api/cron/recover',
  '/api/audit': '/api/audit',
  '/api/audit/export': '/api/audit/export?format=csv',
  '/api/auth/[...all]': '/api/auth/get-session',
  '/api/health': '/api/health',
  '/api/keys': '/api/keys',
  '/api/metrics': '/api/metrics',
  '/api/openapi.json': '/api/openapi.json',
  '/api/ready': '/api/ready',
  '/api/operations': '/api/operations',
  '/api/runs/[runId]/rebuild': '/api/runs/RUN/rebuild',
  '/api/runs/[runId]/restart': '/api/runs/RUN/restart',
  '/api/runs/[runId]/time-travel': '/api/runs/RUN/time-travel',
  '/api/runs': '/api/runs',
  '/api/runs/[runId]': '/api/runs/RUN',
  '/api/runs/[runId]/events': '/api/runs/RUN/events',
  '/api/runs/[runId]/input': '/api/runs/RUN/input',
  '/api/runs/[runId]/result': '/api/runs/RUN/result',
  '/api/runs/[runId]/snapshot': '/api/runs/RUN/snapshot',
  '/api/tasks': '/api/tasks',
  '/api/tasks/[taskId]': '/api/tasks/TASK',
  '/api/tasks/[taskId]/payload': '/api/tasks/TASK/payload',
  '/api/tasks/[taskId]/revision': '/api/tasks/TASK/revision',
  '/api/webhooks': '/api/webhooks',
  '/api/webhooks/[endpointId]': '/api/webhooks/none',
  '/api/webhooks/[endpointId]/deliveries': '/api/webhooks/none/deliveries',
  '/api/workflows': '/api/workflows',
};
/** Authorised by their address; links.spec.ts covers what they may do. */
const links = ['/links/[token]/answer', '/links/problem/[reason]'];
/** Authorised by Slack's signature; its own test covers what it may do. */
const signed = ['/api/slack/interactions'];
const openToAll = ['/api/auth/[...all]', '/api/health', '/api/openapi.json', '/api/ready'];

test('every page has a policy with a nonce of its own that all its scripts carry, and the other headers', async ({
  api,
  desk,
}) => {
  const pages = await everyPage(desk, api);
  const nonces = new Set<string>();
  const all = [...pages, { name: 'sign-in', path: '/sign-in', as: null, status: 200 }];
  for (const { name, path, as, status = 200 } of all) {
    await test.step(name, async () => {
      const http = as ? (await api(as)).http : (await api('manager')).http;
      const answer = await http.get(path, { maxRedirects: 0, headers: as ? {} : { cookie: '' } });
      expect(answer.status()).toBe(status);
      const headers = answer.headers();
      expect(headers).toMatchObject({
        ...headersOfAll,
        ...(path.startsWith('/links/') && {
          'referrer-policy': 'no-referrer',
          'x-robots-tag': 'noindex, nofollow',
        }),
      });
      expect(headers['permissions-policy']).toContain('camera=()');
      expect(headers['x-powered-by']).toBeUndefined();
      expect(headers['cache-control']).toMatch(/no-store|private/);
      const policy = headers['content-security-policy'] ?? '';
      for (const part of [
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
        "'strict-dynamic'",
      ])
        expect(policy).toContain(part);
      expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|style-src-elem[^;]*unsafe-inline/);
      const nonce = /script-src[^;]*'nonce-([\w-]{16,})'/.exec(policy)?.[1] ?? '';
      expect(nonce).not.toBe('');
      nonces.add(nonce);
      const scripts = (await answer.text()).match(/<script\b[^>]*>/g) ?? [];
      expect(scripts.length).toBeGreaterThan(0);
      for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
    });
  }
  expect(nonces.size).toBe(all.length);
  expect([...new Set(pages.map(({ route }) => route)), '/sign-in'].toSorted()).toEqual(
    routesWith('page.tsx'),
  );
});

test('no page makes the browser report an error or request anything from another site', async ({
  api,
  as,
  desk,
  consoleGuard,
}) => {
  test.setTimeout(180_000);
  consoleGuard.allow(/status of 404/);
  const seats = new Map<string | null, Awaited<ReturnType<typeof as>>>();
  for (const { name, path, as: person } of await everyPage(desk, api)) {
    await test.step(name, async () => {
      const seat = seats.get(person) ?? (await as(person));
      seats.set(person, seat);
      await seat.page.goto(path);
      await expect(seat.page.getByRole('heading', { level: 1 })).not.toHaveCount(0);
    });
  }
});

test('without a session the API answers 401, and every page leads to sign-in', async ({ api, desk }) => {
  const nobody = await newRequest.newContext({ baseURL: desk.url });
  for (const [route, path] of Object.entries(reads)) {
    const answer = await nobody.get(path);
    expect(answer.status(), route).toBe(openToAll.includes(route) ? 200 : 401);
    expect(answer.headers()).toMatchObject(headersOfAll);
    if (!openToAll.includes(route))
      expect(await answer.json()).toMatchObject({ code: 'unauthenticated', status: 401 });
  }
  for (const [route, { path, ...body }] of Object.entries(writes)) {
    if (/^\/(sign-|api\/auth)/.test(route)) continue;
    for (const headers of [{ origin: desk.url }, {}] as Record<string, string>[]) {
      const answer = await nobody.post(path, { ...body, headers, maxRedirects: 0 });
      expect(answer.status(), `${route} ${JSON.stringify(headers)}`).toBe(401);
    }
  }
  for (const { path, as } of await everyPage(desk, api)) {
    const answer = await nobody.get(path, { maxRedirects: 0 });
    if (as === null) {
      expect(answer.status(), path).toBe(200);
      continue;
    }
    expect(answer.status(), path).toBe(307);
    const next = new URL(answer.headers().location ?? '', desk.url);
    expect(next.pathname).toBe('/sign-in');
    expect(next.searchParams.get('next') ?? '/inbox').toBe(path);
  }
  const covered = [...Object.keys(reads), ...Object.keys(writes), ...links, ...signed];
  expect(
    routesWith('route.ts').filter((route) => !covered.includes(route)),
    'routes that this file does not know',
  ).toEqual([]);
  await nobody.dispose();
});

test('a write with a cookie from another site is refused everywhere and changes nothing', async ({
  api,
  desk,
}) => {
  const requester = await api('requester');
  const manager = await api('manager');
  const { runId } = await requester.start('expense-report', expense(811.1));
  const task = await manager.taskOf(runId);
  const { items: before } = await (await api('operator')).tasks('scope=all&limit=100');
  const cookies = await signInAnew(desk, 'manager');
  const http = await newRequest.newContext({ baseURL: desk.url, storageState: { cookies, origins: [] } });
  const fill = (text: string) =>
    text.replace('RUN', runId).replace('TASK', task.taskId).replace('DIGEST', task.payloadDigest);
  const origins: Record<string, string>[] = [
    { origin: 'https://evil.test' },
    { origin: 'null' },
    { origin: `${desk.url}.evil.test` },
    { origin: desk.url.replace(/\d+$/, '1') },
    {},
  ];
  for (const [route, { path, ...body }] of Object.entries(writes)) {
    for (const headers of origins) {
      const answer = await http.post(fill(path), {
        ...JSON.parse(fill(JSON.stringify(body))),
        headers,
        maxRedirects: 0,
      });
      expect(answer.status(), `${route} ${JSON.stringify(headers)}`).toBe(403);
      expect(answer.headers()['set-cookie']).toBeUndefined();
    }
  }
  for (const form of ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain']) {
    const answer = await http.post(`/api/tasks/${task.taskId}/decision`, {
      data: `outcome=approve&payloadDigest=${task.payloadDigest}`,
      headers: { 'content-type': form, origin: 'https://evil.test' },
      maxRedirects: 0,
    });
    expect(answer.status(), form).toBe(403);
  }
  const session = await http.get('/api/auth/get-session');
  expect(await session.json()).toMatchObject({ user: { email: 'manager@demo.test' } });
  expect((await manager.task(task.taskId)).state).toBe('open');
  expect((await requester.run(runId)).status).toBe('suspended');
  expect((await (await api('operator')).tasks('scope=all&limit=100')).items).toEqual(before);
  await http.dispose();
});

test('the session cookie cannot be read by scripts or sent by other sites, and ends with sign-out', async ({
  page,
  desk,
}) => {
  const cookies = await signInAnew(desk, 'manager2');
  const session = cookies.find(({ name }) => name.endsWith('countersign.session_token'));
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/', domain: 'localhost' });
  await page.context().addCookies(cookies);
  await page.goto('/settings');
  expect(await page.evaluate(() => document.cookie)).not.toContain('session');
  await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/sign-in');
  await page.context().addCookies(cookies);
  await page.goto('/inbox');
  await expect(page).toHaveURL('/sign-in');
});

test('sign-in never leads to another site, whatever “next” says', async ({ desk, page }) => {
  const away = [
    'https://evil.test/',
    '//evil.test',
    '/\\evil.test',
    '\\\\evil.test',
    '/%2f/evil.test',
    '/%5cevil.test',
    '/\t/evil.test',
    '/.//evil.test',
    'javascript:alert(1)',
    '/sign-out',
    '/api/runs',
    '///evil.test',
    '/inbox/..//evil.test',
  ];
  const http = await newRequest.newContext({ baseURL: desk.url, extraHTTPHeaders: { origin: desk.url } });
  for (const next of away) {
    const answer = await http.post('/sign-in/submit', {
      form: { email: 'manager@demo.test', password: 'countersign-demo', next },
      maxRedirects: 0,
    });
    expect(answer.status(), next).toBe(303);
    expect(answer.headers().location, next).toBe('/inbox');
    const there = await http.get(`/sign-in?next=${encodeURIComponent(next)}`, { maxRedirects: 0 });
    expect(there.headers().location, next).toBe('/inbox');
  }
  await http.dispose();
  await page.goto('/sign-in?next=https%3A%2F%2Fevil.test%2F');
  await page.getByRole('button', { name: /Miriam/ }).click();
  await expect(page).toHaveURL('/inbox');
});

test('whether a person exists cannot be told from a failed sign-in', async ({ desk }) => {
  const http = await newRequest.newContext({ baseURL: desk.url, extraHTTPHeaders: { origin: desk.url } });
  const answers = [];
  for (const email of ['manager@demo.test', 'nobody@demo.test']) {
    const answer = await http.post('/api/auth/sign-in/email', {
      data: { email, password: 'not-the-password' },
    });
    const { requestId: _, ...told } = await answer.json();
    answers.push({ status: answer.status(), told });
  }
  expect(answers[0]).toMatchObject({ status: 401, told: { code: 'unauthenticated' } });
  expect(answers[1]).toEqual(answers[0]);
  await http.dispose();
});
