import { createClient } from '@libsql/client';
import { openDatabase } from '@/db/client';
import { outbox } from '@/db/schema';
import { eq } from 'drizzle-orm';
import { effectsOf } from './support/effects';
import { expect, expectNoAxeViolations, test } from './support/fixtures';
import { expense } from './support/requests';
import type { DeskServer } from './support/server';

/** Deletes every snapshot under a running server, as when the workflow store is wiped. */
async function wipe(desk: DeskServer): Promise<void> {
  const store = createClient({ url: `file:${desk.dataDir}/workflows.db`, timeout: 5000 });
  await store.execute('delete from mastra_workflow_snapshot');
  store.close();
}

test('a request whose state was wiped is rebuilt from the operations page: decisions are applied again, the work is done once', async ({
  ownDesk,
  api,
  as,
}) => {
  test.setTimeout(90_000);
  const [requester, manager, finance] = [
    await api('requester', ownDesk),
    await api('manager', ownDesk),
    await api('finance', ownDesk),
  ];
  const { runId } = await requester.start('expense-report', expense(1240, 'Train to Oslo'));
  await manager.decide(await manager.taskOf(runId), { outcome: 'approve' });
  const second = await finance.taskOf(runId);
  await wipe(ownDesk);
  expect((await finance.decide(second, { outcome: 'approve' })).status()).toBe(202);
  expect((await requester.run(runId)).status).toBe('lost');

  const { page } = await as('operator', ownDesk);
  await page.goto('/operations');
  await expect(page.getByRole('heading', { level: 1, name: 'Operations' })).toBeVisible();
  const lost = page.getByRole('region', { name: 'Lost' });
  await expect(lost).toContainText('Train to Oslo');
  await lost.getByRole('button', { name: 'Rebuild…' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Rebuild this request?' });
  await expect(dialog).toContainText('These decisions are applied again, in this order:');
  await expect(dialog.getByRole('listitem')).toContainText([/Approve/, /Approve/]);
  await expectNoAxeViolations(page);
  await dialog.getByLabel('Reason').fill('The store was wiped.');
  await dialog.getByRole('button', { name: 'Rebuild' }).click();
  await expect(page.getByText('Done.')).toBeVisible();
  await expect(lost).toBeHidden();
  expect(await requester.run(runId)).toMatchObject({ status: 'success', result: { status: 'paid' } });
  expect(await effectsOf(ownDesk, runId)).toEqual(['payment ×1']);
});

test('work that is stuck is tried again for several at once, by keyboard on a phone', async ({
  ownDesk,
  api,
  as,
}) => {
  test.setTimeout(90_000);
  const [requester, manager] = [await api('requester', ownDesk), await api('manager', ownDesk)];
  const db = openDatabase({ url: `file:${ownDesk.dataDir}/app.db` });
  const stuck: string[] = [];
  for (const amount of [21, 22]) {
    const { runId } = await requester.start('expense-report', expense(amount));
    const task = await manager.taskOf(runId);
    await manager.decide(task, { outcome: 'approve' });
    await db
      .update(outbox)
      .set({ state: 'stuck', attempts: 8, lastError: 'The store did not answer.' })
      .where(eq(outbox.id, `resume:${task.taskId}`));
    stuck.push(runId);
  }
  db.$client.close();
  const { page } = await as('operator', ownDesk);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/operations?kind=stuck');
  const section = page.getByRole('region', { name: 'Stuck' });
  for (const box of await section.getByRole('checkbox').all()) {
    await box.focus();
    await page.keyboard.press('Space');
  }
  await expect(section.getByRole('status')).toHaveText('2 chosen');
  await section.getByRole('button', { name: 'Try again' }).first().focus();
  await page.keyboard.press('Enter');
  await page.getByRole('alertdialog').getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('Done for 2.')).toBeVisible();
  await expect(page.getByText('All is well')).toBeVisible();
  for (const runId of stuck) expect((await requester.run(runId)).status).toBe('success');
});

test('a finished request goes back to a step that the operator chooses, and its question is asked again', async ({
  ownDesk,
  api,
  as,
}) => {
  const [requester, manager, operator] = [
    await api('requester', ownDesk),
    await api('manager', ownDesk),
    await api('operator', ownDesk),
  ];
  const { runId } = await requester.start('expense-report', expense(77, 'Bus to Turin'));
  await manager.decide(await manager.taskOf(runId), { outcome: 'approve' });
  const preview = await (await operator.http.get(`/api/runs/${runId}/time-travel`)).json();
  expect(preview.places).toContainEqual(
    expect.objectContaining({
      step: ['manager-approval'],
      runsAgain: ['Payment'],
      askedAgain: ['Manager approval', 'Finance approval'],
    }),
  );
  const refused = await manager.http.post(`/api/runs/${runId}/time-travel`, {
    data: { step: ['manager-approval'], reason: 'Wrong amount.' },
  });
  expect(refused.status()).toBe(403);
  const back = await operator.http.post(`/api/runs/${runId}/time-travel`, {
    data: { step: ['manager-approval'], reason: 'Wrong amount.' },
    headers: { prefer: 'wait=10' },
  });
  expect(back.status()).toBe(200);
  expect((await manager.taskOf(runId)).state).toBe('open');
  const { page } = await as('manager', ownDesk);
  await page.goto('/inbox');
  await expect(page.getByRole('heading', { name: /Approve €77/ }).first()).toBeVisible();
});
