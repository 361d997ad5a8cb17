import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { auditEvents, idempotencyKeys, signals } from '@/db/schema';
import { pruneExpired } from '@/lib/work/retention/prune-expired';
import { conflict, type AppError } from '@/lib/base/errors';
import { sendSignal } from '@/lib/desk/signals/send-signal';
import { deskForTest, type TestDesk } from '@/tests/support/desk';
import { onceForKey, type Answers } from './once-for-key';
import { readJson } from './read-json';

const body = { name: 'order.paid', key: 'A-1', data: {} };

/** An operator's POST, as its route serves it. */
function send(
  desk: TestDesk,
  {
    key = 'once',
    sent = body,
    who = 'operator' as 'operator' | 'admin',
    answers = 'kept' as Answers,
    to = '/api/signals/order.paid',
  } = {},
  after: () => Promise<void> = async () => {},
  before: () => Promise<void> = async () => {},
): Promise<Response> {
  const request = new Request(`http://localhost${to}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(sent),
  });
  return onceForKey(desk.as(who), request, answers, async (again, writing) => {
    await before();
    const receipt = await sendSignal(writing, await readJson(again));
    await after();
    return Response.json(receipt, { status: 202, headers: { location: '/there' } });
  });
}

const sentOf = async (desk: TestDesk) => (await desk.db.select().from(signals)).length;
const refused = { code: 'conflict' };

test('a repeated request changes nothing and gets the first response; another actor, address or key is a different request', async () => {
  const desk = await deskForTest();
  const first = await send(desk);
  const again = await send(desk);
  expect([
    again.status,
    again.headers.get('location'),
    again.headers.get('idempotency-replayed'),
    await again.json(),
  ]).toEqual([202, '/there', 'true', await first.json()]);
  expect(await sentOf(desk)).toBe(1);
  for (const other of [{ who: 'admin' as const }, { key: 'twice' }, { to: '/api/signals/order.sent' }])
    expect((await send(desk, other)).headers.has('idempotency-replayed')).toBe(false);
  expect(await sentOf(desk)).toBe(4);
});

test('another body under the same key is a conflict; an invalid key is malformed', async () => {
  const desk = await deskForTest();
  await send(desk);
  await expect(send(desk, { sent: { ...body, key: 'A-2' } })).rejects.toMatchObject(refused);
  await expect(send(desk, { key: 'two words' })).rejects.toMatchObject({ code: 'malformed' });
  expect(await sentOf(desk)).toBe(1);
});

test('of many concurrent requests one is done; the others get a conflict or its response', async () => {
  const desk = await deskForTest();
  const told = await Promise.all(
    Array.from({ length: 12 }, () =>
      send(desk).then(
        ({ status }) => status,
        ({ code }) => code,
      ),
    ),
  );
  expect(told.filter((one) => one !== 202 && one !== 'conflict')).toEqual([]);
  expect(told).toContain(202);
  expect(await sentOf(desk)).toBe(1);
});

test('a refused request is forgotten, so that it can be corrected and sent again', async () => {
  const desk = await deskForTest();
  await expect(send(desk, { sent: { ...body, key: '' } })).rejects.toMatchObject({ code: 'invalid' });
  await expect(send(desk, {}, async () => Promise.reject(conflict('task_changed')))).rejects.toMatchObject(
    refused,
  );
  expect((await send(desk)).status).toBe(202);
});

test('a try that died after its change is not repeated; one that died before it is done by the next try', async () => {
  const desk = await deskForTest();
  await expect(send(desk, {}, async () => Promise.reject(new Error('The disk is gone.')))).rejects.toThrow(
    'The disk is gone.',
  );
  expect(await desk.db.select().from(idempotencyKeys)).toMatchObject([{ changed: true, status: null }]);
  await expect(send(desk)).rejects.toMatchObject({
    code: 'conflict',
    reason: 'idempotency_key_cut_off',
  });
  expect(await sentOf(desk)).toBe(1);
  await desk.db.update(idempotencyKeys).set({ changed: false });
  await expect(send(desk)).rejects.toMatchObject({
    code: 'conflict',
    reason: 'idempotency_key_busy',
  });
  desk.clock.advance(121_000);
  expect((await send(desk)).status).toBe(202);
});

describe('a slow try that another has replaced', () => {
  /**
   * A first try that pauses before its change to let a rival in.
   * @returns its response
   */
  async function slow(desk: TestDesk, rival: () => Promise<unknown>) {
    let seen: unknown;
    const answer = send(desk, {}, undefined, async () => {
      desk.clock.advance(121_000);
      seen = await rival().catch(({ code }: { code: string }) => code);
    });
    return answer.then(
      ({ status }) => ({ seen, told: status }),
      ({ code }: { code: string }) => ({ seen, told: code }),
    );
  }

  test('changes nothing, and the other one’s response is stored', async () => {
    const desk = await deskForTest();
    const { told } = await slow(desk, () => send(desk));
    expect([told, await sentOf(desk)]).toEqual(['conflict', 1]);
    expect((await send(desk)).headers.get('idempotency-replayed')).toBe('true');
    expect(await sentOf(desk)).toBe(1);
  });

  test('changes nothing while the other one is still under way', async () => {
    const desk = await deskForTest();
    const { promise: rivalHasIt, resolve: rivalBegan } = Promise.withResolvers<void>();
    const rivals: Promise<Response>[] = [];
    const first = send(desk, {}, undefined, async () => {
      desk.clock.advance(121_000);
      rivals.push(send(desk, {}, undefined, async () => (rivalBegan(), void (await told))));
      await rivalHasIt;
    });
    const told = first.then(
      ({ status }) => status,
      ({ code }: { code: string }) => code,
    );
    expect(await told).toBe('conflict');
    expect((await rivals[0])?.status).toBe(202);
    expect(await sentOf(desk)).toBe(1);
  });

  test('is done when the other one was refused, and marks the key: the next gets its response', async () => {
    const desk = await deskForTest();
    const refusing = () => send(desk, {}, undefined, () => Promise.reject(conflict('task_changed')));
    expect(await slow(desk, refusing)).toEqual({ seen: 'conflict', told: 202 });
    expect(await desk.db.select().from(idempotencyKeys)).toMatchObject([{ changed: true, status: 202 }]);
    expect((await send(desk)).headers.get('idempotency-replayed')).toBe('true');
    expect(await sentOf(desk)).toBe(1);
  });

  test('is not replaced after it has changed something, however long its response takes', async () => {
    const desk = await deskForTest();
    const told: unknown[] = [];
    const first = send(desk, {}, async () => {
      desk.clock.advance(121_000);
      told.push(await send(desk).catch(({ reason }: AppError) => reason));
    });
    expect((await first).status).toBe(202);
    expect(told).toEqual(['idempotency_key_cut_off']);
    expect(await sentOf(desk)).toBe(1);
  });
});

test('the mark is written only together with the change', async () => {
  const desk = await deskForTest();
  await desk.db.run(
    `create trigger no_audit before insert on audit_events when new.verb = 'signal.received' begin select raise(abort, 'no audit'); end`,
  );
  await expect(send(desk)).rejects.toMatchObject({ cause: { message: expect.stringContaining('no audit') } });
  expect(await sentOf(desk)).toBe(0);
  expect(await desk.db.select().from(idempotencyKeys)).toEqual([]);
  expect(
    (await desk.db.select().from(auditEvents).where(eq(auditEvents.verb, 'signal.received'))).length,
  ).toBe(0);
});

test('a response with a secret is not stored', async () => {
  const desk = await deskForTest();
  await send(desk, { answers: 'secret' });
  expect(await desk.db.select().from(idempotencyKeys)).toMatchObject([{ status: 202, body: null }]);
  await expect(send(desk)).rejects.toMatchObject({
    code: 'conflict',
    reason: 'answer_not_kept',
  });
});

test('after a day it is pruned', async () => {
  const desk = await deskForTest();
  await send(desk);
  desk.clock.advance(86_000_000);
  await pruneExpired(desk.as('system'));
  expect(await desk.db.select().from(idempotencyKeys)).toHaveLength(1);
  desk.clock.advance(1_000_000);
  await pruneExpired(desk.as('system'));
  expect(await desk.db.select().from(idempotencyKeys)).toEqual([]);
});
