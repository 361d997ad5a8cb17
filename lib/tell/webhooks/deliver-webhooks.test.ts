import { asc, eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { webhookEvents, type WebhookEvent } from '@/db/enums';
import { auditEvents, webhookDeliveries, webhookEndpoints } from '@/db/schema';
import { log } from '@/lib/base/log';
import { cancelRun } from '@/lib/desk/runs/cancel-run';
import { sweep } from '@/lib/process/sweep/sweep';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { deskForTest, expense, type TestDesk } from '@/tests/support/desk';
import { receiverForTest, thisMachine, verified } from '@/tests/support/webhook-receiver';
import { createEndpoint } from './create-endpoint';
import { deliverWebhooks } from './deliver-webhooks';
import { webhookBackOff } from '@/lib/tell/queue/back-off';

const { triesAtMost: maxTries, waitMs: retryDelayMs } = webhookBackOff;

const day = 86_400_000;

const endpointFor = (desk: TestDesk, url: string, events: readonly WebhookEvent[] = webhookEvents) =>
  createEndpoint(desk.as('admin'), { name: 'Ledger', url, events: [...events] }, thisMachine());
const deliver = (desk: TestDesk, more = {}) =>
  deliverWebhooks(desk.as('system'), { ms: 600_000, to: thisMachine(), ...more });
const deliveries = (desk: TestDesk) =>
  desk.db.select().from(webhookDeliveries).orderBy(asc(webhookDeliveries.seq), asc(webhookDeliveries.type));
const endpointIn = async (desk: TestDesk, id: string) =>
  (await desk.db.select().from(webhookEndpoints).where(eq(webhookEndpoints.id, id)))[0]!;

async function approve(desk: TestDesk, runId: string, who: 'manager' | 'finance' = 'manager') {
  const [task] = await desk.openTasks(runId);
  await decideTask(desk.as(who), task!.id, {
    resumeData: {},
    outcome: 'approve',
    payloadDigest: task!.payloadDigest,
  });
  await desk.drain(runId);
}

beforeEach(() => void vi.spyOn(log, 'warn').mockImplementation(() => undefined));

describe('webhook events', () => {
  test('report a request from start to end, signed, once each, with ids, titles and people, without evidence or answers', async () => {
    const desk = await deskForTest();
    const receiver = await receiverForTest();
    await desk.request('expense-report', expense(1));
    const { secret } = await endpointFor(desk, receiver.url);
    const runId = await desk.request('expense-report', { ...expense(), details: 'PRIVATE-DETAIL' });
    expect(await deliver(desk)).toBe(3);
    const [task] = await desk.openTasks(runId);
    await decideTask(desk.as('manager'), task!.id, {
      resumeData: { note: 'PRIVATE-ANSWER' },
      outcome: 'approve',
      comment: 'PRIVATE-COMMENT',
      payloadDigest: task!.payloadDigest,
    });
    await desk.drain(runId);
    expect(await deliver(desk)).toBe(2);
    expect(await deliver(desk)).toBe(0);
    const told = receiver.received.map((one) => verified(secret, one, desk.clock.now()));
    expect(told.map(({ type }) => type).toSorted()).toEqual([
      'run.finished',
      'run.started',
      'run.suspended',
      'task.decided',
      'task.opened',
    ]);
    expect(new Set(receiver.ids()).size).toBe(5);
    expect(JSON.stringify(receiver.received)).not.toContain('PRIVATE');
    const run = {
      id: runId,
      title: expect.any(String),
      workflow: { id: 'expense-report', title: 'Expense report' },
      requester: { id: expect.any(String), name: 'Ana Ruiz' },
      url: `http://localhost:3000/runs/${runId}`,
    };
    expect(told.find(({ type }) => type === 'task.decided')).toEqual({
      type: 'task.decided',
      timestamp: desk.clock.now().toISOString(),
      data: {
        run,
        task: {
          id: task!.id,
          title: task!.title,
          kind: 'step',
          dueAt: expect.any(String),
          url: `http://localhost:3000/tasks/${task!.id}`,
        },
        outcome: { id: 'approve', label: 'Approve' },
        actor: { kind: 'user', name: 'Miriam Okafor' },
        channel: 'web',
      },
    });
    expect(told.find(({ type }) => type === 'run.suspended')).toMatchObject({
      data: { run, task: null, outcome: null, actor: { kind: 'system' } },
    });
  });

  test('report one suspension for two parallel questions, and an end by cancelling', async () => {
    const desk = await deskForTest();
    const receiver = await receiverForTest();
    const { secret } = await endpointFor(desk, receiver.url);
    const runId = await desk.request('purchase-order', {
      supplier: 'Acme',
      justification: 'The new colleagues need desks.',
      lines: [{ item: 'Desk', quantity: 3, unitPrice: 420 }],
    });
    await cancelRun(desk.as('requester'), runId, {});
    await desk.drain(runId);
    await deliver(desk);
    const types = receiver.received.map((one) => verified(secret, one, desk.clock.now()).type).toSorted();
    expect(types).toEqual(['run.canceled', 'run.started', 'run.suspended', 'task.opened', 'task.opened']);
  });

  test('are only the chosen types, since the endpoint was added and within three days', async () => {
    const desk = await deskForTest();
    const receiver = await receiverForTest();
    const { endpoint } = await endpointFor(desk, receiver.url, ['task.decided']);
    await desk.db.update(webhookEndpoints).set({ state: 'paused' });
    await approve(desk, await desk.request('expense-report', expense(10)));
    desk.clock.advance(3 * day + 1);
    await approve(desk, await desk.request('expense-report', expense(11)));
    await deliver(desk);
    expect(await deliveries(desk)).toEqual([]);
    await desk.db.update(webhookEndpoints).set({ state: 'active' });
    await deliver(desk);
    expect(receiver.received.map(({ body }) => JSON.parse(body).type)).toEqual(['task.decided']);
    expect((await endpointIn(desk, endpoint.endpointId)).cursor).toBe(
      (await desk.db.select().from(auditEvents).orderBy(asc(auditEvents.seq))).at(-1)!.seq,
    );
  });

  test('are sent by the sweep when nobody else sent them', async () => {
    vi.stubEnv('WEBHOOK_ALLOW_PRIVATE', '127.0.0.1');
    delete (globalThis as { countersignEnv?: unknown }).countersignEnv;
    const desk = await deskForTest();
    const receiver = await receiverForTest();
    await endpointFor(desk, receiver.url, ['run.started']);
    await desk.request('expense-report', expense());
    expect((await sweep(desk.as('system'))).webhooks).toBe(1);
    expect(receiver.received).toHaveLength(1);
    delete (globalThis as { countersignEnv?: unknown }).countersignEnv;
  });
});

describe('a failing delivery', () => {
  test('is retried with the same id and body after growing waits, then given up', async () => {
    const desk = await deskForTest();
    const receiver = await receiverForTest(() => ({ status: 503, body: 'Down for today' }));
    const { secret, endpoint } = await endpointFor(desk, receiver.url, ['run.started']);
    await desk.request('expense-report', expense());
    for (let tries = 1; tries <= maxTries; tries++) {
      expect(await deliver(desk, { offAfterMs: 30 * day })).toBe(0);
      expect(receiver.received).toHaveLength(tries);
      expect(verified(secret, receiver.received.at(-1)!, desk.clock.now())).toMatchObject({
        type: 'run.started',
      });
      const [one] = await deliveries(desk);
      expect(one).toMatchObject({
        state: tries === maxTries ? 'failed' : 'pending',
        attempts: tries,
        responseStatus: 503,
        error: 'answered 503',
        response: 'Down for today',
      });
      const wait = one!.dueAt.getTime() - desk.clock.now().getTime();
      expect(tries === maxTries || (wait >= retryDelayMs(tries, 0) && wait <= retryDelayMs(tries, 1))).toBe(
        true,
      );
      // It is not sent a moment before its time.
      desk.clock.advance(Math.max(wait - 1, 0));
      await deliver(desk, { offAfterMs: 30 * day });
      expect(receiver.received).toHaveLength(tries);
      desk.clock.advance(1);
    }
    await deliver(desk, { offAfterMs: 30 * day });
    expect(receiver.received).toHaveLength(maxTries);
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
    expect(new Set(receiver.ids()).size).toBe(1);
    expect((await endpointIn(desk, endpoint.endpointId)).state).toBe('active');
    expect(retryDelayMs(1, 0)).toBe(5_000);
    expect(
      Array.from({ length: maxTries - 1 }, (_, index) => retryDelayMs(index + 1, 0)).reduce(
        (sum, ms) => sum + ms,
        0,
      ),
    ).toBe(75 * 3_600_000 + 35 * 60_000 + 5_000);
  });

  test('affects neither the request nor other receivers', async () => {
    const desk = await deskForTest();
    const [gone, there] = [await receiverForTest(() => 'hang'), await receiverForTest()];
    await endpointFor(desk, gone.url, ['task.opened', 'task.decided', 'run.finished']);
    await endpointFor(desk, there.url, ['task.opened', 'task.decided', 'run.finished']);
    const runId = await desk.request('expense-report', expense());
    await approve(desk, runId);
    const work = deliver(desk, { to: { ...thisMachine(), timeoutMs: 600_000 } });
    await Promise.all([gone.got(3), there.got(3)]);
    gone.hangUp();
    await work;
    const failed = (await deliveries(desk)).filter(({ state }) => state === 'pending');
    expect(failed.map(({ error }) => error)).toEqual(Array(3).fill('the connection broke off'));
    expect((await deliveries(desk)).filter(({ state }) => state === 'delivered')).toHaveLength(3);
  });

  test('for days without a success switches the endpoint off, audited once; a success restarts the count', async () => {
    const desk = await deskForTest();
    let status = 500;
    const receiver = await receiverForTest(() => ({ status }));
    const { endpoint } = await endpointFor(desk, receiver.url, ['run.started']);
    const fail = async (after: number) => {
      desk.clock.advance(after);
      await desk.request('expense-report', expense());
      await deliver(desk, { offAfterMs: 5 * day });
      return endpointIn(desk, endpoint.endpointId);
    };
    expect(await fail(0)).toMatchObject({ state: 'active', failingSince: desk.clock.now() });
    expect(await fail(4 * day)).toMatchObject({ state: 'active' });
    status = 200;
    expect(await fail(day / 2)).toMatchObject({ state: 'active', failingSince: null });
    status = 500;
    expect(await fail(0)).toMatchObject({ state: 'active', failingSince: desk.clock.now() });
    expect(await fail(5 * day)).toMatchObject({ state: 'off', offReason: 'failing' });
    const tries = receiver.received.length;
    await fail(day);
    expect(receiver.received).toHaveLength(tries);
    const told = await desk.db.select().from(auditEvents).where(eq(auditEvents.verb, 'webhook.switched_off'));
    expect(told.map(({ actorKind, data }) => ({ actorKind, data }))).toEqual([
      {
        actorKind: 'system',
        data: {
          endpointId: endpoint.endpointId,
          name: 'Ledger',
          host: `127.0.0.1:${receiver.port}`,
          reason: 'failing',
          before: { state: 'active' },
          after: { state: 'off' },
        },
      },
    ]);
  });

  test('with status 410 switches the endpoint off at once', async () => {
    const desk = await deskForTest();
    const receiver = await receiverForTest(() => ({ status: 410 }));
    const { endpoint } = await endpointFor(desk, receiver.url, ['run.started']);
    await desk.request('expense-report', expense());
    await deliver(desk);
    await deliver(desk);
    expect(await endpointIn(desk, endpoint.endpointId)).toMatchObject({ state: 'off', offReason: 'gone' });
    expect((await deliveries(desk)).map(({ state }) => state)).toEqual(['failed']);
    expect(receiver.received).toHaveLength(1);
  });

  test('after AUTH_SECRET changed says so, and nothing is sent unsigned', async () => {
    const desk = await deskForTest();
    const receiver = await receiverForTest();
    await endpointFor(desk, receiver.url, ['run.started']);
    await desk.db.update(webhookEndpoints).set({ secret: 'v1.bm90IHJlYWRhYmxlIGFueSBtb3JlLCBub3QgYXQgYWxs' });
    await desk.request('expense-report', expense());
    await deliver(desk);
    expect(await deliveries(desk)).toMatchObject([
      { state: 'pending', attempts: 1, error: 'webhook_secret_lost' },
    ]);
    expect(receiver.received).toEqual([]);
  });
});

test('many concurrent calls send each event once', async () => {
  const desk = await deskForTest();
  const receiver = await receiverForTest();
  await endpointFor(desk, receiver.url);
  for (let amount = 1; amount <= 5; amount++) await desk.request('expense-report', expense(amount));
  await Promise.all(Array.from({ length: 8 }, () => deliver(desk)));
  expect(receiver.ids()).toHaveLength(15);
  expect(new Set(receiver.ids()).size).toBe(15);
  expect((await deliveries(desk)).every(({ state }) => state === 'delivered')).toBe(true);
});
