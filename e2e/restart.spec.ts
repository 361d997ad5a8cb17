import { sql } from 'drizzle-orm';
import { openDatabase } from '@/db/client';
import { decisions, runLeases } from '@/db/schema';
import { acquireLease } from '@/lib/desk/runs/lease';
import { effectsOf } from './support/effects';
import { expect, test } from './support/fixtures';
import { expense } from './support/requests';
import type { DeskServer } from './support/server';

/** The browser's message about a request or prefetch whose server was killed. */
const brokenOff = /Failed to load resource: net::ERR_/;

/** Holds the run's lease, so that the server can only record answers; `release` ends that. */
async function holdRun(desk: DeskServer, runId: string) {
  const db = openDatabase({ url: `file:${desk.dataDir}/app.db` });
  expect(await acquireLease(db, runId)).not.toBeNull();
  return {
    recorded: () => db.$count(decisions, sql`${decisions.runId} = ${runId}`),
    release: async () => {
      await db.update(runLeases).set({ expiresAt: 0 });
      db.$client.close();
    },
  };
}

test('a run that waits when the server is killed goes on after the restart, for people who stay signed in', async ({
  ownDesk,
  api,
}) => {
  const requester = await api('requester', ownDesk);
  const manager = await api('manager', ownDesk);
  const { runId, status } = await requester.start('expense-report', expense(320));
  expect(status).toBe('suspended');
  const task = await manager.taskOf(runId);
  await ownDesk.kill();
  await ownDesk.start();
  const answer = await manager.decide(task, { outcome: 'approve' });
  expect(answer.status()).toBe(200);
  expect(await requester.run(runId)).toMatchObject({ status: 'success', result: { status: 'paid' } });
  expect(await effectsOf(ownDesk, runId)).toEqual(['payment ×1']);
});

test('an answer that was recorded when the server was killed is applied after the restart by itself, once', async ({
  ownDesk,
  api,
}) => {
  const requester = await api('requester', ownDesk);
  const manager = await api('manager', ownDesk);
  const { runId } = await requester.start('expense-report', expense(320));
  const task = await manager.taskOf(runId);
  const held = await holdRun(ownDesk, runId);
  const answer = await manager.decide(task, { outcome: 'approve' }, {});
  expect(answer.status()).toBe(202);
  expect(await answer.json()).toMatchObject({
    applied: false,
    decision: { appliedAt: null },
    task: { state: 'decided' },
  });
  await ownDesk.kill();
  expect(await effectsOf(ownDesk, runId)).toEqual([]);
  await held.release();
  await ownDesk.start();
  await expect.poll(async () => (await requester.run(runId)).status, { timeout: 45_000 }).toBe('success');
  expect(await effectsOf(ownDesk, runId)).toEqual(['payment ×1']);
});

test('a request that was recorded when the server was killed starts after the restart by itself', async ({
  ownDesk,
  api,
}) => {
  const requester = await api('requester', ownDesk);
  const manager = await api('manager', ownDesk);
  const headers = { 'idempotency-key': 'trip-to-lyon' };
  const { runId } = await requester.start('expense-report', expense(320), headers);
  await ownDesk.kill();
  await ownDesk.start();
  await expect.poll(async () => (await requester.run(runId)).status, { timeout: 45_000 }).toBe('suspended');
  expect((await requester.start('expense-report', expense(320), headers)).runId).toBe(runId);
  expect((await manager.taskOf(runId)).state).toBe('open');
});

test('a page that decides while the server is down says what is certain; deciding again when it is back works', async ({
  ownDesk,
  api,
  as,
  consoleGuard,
}) => {
  consoleGuard.allow(brokenOff);
  const requester = await api('requester', ownDesk);
  const { runId } = await requester.start('expense-report', expense(320));
  const { page } = await as('manager', ownDesk);
  await page.goto('/inbox');
  const approve = page.getByRole('button', { name: 'Approve' });
  await page.getByRole('textbox', { name: 'Note' }).fill('Fine with me.');
  await ownDesk.kill();
  await approve.click();
  const problem = page.getByRole('alert').filter({ hasText: 'The desk did not answer' });
  await expect(problem).toContainText('Your answer may or may not have been recorded.');
  await expect(problem).toContainText('Decide again: the same answer counts once.');
  await ownDesk.start();
  expect((await requester.run(runId)).status).toBe('suspended');
  await approve.click();
  await expect(page.getByRole('dialog', { name: 'Approved' })).toBeVisible();
  await expect(page.getByText('Nothing waits for you')).toBeVisible();
  const { status, tasks } = await requester.run(runId);
  expect(status).toBe('success');
  expect(tasks.map((task) => task.decision?.comment)).toEqual(['Fine with me.']);
  expect(await effectsOf(ownDesk, runId)).toEqual(['payment ×1']);
});

test('an answer whose receipt was lost with the server counts once when the page sends it again', async ({
  ownDesk,
  api,
  as,
  consoleGuard,
}) => {
  consoleGuard.allow(brokenOff);
  const requester = await api('requester', ownDesk);
  const { runId } = await requester.start('expense-report', expense(320));
  const { page } = await as('manager', ownDesk);
  await page.goto('/inbox');
  const held = await holdRun(ownDesk, runId);
  const approve = page.getByRole('button', { name: /^Approv/ });
  await approve.click();
  await expect.poll(held.recorded).toBe(1);
  await expect(approve).toHaveText('Approving…');
  await ownDesk.kill();
  await expect(page.getByRole('alert').filter({ hasText: 'The desk did not answer' })).toContainText(
    'may or may not have been recorded',
  );
  await ownDesk.start();
  await approve.click();
  await expect(page.getByRole('dialog', { name: 'Approved' })).toBeVisible();
  expect(await held.recorded()).toBe(1);
  await held.release();
  await expect.poll(async () => (await requester.run(runId)).status, { timeout: 45_000 }).toBe('success');
  expect(await effectsOf(ownDesk, runId)).toEqual(['payment ×1']);
});
