import { asc } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { webhookDeliveries } from '@/db/schema';
import { createEndpoint } from '@/lib/tell/webhooks/create-endpoint';
import { deskForTest, expense, type TestDesk } from './support/desk';
import { otherProcess } from './support/other-process';
import { receiverForTest, thisMachine, verified } from './support/webhook-receiver';

/** Another process on the desk's files, ready to deliver on demand. */
const deliverer = (desk: TestDesk, hold = '') =>
  otherProcess('webhook-process.ts', [desk.url, desk.store.kind === 'libsql' ? desk.store.url : '', hold]);

const deliveries = ({ db }: TestDesk) =>
  db.select().from(webhookDeliveries).orderBy(asc(webhookDeliveries.seq));

describe('several processes that deliver webhooks', () => {
  test('deliver each event once when they run at the same instant', async () => {
    const desk = await deskForTest();
    const receiver = await receiverForTest();
    const { secret } = await createEndpoint(
      desk.as('admin'),
      { name: 'Ledger', url: receiver.url, events: ['run.started', 'run.suspended', 'task.opened'] },
      thisMachine(),
    );
    for (let amount = 1; amount <= 20; amount++) await desk.request('expense-report', expense(amount));
    const both = await Promise.all([deliverer(desk), deliverer(desk)]);
    for (const process of both) process.go();
    const taken = (await Promise.all(both.map((process) => process.next()))).map(Number);
    expect(taken[0]! + taken[1]!).toBe(60);
    expect(receiver.ids()).toHaveLength(60);
    expect(new Set(receiver.ids()).size).toBe(60);
    for (const one of receiver.received) verified(secret, one, new Date());
    expect(
      (await deliveries(desk)).every(({ state, attempts }) => state === 'delivered' && attempts === 1),
    ).toBe(true);
  });

  test('redeliver under the same id what a process killed between sending and recording had sent, once its claim expires', async () => {
    const desk = await deskForTest();
    const receiver = await receiverForTest();
    await createEndpoint(
      desk.as('admin'),
      { name: 'Ledger', url: receiver.url, events: ['run.started'] },
      thisMachine(),
    );
    await desk.request('expense-report', expense());
    const victim = await deliverer(desk, '"delivered_at" = ');
    victim.go();
    expect(await victim.next()).toBe('held');
    await victim.kill();
    expect(await deliveries(desk)).toMatchObject([{ state: 'pending', attempts: 1 }]);

    const early = await deliverer(desk);
    early.go();
    expect(await early.next()).toBe('0');
    expect(receiver.received).toHaveLength(1);
    await desk.db.update(webhookDeliveries).set({ claimedUntil: 0 });
    const heir = await deliverer(desk);
    heir.go();
    expect(await heir.next()).toBe('1');
    expect(await deliveries(desk)).toMatchObject([{ state: 'delivered', attempts: 2 }]);
    expect(receiver.received).toHaveLength(2);
    expect(new Set(receiver.ids()).size).toBe(1);
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
  });
});
