import { asc, desc, eq, like } from 'drizzle-orm';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { auditEvents, webhookDeliveries, webhookEndpoints } from '@/db/schema';
import { log } from '@/lib/base/log';
import { listFindings } from '@/lib/tell/findings/list-findings';
import { deskForTest, expense, type Person, type TestDesk } from '@/tests/support/desk';
import { receiverForTest, thisMachine, verified } from '@/tests/support/webhook-receiver';
import { createEndpoint, maxEndpoints } from './create-endpoint';
import { deleteEndpoint } from './delete-endpoint';
import { deliverWebhooks } from './deliver-webhooks';
import { getEndpoint, listEndpoints } from './list-endpoints';
import { listDeliveries } from './list-deliveries';
import { pauseEndpoint, resumeEndpoint } from './pause-endpoint';
import { redeliver } from './redeliver';
import { overlapMs, rotateSecret } from './rotate-secret';
import { sendTest } from './send-test';
import { updateEndpoint } from './update-endpoint';

const given = (url = 'http://127.0.0.1:9/hooks?token=SECRET-IN-URL') => ({
  name: 'Ledger',
  url,
  events: ['run.started'],
});
const add = (desk: TestDesk, input: object = given(), who: Person = 'admin') =>
  createEndpoint(desk.as(who), input, thisMachine());
const deliver = (desk: TestDesk) =>
  deliverWebhooks(desk.as('system'), { ms: 10_000, to: thisMachine(), offAfterMs: 5 * 86_400_000 });
const audited = async ({ db }: TestDesk) =>
  (
    await db
      .select()
      .from(auditEvents)
      .where(like(auditEvents.verb, 'webhook.%'))
      .orderBy(asc(auditEvents.seq))
  ).map(({ verb, actorId, data }) => ({ verb, actorId, data }));
const log30 = { limit: 30 };

beforeEach(() => void vi.spyOn(log, 'warn').mockImplementation(() => undefined));

test('adds, changes, pauses, resumes and deletes an endpoint, each audited without secrets', async () => {
  const desk = await deskForTest();
  const admin = desk.as('admin');
  const { endpoint, secret } = await add(desk);
  const { endpointId } = endpoint;
  expect(endpoint).toMatchObject({ name: 'Ledger', state: 'active', events: ['run.started'] });
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(
    await updateEndpoint(
      admin,
      endpointId,
      { name: 'The ledger', events: ['task.decided', 'run.failed', 'task.decided'] },
      thisMachine(),
    ),
  ).toMatchObject({ name: 'The ledger', url: given().url, events: ['run.failed', 'task.decided'] });
  // Repeating the change succeeds and changes nothing.
  for (const [change, state] of [
    [pauseEndpoint, 'paused'],
    [pauseEndpoint, 'paused'],
    [resumeEndpoint, 'active'],
    [resumeEndpoint, 'active'],
  ] as const)
    expect(await change(admin, endpointId)).toMatchObject({ state });
  const rotated = await rotateSecret(admin, endpointId);
  await deleteEndpoint(admin, endpointId);
  expect(await listEndpoints(admin)).toEqual([]);
  const told = await audited(desk);
  expect(told.map(({ verb }) => verb)).toEqual([
    'webhook.created',
    'webhook.changed',
    'webhook.paused',
    'webhook.resumed',
    'webhook.secret_rotated',
    'webhook.deleted',
  ]);
  expect(told.every(({ actorId }) => actorId === 'usr_demo_admin')).toBe(true);
  expect(told[1]?.data).toMatchObject({
    endpointId,
    before: { name: 'Ledger', events: ['run.started'] },
    after: { name: 'The ledger', host: '127.0.0.1:9' },
  });
  for (const hidden of ['SECRET-IN-URL', secret, rotated.secret])
    expect(JSON.stringify(told)).not.toContain(hidden);
});

test('stores the secret encrypted, and returns it only when it is created', async () => {
  const desk = await deskForTest();
  const { endpoint, secret } = await add(desk);
  expect(JSON.stringify(await desk.db.select().from(webhookEndpoints))).not.toContain(secret.slice(6, 30));
  expect(JSON.stringify(await getEndpoint(desk.as('admin'), endpoint.endpointId))).not.toMatch(/whsec|v1\./);
});

describe('authority', () => {
  const changes: Record<string, (desk: TestDesk, who: Person, id: string) => Promise<unknown>> = {
    create: (desk, who) => add(desk, given(), who),
    update: (desk, who, id) => updateEndpoint(desk.as(who), id, { name: 'Mine' }),
    pause: (desk, who, id) => pauseEndpoint(desk.as(who), id),
    resume: (desk, who, id) => resumeEndpoint(desk.as(who), id),
    rotate: (desk, who, id) => rotateSecret(desk.as(who), id),
    test: (desk, who, id) => sendTest(desk.as(who), id),
    delete: (desk, who, id) => deleteEndpoint(desk.as(who), id),
  };
  const looks: Record<string, (desk: TestDesk, who: Person, id: string) => Promise<unknown>> = {
    list: (desk, who) => listEndpoints(desk.as(who)),
    get: (desk, who, id) => getEndpoint(desk.as(who), id),
    deliveries: (desk, who, id) => listDeliveries(desk.as(who), id, log30),
  };

  test('administrators change webhooks, operators read them, others get not_found', async () => {
    const desk = await deskForTest();
    const { endpointId } = (await add(desk)).endpoint;
    const before = await audited(desk);
    const outcomes = async (verbs: typeof changes, who: Person, id: string) =>
      Object.fromEntries(
        await Promise.all(
          Object.entries(verbs).map(
            async ([name, work]) =>
              [
                name,
                await work(desk, who, id).then(
                  () => 'done',
                  (error: { code: string }) => error.code,
                ),
              ] as const,
          ),
        ),
      );
    const all = (verbs: object, outcome: string) =>
      Object.fromEntries(Object.keys(verbs).map((name) => [name, outcome]));
    const everything = {
      ...changes,
      ...looks,
      redeliver: (on: TestDesk, who: Person, id: string) => redeliver(on.as(who), id, 'none'),
    };
    for (const who of ['manager', 'requester'] as const)
      expect(await outcomes(everything, who, endpointId)).toEqual(all(everything, 'not_found'));
    expect(await outcomes(changes, 'operator', endpointId)).toEqual(all(changes, 'forbidden'));
    expect(await outcomes(looks, 'operator', endpointId)).toEqual(all(looks, 'done'));
    expect(await outcomes(everything, 'admin', 'none')).toEqual({
      ...all(everything, 'not_found'),
      create: 'done',
      list: 'done',
    });
    expect(await audited(desk)).toHaveLength(before.length + 1);
  });

  test('of two concurrent secret rotations one counts', async () => {
    const desk = await deskForTest();
    const { endpointId } = (await add(desk)).endpoint;
    const both = await Promise.allSettled([
      rotateSecret(desk.as('admin'), endpointId),
      rotateSecret(desk.as('admin'), endpointId),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });
});

test.each([
  [{ url: 'https://192.168.0.1/' }, 'url'],
  [{ url: 'https://user:pass@127.0.0.1/' }, 'url'],
  [{ url: 'not an address' }, 'url'],
  [{ events: [] }, 'events'],
  [{ events: ['run.exploded'] }, 'events[0]'],
  [{ name: ' ' }, 'name'],
  [{ secret: 'whsec_mine' }, ''],
])('%j is refused at its field', async (wrong, path) => {
  const desk = await deskForTest();
  await expect(add(desk, { ...given(), ...wrong })).rejects.toMatchObject({
    code: 'invalid',
    issues: [expect.objectContaining({ path })],
  });
  const { endpointId } = (await add(desk)).endpoint;
  await expect(updateEndpoint(desk.as('admin'), endpointId, wrong, thisMachine())).rejects.toMatchObject({
    code: 'invalid',
  });
  await expect(updateEndpoint(desk.as('admin'), endpointId, {}, thisMachine())).rejects.toMatchObject({
    code: 'invalid',
  });
});

test('limits the number of endpoints', async () => {
  const desk = await deskForTest();
  const all = await Promise.allSettled(Array.from({ length: maxEndpoints + 2 }, () => add(desk)));
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(maxEndpoints);
  expect(all.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []))).toEqual([
    'conflict',
    'conflict',
  ]);
});

test('after a rotation both secrets sign for a day, then only the new one', async () => {
  const desk = await deskForTest();
  const receiver = await receiverForTest();
  const { endpoint, secret: old } = await add(desk, given(receiver.url));
  const { secret, endpoint: now } = await rotateSecret(desk.as('admin'), endpoint.endpointId);
  expect(now.previousSecretUntil).toBe(new Date(desk.clock.now().getTime() + overlapMs).toISOString());
  await desk.request('expense-report', expense(1));
  await deliver(desk);
  for (const one of [old, secret])
    expect(verified(one, receiver.received[0]!, desk.clock.now()).type).toBe('run.started');
  desk.clock.advance(overlapMs);
  await desk.request('expense-report', expense(2));
  await deliver(desk);
  expect(verified(secret, receiver.received[1]!, desk.clock.now()).type).toBe('run.started');
  expect(() => verified(old, receiver.received[1]!, desk.clock.now())).toThrow('No matching signature');
  expect(await getEndpoint(desk.as('operator'), endpoint.endpointId)).toMatchObject({
    previousSecretUntil: null,
  });
});

test('sends nothing while paused, then everything since to the current address', async () => {
  const desk = await deskForTest();
  const [first, second] = [await receiverForTest(), await receiverForTest()];
  const { endpointId } = (await add(desk, given(first.url))).endpoint;
  await pauseEndpoint(desk.as('admin'), endpointId);
  await desk.request('expense-report', expense());
  await deliver(desk);
  await updateEndpoint(desk.as('admin'), endpointId, { url: second.url }, thisMachine());
  await resumeEndpoint(desk.as('admin'), endpointId);
  await deliver(desk);
  expect([first.received.length, second.received.length]).toEqual([0, 1]);
});

test('redelivers an event under the same id, for operators too, audited', async () => {
  const desk = await deskForTest();
  let status = 500;
  const receiver = await receiverForTest(() => ({ status }));
  const { endpointId } = (await add(desk, given(receiver.url))).endpoint;
  const runId = await desk.request('expense-report', expense());
  await deliver(desk);
  const [failed] = (await listDeliveries(desk.as('operator'), endpointId, log30)).items;
  expect(failed).toMatchObject({
    state: 'pending',
    attempts: 1,
    responseStatus: 500,
    body: { type: 'run.started', data: { run: { id: runId } } },
  });
  status = 204;
  expect(await redeliver(desk.as('operator'), endpointId, failed!.deliveryId)).toMatchObject({
    state: 'pending',
    attempts: 0,
  });
  await deliver(desk);
  expect(
    (await listDeliveries(desk.as('operator'), endpointId, { ...log30, state: 'delivered' })).items,
  ).toMatchObject([{ deliveryId: failed!.deliveryId, attempts: 1, responseStatus: 204, error: null }]);
  await redeliver(desk.as('admin'), endpointId, failed!.deliveryId);
  await deliver(desk);
  expect(new Set(receiver.ids()).size).toBe(1);
  expect(receiver.received).toHaveLength(3);
  const [told] = await desk.db
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.verb, 'webhook.redelivered'))
    .orderBy(desc(auditEvents.seq));
  expect(told).toMatchObject({
    runId,
    actorId: 'usr_demo_admin',
    data: { endpointId, deliveryId: failed!.deliveryId, event: 'run.started' },
  });
  await desk.db.update(webhookDeliveries).set({ claimedUntil: Number.MAX_SAFE_INTEGER });
  await expect(redeliver(desk.as('admin'), endpointId, failed!.deliveryId)).rejects.toMatchObject({
    code: 'conflict',
  });
  await desk.db.update(webhookDeliveries).set({ claimedUntil: 0 });
  await pauseEndpoint(desk.as('admin'), endpointId);
  await expect(redeliver(desk.as('admin'), endpointId, failed!.deliveryId)).rejects.toMatchObject({
    code: 'conflict',
    params: { state: 'paused' },
  });
  await expect(redeliver(desk.as('admin'), 'none', failed!.deliveryId)).rejects.toMatchObject({
    code: 'not_found',
  });
});

test.each(['active', 'paused', 'off'] as const)(
  'sends a test to an endpoint that is %s: signed, once, logged and audited',
  async (state) => {
    const desk = await deskForTest();
    let status = 500;
    const receiver = await receiverForTest(() => ({ status, body: 'Not yet' }));
    const { endpoint, secret } = await add(desk, { ...given(receiver.url), events: ['run.finished'] });
    const { endpointId } = endpoint;
    await desk.db.update(webhookEndpoints).set({ state });
    const asked = await sendTest(desk.as('admin'), endpointId);
    expect(asked).toMatchObject({ type: 'webhook.test', state: 'pending', attempts: 0, endpointId });
    await deliver(desk);
    const logged = () => listDeliveries(desk.as('operator'), endpointId, log30).then(({ items }) => items);
    expect(await logged()).toMatchObject([
      {
        deliveryId: asked.deliveryId,
        state: 'failed',
        attempts: 1,
        error: 'answered 500',
        response: 'Not yet',
      },
    ]);
    // A failed test is not a failed event: it is not retried, and switches nothing off.
    desk.clock.advance(4 * 86_400_000);
    await deliver(desk);
    expect(receiver.received).toHaveLength(1);
    expect(await getEndpoint(desk.as('admin'), endpointId)).toMatchObject({ state, failingSince: null });
    status = 204;
    const second = await sendTest(desk.as('admin'), endpointId);
    await Promise.all([deliver(desk), deliver(desk)]);
    expect((await logged()).map((one) => [one.deliveryId, one.state])).toEqual([
      [second.deliveryId, 'delivered'],
      [asked.deliveryId, 'failed'],
    ]);
    expect(receiver.ids()).toEqual([asked.deliveryId, second.deliveryId]);
    const { type, timestamp, data } = verified(secret, receiver.received[1]!, desk.clock.now());
    expect({ type, timestamp, data }).toEqual({
      type: 'webhook.test',
      timestamp: second.createdAt,
      data: {
        webhook: {
          id: endpointId,
          name: 'Ledger',
          url: `http://localhost:3000/settings/webhooks/${endpointId}`,
        },
        actor: { kind: 'user', name: 'Samuel Adeyemi' },
        channel: 'web',
      },
    });
    expect((await audited(desk)).filter(({ verb }) => verb === 'webhook.tested')).toMatchObject(
      [asked, second].map(({ deliveryId }) => ({
        actorId: 'usr_demo_admin',
        data: { endpointId, host: `127.0.0.1:${receiver.port}`, deliveryId },
      })),
    );
  },
);

test('sends a paused endpoint its test and none of the waiting events', async () => {
  const desk = await deskForTest();
  let status = 500;
  const receiver = await receiverForTest(() => ({ status }));
  const { endpointId } = (await add(desk, given(receiver.url))).endpoint;
  await desk.request('expense-report', expense());
  await deliver(desk);
  await pauseEndpoint(desk.as('admin'), endpointId);
  status = 204;
  desk.clock.advance(86_400_000);
  const { deliveryId } = await sendTest(desk.as('admin'), endpointId);
  await deliver(desk);
  expect(receiver.ids().slice(1)).toEqual([deliveryId]);
});

test('a test answered with 410 switches an active endpoint off, and can be redelivered', async () => {
  const desk = await deskForTest();
  let status = 410;
  const receiver = await receiverForTest(() => ({ status }));
  const { endpointId } = (await add(desk, given(receiver.url))).endpoint;
  const { deliveryId } = await sendTest(desk.as('admin'), endpointId);
  await deliver(desk);
  expect(await getEndpoint(desk.as('admin'), endpointId)).toMatchObject({ state: 'off', offReason: 'gone' });
  status = 204;
  await resumeEndpoint(desk.as('admin'), endpointId);
  await redeliver(desk.as('operator'), endpointId, deliveryId);
  await deliver(desk);
  expect(receiver.ids()).toEqual([deliveryId, deliveryId]);
});

test('a failed test does not switch off an endpoint that has failed for days', async () => {
  const desk = await deskForTest();
  const receiver = await receiverForTest(() => ({ status: 500 }));
  const { endpointId } = (await add(desk, given(receiver.url))).endpoint;
  await desk.db.update(webhookEndpoints).set({ failingSince: desk.clock.now() });
  desk.clock.advance(9 * 86_400_000);
  await sendTest(desk.as('admin'), endpointId);
  await deliver(desk);
  expect(receiver.received).toHaveLength(1);
  expect(await getEndpoint(desk.as('admin'), endpointId)).toMatchObject({ state: 'active' });
});

test('lists the log page by page, newest first, each entry once', async () => {
  const desk = await deskForTest();
  const receiver = await receiverForTest();
  const { endpointId } = (
    await add(desk, { ...given(receiver.url), events: ['run.started', 'run.suspended', 'task.opened'] })
  ).endpoint;
  for (const amount of [1, 2, 3]) await desk.request('expense-report', expense(amount));
  await deliver(desk);
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listDeliveries(desk.as('admin'), endpointId, { limit: 2, cursor });
    seen.push(...page.items.map(({ deliveryId }) => deliveryId));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(seen).toHaveLength(9);
  expect(seen.toSorted()).toEqual(receiver.ids().toSorted());
});

test('operators see an endpoint that fails for an hour or was switched off, until it is resumed or deleted', async () => {
  const desk = await deskForTest();
  let status = 500;
  const receiver = await receiverForTest(() => ({ status }));
  const { endpointId } = (await add(desk, given(receiver.url))).endpoint;
  const told = async () =>
    (await listFindings(desk.as('operator'), 'webhooks', log30)).items.map(({ reason, detail }) => ({
      reason,
      detail,
    }));
  await desk.request('expense-report', expense());
  await deliver(desk);
  expect(await told()).toEqual([]);
  desk.clock.advance(3_600_000);
  expect(await told()).toEqual([{ reason: expect.stringContaining('over an hour'), detail: 'answered 500' }]);
  status = 410;
  await deliver(desk);
  expect(await told()).toEqual([{ reason: expect.stringContaining('gone'), detail: 'answered 410' }]);
  expect(await getEndpoint(desk.as('operator'), endpointId)).toMatchObject({
    state: 'off',
    offReason: 'gone',
  });
  await expect(pauseEndpoint(desk.as('admin'), endpointId)).rejects.toMatchObject({
    code: 'conflict',
    params: { state: 'off' },
  });
  await resumeEndpoint(desk.as('admin'), endpointId);
  expect(await told()).toEqual([]);
});
