import { createClient } from '@libsql/client';
import { openDatabase } from '@/db/client';
import { acquireLease } from '@/lib/outbox/lease';
import { Api, expense } from './support/api';
import { expect, test } from './support/fixtures';
import { DeskServer } from './support/server';

/** Each test kills its own server. */
const ownDesk = test.extend<{ own: DeskServer }>({
  own: async ({}, use) => {
    const own = await DeskServer.open();
    await use(own);
    await own.dispose();
  },
});

const payments = async (own: DeskServer, runId: string) => {
  const db = createClient({ url: `file:${own.dataDir}/app.db` });
  const { rows } = await db.execute({ sql: "select attempts from ledger_entries where run_id = ? and action = 'payment'", args: [runId] });
  db.close();
  return rows.map((row) => Number(row.attempts));
};

ownDesk('a run that waits when the server is killed goes on after the restart, for people who stay signed in', async ({ own }) => {
  const requester = await Api.signIn(own, 'requester');
  const manager = await Api.signIn(own, 'manager');
  const { runId, status } = await requester.start('expense-report', expense(320));
  expect(status).toBe('suspended');
  const task = await manager.taskOf(runId);
  await own.kill();
  await own.start();
  const answer = await manager.decide(task, { outcome: 'approve' });
  expect(answer.status()).toBe(200);
  expect(await requester.run(runId)).toMatchObject({ status: 'success', result: { status: 'paid' } });
  expect(await payments(own, runId)).toEqual([1]);
});

ownDesk('an answer that was recorded when the server was killed is applied after the restart by itself, once', async ({ own }) => {
  const requester = await Api.signIn(own, 'requester');
  const manager = await Api.signIn(own, 'manager');
  const { runId } = await requester.start('expense-report', expense(320));
  const task = await manager.taskOf(runId);
  // Whoever holds the lease keeps the server from going on, so it can only record the answer.
  const db = openDatabase({ url: `file:${own.dataDir}/app.db` });
  expect(await acquireLease(db, runId)).not.toBeNull();
  const answer = await manager.decide(task, { outcome: 'approve' }, {});
  expect(answer.status()).toBe(202);
  expect(await answer.json()).toMatchObject({ applied: false, decision: { appliedAt: null }, task: { state: 'decided' } });
  await own.kill();
  db.$client.close();
  expect(await payments(own, runId)).toEqual([]);
  await own.start();
  await expect.poll(async () => (await requester.run(runId)).status, { timeout: 45_000 }).toBe('success');
  expect(await payments(own, runId)).toEqual([1]);
});

ownDesk('a request that was recorded when the server was killed starts after the restart by itself', async ({ own }) => {
  const requester = await Api.signIn(own, 'requester');
  const manager = await Api.signIn(own, 'manager');
  const headers = { 'idempotency-key': 'trip-to-lyon' };
  const { runId } = await requester.start('expense-report', expense(320), headers);
  await own.kill();
  await own.start();
  await expect.poll(async () => (await requester.run(runId)).status, { timeout: 45_000 }).toBe('suspended');
  expect((await requester.start('expense-report', expense(320), headers)).runId).toBe(runId);
  expect((await manager.taskOf(runId)).state).toBe('open');
});
