import { expect, test } from './support/fixtures';
import { decideByKey } from './support/keys';
import { expense } from './support/requests';
import { DeskServer } from './support/server';

test('a decision can be undone by z for a while: the task is back, and nothing was applied', async ({
  as,
  api,
}) => {
  const desk = await DeskServer.open({ env: { UNDO_WINDOW: '5m' } });
  try {
    const asking = await api('requester', desk);
    const { runId } = await asking.start('expense-report', expense(611.5, 'Workshop in Turin'));
    const { page } = await as('manager', desk);
    await page.goto(`${desk.url}/inbox`);
    const question = page.getByRole('heading', { level: 2, name: /^Approve €611.50/ });
    await expect(question).toBeVisible();
    await decideByKey(page, 'a');
    const toast = page.getByRole('dialog', { name: 'Approved' });
    await expect(toast.getByRole('button', { name: 'Undo' })).toBeVisible();
    await expect(question).toHaveCount(0);
    expect(await asking.run(runId)).toMatchObject({ status: 'suspended' });
    await page.keyboard.press('z');
    await expect(page.getByRole('dialog', { name: 'Decision undone' })).toBeVisible();
    await expect(question).toBeVisible();
    await expect(question).toBeFocused();

    const task = await (await api('manager', desk)).taskOf(runId);
    await page.goto(`${desk.url}/tasks/${task.taskId}`);
    await page.getByRole('button', { name: 'Approve' }).click();
    // Leaving the page sooner would cancel the request that carries the decision.
    await expect
      .poll(async () =>
        (await asking.run(runId)).tasks.some(({ decision }) => decision?.outcome === 'approve'),
      )
      .toBe(true);
    await page.goto(`${desk.url}/tasks/${task.taskId}`);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(page.getByRole('button', { name: 'Approve' })).toBeVisible();
    expect(await asking.run(runId)).toMatchObject({ status: 'suspended' });
  } finally {
    await desk.dispose();
  }
});

test('a decision that is not undone is applied when its window ends, without a sweep', async ({
  as,
  api,
}) => {
  const desk = await DeskServer.open({ env: { UNDO_WINDOW: '2s' } });
  try {
    const asking = await api('requester', desk);
    const { runId } = await asking.start('expense-report', expense(412.5));
    const { page: requester } = await as('requester', desk);
    await requester.goto(`${desk.url}/runs/${runId}`);
    const { page } = await as('manager', desk);
    await page.goto(`${desk.url}/inbox`);
    await decideByKey(page, 'a');
    await expect(page.getByRole('dialog', { name: 'Approved' })).toBeVisible();
    await expect(requester.getByRole('region', { name: 'Result' })).toContainText('Paid');
  } finally {
    await desk.dispose();
  }
});
