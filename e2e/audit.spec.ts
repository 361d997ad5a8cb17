import { expect, test } from './support/fixtures';
import { expense } from './support/requests';

test('an operator finds who decided, opens the event, follows it to the request and takes it away as CSV', async ({
  api,
  as,
}) => {
  const [requester, manager] = [await api('requester'), await api('manager')];
  const { runId } = await requester.start('expense-report', expense(731.2));
  await manager.decide(await manager.taskOf(runId), { outcome: 'reject', comment: '=1+1 is too much' });

  const { page } = await as('operator');
  await page.goto(`/audit?run=${runId}`);
  await page.getByLabel('What was done').selectOption('Question answered');
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page).toHaveURL(/verb=task\.decided/);
  const events = page
    .getByRole('list', { name: 'Events' })
    .getByRole('listitem')
    .filter({ hasText: 'Question answered' });
  await expect(events).toHaveCount(1);
  await expect(events).toContainText('Miriam Okafor');
  await events.getByText('Question answered').click();
  await expect(events.getByText('"decided"')).toBeVisible();

  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'CSV' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^audit-\d{4}-\d\d-\d\d\.csv$/);

  await events.getByRole('link', { name: 'All events of this request' }).click();
  // The previous page had the same request in its form.
  await expect(page).not.toHaveURL(/verb=/);
  await expect(page.getByLabel('Request ID')).toHaveValue(runId);
  await page.getByLabel('Request ID').fill('');
  await page.getByLabel('What was done').selectOption('Audit log exported');
  await page.getByRole('textbox', { name: 'Person' }).fill('keiko tanaka');
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Audit log exported' }).first()).toContainText(
    'Keiko Tanaka',
  );
});

test('nobody else sees the audit log, or a link to it', async ({ as, consoleGuard }) => {
  consoleGuard.allow(/status of 404/);
  const { page } = await as('manager');
  await page.goto('/inbox');
  await expect(
    page.getByRole('navigation', { name: 'Desk' }).getByRole('link', { name: 'Audit' }),
  ).toHaveCount(0);
  expect((await page.goto('/audit'))?.status()).toBe(404);
  for (const path of ['/api/audit', '/api/audit/export?format=csv'])
    expect((await page.request.get(path)).status()).toBe(404);
});
