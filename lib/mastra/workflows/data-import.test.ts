import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eq } from 'drizzle-orm';
import { describe, expect, onTestFinished, test } from 'vitest';
import { auditEvents, decisions, ledgerEntries, runs } from '@/db/schema';
import type { Json } from '@/db/schema/json';
import { parseEnv, type Env } from '@/lib/base/env';
import { sweep } from '@/lib/process/sweep/sweep';
import { expireTask } from '@/lib/desk/tasks/expire-task';
import { deskForTest, type TestDesk } from '@/tests/support/desk';
import { askSource } from './data-import-source';

const request: { [key: string]: Json } = { dataset: 'exchange-rates', day: '2026-11-20' };

/** A real service on this machine; port 0 means a free one. */
async function serve(answer: RequestListener, port = 0) {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const close = () =>
    new Promise<void>((resolve) => (server.close(() => resolve()), server.closeAllConnections()));
  onTestFinished(close);
  const address = server.address() as AddressInfo;
  return { port: address.port, url: `http://127.0.0.1:${address.port}/health`, close };
}

const status =
  (code: number, headers = {}): RequestListener =>
  (_, response) =>
    void response.writeHead(code, headers).end('{}');
const runOf = async ({ db }: TestDesk, runId: string) =>
  (await db.select().from(runs).where(eq(runs.id, runId)))[0]!;
const tick = async ({ db, clock }: TestDesk, engine: TestDesk['engine']) => {
  clock.advance(60_000);
  return sweep({ db, engine, clock });
};

/** The configuration is parsed once per process, so a test that changes it replaces the parsed one. */
function configure(url: string): void {
  const holder = globalThis as { countersignEnv?: Env };
  holder.countersignEnv = parseEnv({ ...process.env, DATA_IMPORT_URL: url });
  onTestFinished(() => void delete holder.countersignEnv);
}

describe('data-import', () => {
  test('waits while the service is down, even across a restart, and imports once when it answers', async () => {
    const desk = await deskForTest();
    const { port, url, close } = await serve(status(200));
    await close();
    configure(url);
    const runId = await desk.request('data-import', request);
    expect(await desk.openTasks(runId)).toMatchObject([
      {
        kind: 'check',
        title: 'Waits until the data service answers',
        candidates: [],
        policy: { checkEveryMs: 60_000 },
      },
    ]);
    expect(await tick(desk, desk.engine)).toMatchObject({ checks: 0, failed: 0 });
    const failing = await serve(status(503), port);
    expect(await tick(desk, desk.engine)).toMatchObject({ checks: 0, failed: 0 });
    await failing.close();
    expect(await runOf(desk, runId)).toMatchObject({ status: 'suspended' });

    await serve(status(200), port);
    const reopened = await desk.reopen();
    expect(await tick(desk, reopened)).toMatchObject({ checks: 1, runs: 1 });
    expect(await runOf(desk, runId)).toMatchObject({
      status: 'success',
      result: { status: 'imported', dataset: 'exchange-rates', day: '2026-11-20' },
    });
    expect(await desk.db.select().from(ledgerEntries)).toMatchObject([
      { action: 'import', detail: { replace: false }, attempts: 1 },
    ]);
    expect(await desk.db.select().from(decisions)).toMatchObject([
      { actorKind: 'system', resumeData: { available: true, httpStatus: 200 } },
    ]);
  });

  test('is postponed when the service does not answer in time', async () => {
    const desk = await deskForTest();
    const runId = await desk.request('data-import', request);
    const [task] = await desk.openTasks(runId);
    desk.clock.advance(4 * 3_600_000);
    expect(await expireTask(desk.as('system'), task!.id)).toBe(true);
    await desk.drain(runId);
    expect(await runOf(desk, runId)).toMatchObject({
      status: 'success',
      result: { status: 'postponed', reason: 'The data service did not answer in time.' },
    });
    expect(await desk.db.select().from(ledgerEntries)).toEqual([]);
  });

  test('never follows a redirect, but reports the setting as wrong', async () => {
    const desk = await deskForTest();
    let reached = 0;
    const inside = await serve((_, response) => (reached++, void response.end('secret')));
    configure((await serve(status(302, { location: inside.url }))).url);
    const runId = await desk.request('data-import', request);
    expect(await tick(desk, desk.engine)).toMatchObject({ checks: 0, failed: 1 });
    expect(reached).toBe(0);
    const failures = (await desk.db.select().from(auditEvents)).filter(({ verb }) => verb === 'check.failed');
    expect(failures).toMatchObject([{ runId, data: { error: expect.stringContaining('redirect') } }]);
  });
});

test.each([
  [200, 200],
  [204, 204],
  [404, null],
  [500, null],
])('a source that answers %i gives %s', async (code, given) => {
  const { url } = await serve(status(code));
  expect(await askSource(url)).toBe(given);
});
