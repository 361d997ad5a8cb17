import type { Page } from '@playwright/test';
import { effectsOf } from './support/effects';
import { expect, nameOf, test } from './support/fixtures';
import { decideByKey } from './support/keys';
import { expense } from './support/requests';

/** Records every page load from now on, to show that a change came without one. */
function loadsOf(page: Page): string[] {
  const loads: string[] = [];
  page.on('load', () => loads.push(page.url()));
  return loads;
}

/** Searches the inbox by keyboard and waits for exactly the expected rows. */
async function searchFor(page: Page, words: string, rows: number): Promise<void> {
  await page.goto('/inbox');
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox', { name: 'Search' })).toBeFocused();
  await page.keyboard.type(words);
  await page.waitForURL((url) => url.searchParams.get('q') === words);
  await expect(page.getByRole('list', { name: 'Tasks' }).getByRole('listitem')).toHaveCount(rows);
  await page.keyboard.press('Escape');
}

const runIdOf = (page: Page) => new URL(page.url()).pathname.split('/')[2] ?? '';

test('an expense above the limit is asked for, approved by a manager and by finance, and its page says “paid” by itself', async ({
  as,
  desk,
}) => {
  const { page: requester } = await as('requester');
  await requester.goto('/new');
  await requester.getByRole('link', { name: 'Expense report' }).click();
  await requester.getByRole('textbox', { name: 'Purpose' }).fill('Workshop in Turin');
  await requester.getByRole('combobox', { name: 'Category' }).selectOption({ label: 'Training' });
  await requester.getByRole('textbox', { name: 'Amount' }).fill('1240.50');
  await requester.getByLabel('Date of the expense').fill('2026-11-02');
  await requester.getByRole('button', { name: 'Send request' }).click();

  await expect(requester.getByRole('heading', { level: 1, name: 'Workshop in Turin' })).toBeVisible();
  await expect(requester.getByText('Waiting for Managers', { exact: true })).toBeVisible();
  await expect(requester.getByText('Live', { exact: true })).toBeVisible();
  const loads = loadsOf(requester);
  const runId = runIdOf(requester);

  const { page: manager } = await as('manager');
  await searchFor(manager, '1,240.50', 1);
  await manager.keyboard.press('j');
  const question = manager.getByRole('heading', {
    level: 2,
    name: `Approve €1,240.50 training for ${nameOf('requester')}`,
  });
  await expect(question).toBeVisible();
  await manager.keyboard.press('Enter');
  await expect(question).toBeFocused();
  await decideByKey(manager, 'a');
  await expect(manager.getByRole('dialog', { name: 'Approved' })).toContainText('The request goes on.');

  await expect(requester.getByText('Waiting for Finance').first()).toBeVisible();
  await expect(requester.getByRole('status').filter({ hasText: 'Waiting for Finance' })).toHaveCount(1);
  expect(await effectsOf(desk, runId)).toEqual([]);

  const { page: finance } = await as('finance');
  await finance.goto('/inbox');
  await finance.getByRole('link', { name: `Release €1,240.50 for ${nameOf('requester')}` }).click();
  await expect(finance.getByRole('heading', { level: 2, name: /^Release €1,240.50/ })).toBeVisible();
  await finance.getByRole('textbox', { name: 'Note' }).fill('From the training budget.');
  await finance.getByRole('button', { name: 'Approve' }).click();
  await expect(finance.getByRole('dialog', { name: 'Approved' })).toBeVisible();

  const result = requester.getByRole('region', { name: 'Result' });
  await expect(result).toContainText('Paid');
  await expect(result).toContainText('€1,240.50');
  await expect(result).toContainText('PAY-');
  const progress = requester.getByRole('region', { name: 'Progress' });
  await expect(progress).toContainText(nameOf('manager'));
  await expect(progress).toContainText(nameOf('finance'));
  await expect(progress).toContainText('From the training budget.');
  expect(loads).toEqual([]);
  expect(await effectsOf(desk, runId)).toEqual(['payment ×1']);
});

test('r asks for the reason; the rejection ends the request, and the requester reads why', async ({
  as,
  api,
  desk,
}) => {
  const asking = await api('requester');
  const { runId } = await asking.start('expense-report', expense(812.3, 'Espresso machine'));
  const { page: requester } = await as('requester');
  await requester.goto(`/runs/${runId}`);
  await expect(requester.getByText('Live', { exact: true })).toBeVisible();
  const loads = loadsOf(requester);

  const { page: manager } = await as('manager');
  const sent: string[] = [];
  manager.on('request', (request) => request.method() === 'POST' && sent.push(request.url()));
  await searchFor(manager, '812.30', 1);
  await manager.keyboard.press('j');
  await expect(manager.getByRole('heading', { level: 2, name: /^Approve €812.30/ })).toBeVisible();
  await decideByKey(manager, 'r');
  const note = manager.getByRole('textbox', { name: 'Note' });
  await expect(note).toBeFocused();
  await expect(manager.getByText('Say why, then press Reject again')).toBeVisible();
  await expect(note).not.toHaveAttribute('aria-invalid');
  await manager.keyboard.press('Control+Enter');
  await expect(note).toHaveAccessibleDescription(/“Reject” needs a reason/);
  expect(sent).toEqual([]);
  await manager.keyboard.type('We rent one already.');
  await expect(note).not.toHaveAttribute('aria-invalid');
  await manager.keyboard.press('Control+Enter');
  await expect(manager.getByRole('dialog', { name: 'Rejected' })).toBeVisible();

  const result = requester.getByRole('region', { name: 'Result' });
  await expect(result).toContainText('Rejected');
  await expect(result).toContainText('We rent one already.');
  await expect(requester.getByRole('region', { name: 'Progress' })).toContainText(nameOf('manager'));
  expect(loads).toEqual([]);
  expect(await effectsOf(desk, runId)).toEqual([]);
});

test('j and k walk the list; after each decision the next task is there by itself, until none is left', async ({
  as,
  api,
}) => {
  const asking = await api('requester2');
  const runs = [];
  for (const amount of [611.11, 622.11, 633.11])
    runs.push(await asking.start('expense-report', expense(amount)));
  const { page } = await as('manager');
  await searchFor(page, '11 travel', 3);
  const shown = (amount: string) =>
    expect(page.getByRole('heading', { level: 2, name: new RegExp(`^Approve €${amount}`) })).toBeVisible();
  await shown('611.11');
  await page.keyboard.press('j');
  await shown('622.11');
  await page.keyboard.press('j');
  await shown('633.11');
  await page.keyboard.press('k');
  await shown('622.11');
  await decideByKey(page, 'a');
  await shown('633.11');
  await expect(page.getByRole('heading', { level: 2, name: /^Approve €633.11/ })).toBeFocused();
  await expect(page.getByRole('dialog', { name: 'Approved' })).toContainText('€622.11');
  await decideByKey(page, 'a');
  await shown('611.11');
  await decideByKey(page, 'a');
  await expect(page.getByText('No task fits')).toBeVisible();
  for (const { runId } of runs)
    expect(await asking.run(runId)).toMatchObject({ status: 'success', result: { status: 'paid' } });
});
