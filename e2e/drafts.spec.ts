import { expect, test } from './support/fixtures';
import { expense } from './support/requests';

test('two tabs on one task do not silently overwrite each other’s draft', async ({ as, api }) => {
  const { runId } = await (await api('requester')).start('expense-report', expense(481.2));
  const { taskId } = await (await api('manager')).taskOf(runId);
  const { page: first, context } = await as('manager');
  const second = await context.newPage();
  for (const tab of [first, second]) await tab.goto(`/tasks/${taskId}`);
  const noteIn = (tab: typeof first) => tab.getByRole('textbox', { name: 'Note' });
  const warningIn = (tab: typeof first) => tab.getByText('a newer draft in another tab');

  await noteIn(first).fill('From the first tab');
  await expect(warningIn(second)).toBeVisible();
  await expect(warningIn(first)).toHaveCount(0);
  await noteIn(second).fill('From the second tab');
  await expect(warningIn(first)).toHaveCount(0);

  await second.getByRole('button', { name: 'Use the newer draft' }).click();
  await expect(noteIn(second)).toHaveValue('From the first tab');
  await expect(warningIn(second)).toHaveCount(0);

  await noteIn(second).fill('From the second tab, after all');
  await expect(warningIn(first)).toBeVisible();
  await first.getByRole('button', { name: 'Save this one instead' }).click();
  await noteIn(first).fill('From the first tab again');
  await expect(warningIn(second)).toBeVisible();
});
