import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { globSync, statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { openDatabase } from '@/db/client';
import { demoPassword } from '@/db/demo-people';
import { migrate } from '@/db/migrate';
import { runs } from '@/db/schema';
import { seedDemo } from '@/db/seed';
import { AppServer } from '@/scripts/support/app-server';
import { freePort } from '@/scripts/support/ports';
import { startSqld, type Sqld } from '@/scripts/support/services/sqld';
import { temporaryFolder } from '@/tests/support/temporary-folder';
import { emailOf, expect, test } from './support/fixtures';
import { expense } from './support/requests';

const root = path.resolve(import.meta.dirname, '..');
const cronSecret = randomBytes(32).toString('base64url');

/** Every file here that a server might create or change, with its size and time. */
const files = () =>
  Object.fromEntries(
    globSync(['*', '.*', '.next/**/*', 'db/**/*', '.data/**/*'], { cwd: root }).flatMap((name) => {
      const stat = statSync(path.join(root, name), { throwIfNoEntry: false });
      return stat?.isFile() ? [[name, `${stat.size} ${stat.mtimeMs}`]] : [];
    }),
  );

/** A trace collector, and what it received. */
async function collector() {
  const sent: string[] = [];
  const server = createServer(async (request, answer) => {
    sent.push(await text(request));
    answer.setHeader('content-type', 'application/json').end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    sent,
    close: () => void server.close(),
  };
}

/** The production server with just the settings of a Vercel project, as a user who cannot write here. */
async function openVercel(sqld: Sqld, traces: string): Promise<AppServer> {
  // Sent only when the desk flushes: on Vercel, a function may be frozen before a timer fires.
  const observed = { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: traces, OTEL_BSP_SCHEDULE_DELAY: '3600000' };
  const env = {
    VERCEL: '1',
    VERCEL_ENV: 'production',
    TURSO_DATABASE_URL: sqld.url,
    TURSO_AUTH_TOKEN: sqld.authToken,
    AUTH_SECRET: randomBytes(32).toString('base64url'),
    CRON_SECRET: cronSecret,
    ...observed,
  };
  const server = new AppServer({ port: await freePort(), env, nobody: true });
  await server.start();
  return server;
}

test.describe('a server with the settings of a Vercel project, on a remote database', () => {
  let dir: string,
    sqld: Sqld,
    server: AppServer,
    before: Record<string, string>,
    traces: Awaited<ReturnType<typeof collector>>;

  test.beforeAll(async () => {
    dir = await temporaryFolder('vercel');
    sqld = await startSqld(dir);
    const source = { url: sqld.url, authToken: sqld.authToken };
    const db = openDatabase(source);
    await migrate(db, { ...source, variables: { url: 'TURSO_DATABASE_URL', token: 'TURSO_AUTH_TOKEN' } });
    await seedDemo(db);
    db.$client.close();
    before = files();
    traces = await collector();
    server = await openVercel(sqld, traces.url);
  });

  test.afterAll(async () => {
    await server?.kill();
    traces?.close();
    await sqld?.stop();
    await rm(dir, { recursive: true, force: true });
  });

  test('serves signing in, a request, a decision and the sweep of the cron, and writes no file', async ({
    browser,
    consoleGuard,
  }) => {
    const signIn = async (who: 'requester' | 'manager') => {
      const context = await browser.newContext({ baseURL: server.url });
      consoleGuard.watch(context);
      const page = await context.newPage();
      await page.goto('/sign-in');
      await page.getByRole('textbox', { name: 'Email' }).fill(emailOf(who));
      await page.getByLabel('Password').fill(demoPassword);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await expect(page).toHaveURL(/\/inbox/);
      return { context, page };
    };
    const requester = await signIn('requester');
    const asked = await requester.context.request.post('/api/runs', {
      data: { workflowId: 'expense-report', input: expense(320) },
      headers: { origin: server.url, prefer: 'wait=10' },
    });
    expect(asked.status(), await asked.text()).toBe(201);
    const manager = await signIn('manager');
    await manager.page.getByRole('button', { name: 'Approve' }).click();
    await expect(manager.page.getByText('Nothing waits for you')).toBeVisible();
    const { runId } = (await asked.json()) as { runId: string };
    await expect
      .poll(
        async () =>
          ((await (await requester.context.request.get(`/api/runs/${runId}`)).json()) as { status: string })
            .status,
      )
      .toBe('success');

    await expect
      .poll(
        () => ['"decide"', '"engine.resume"'].filter((span) => !traces.sent.join().includes(span)),
        'spans that were not sent',
      )
      .toEqual([]);

    const cron = (secret: string) =>
      manager.context.request.get('/api/cron/recover', { headers: { authorization: `Bearer ${secret}` } });
    expect((await cron('not-the-secret')).status()).toBe(401);
    const swept = await cron(cronSecret);
    expect(swept.status()).toBe(200);
    expect(await swept.json()).toMatchObject({ failed: 0, lost: 0 });
    await requester.context.close();
    await manager.context.close();

    const db = openDatabase({ url: sqld.url, authToken: sqld.authToken });
    expect(await db.select().from(runs)).toMatchObject([{ id: runId, status: 'success' }]);
    // Nothing sweeps automatically there; the scheduler's one call is all.
    expect((await db.$client.execute('select count(*) as count from sweeps')).rows[0]?.count).toBe(1);
    db.$client.close();
    expect(files()).toEqual(before);
  });
});
