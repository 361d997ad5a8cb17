import { expect, test, nameOf } from './support/fixtures';
import { effectsOf } from './support/effects';
import { expense, order } from './support/requests';
import type { Page } from '@playwright/test';
import { demoPassword } from '@/db/demo-people';

test.use({ javaScriptEnabled: false });

/** Presses a button and returns the statuses of the form post and of its redirects. */
async function post(page: Page, name: string | RegExp): Promise<number[]> {
  const statuses: number[] = [];
  const note = (response: { status: () => number; request: () => { isNavigationRequest: () => boolean } }) =>
    response.request().isNavigationRequest() && statuses.push(response.status());
  page.on('response', note);
  await page.getByRole('button', { name }).click();
  await page.waitForLoadState('load');
  page.off('response', note);
  return statuses;
}

test('sign-in: a wrong password is answered in words, the right one leads to where one wanted to go', async ({
  page,
}) => {
  await page.goto('/runs');
  await expect(page).toHaveURL('/sign-in?next=%2Fruns');
  await page.getByLabel('Email').fill('manager@demo.test');
  await page.getByLabel('Password').fill('not-the-password');
  expect(await post(page, /^Sign in$/)).toEqual([303, 200]);
  await expect(page.getByRole('alert')).toContainText('The email or the password is not right.');
  await page.getByLabel('Email').fill('manager@demo.test');
  await page.getByLabel('Password').fill(demoPassword);
  expect(await post(page, /^Sign in$/)).toEqual([303, 200]);
  await expect(page).toHaveURL('/runs');
  await page.goto('/settings');
  expect(await post(page, 'Sign out')).toEqual([303, 200]);
  await expect(page).toHaveURL('/sign-in');
  expect(await post(page, nameOf('operator'))).toEqual([303, 200]);
  await expect(page).toHaveURL('/inbox');
});

test('a request: what does not fit comes back in words, then it is sent and can be watched', async ({
  as,
}) => {
  const { page } = await as('requester');
  await page.goto('/new');
  await page.getByRole('link', { name: 'Expense report' }).click();
  await page.getByRole('textbox', { name: 'Purpose' }).fill('     ');
  await page.getByRole('combobox', { name: 'Category' }).selectOption({ label: 'Travel' });
  await page.getByRole('textbox', { name: 'Amount' }).fill('511.2');
  await page.getByLabel('Date of the expense').fill('2026-11-02');
  expect(await post(page, 'Send request')).toEqual([303, 200]);
  await expect(page).toHaveURL(/\/new\/expense-report\?problem=invalid&post=/);
  const summary = page.getByRole('group', { name: 'One thing needs your attention' });
  await expect(summary.getByRole('link')).toHaveText(/^Purpose: /);
  await expect(page.getByRole('textbox', { name: 'Purpose' })).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByRole('combobox', { name: 'Category' })).toHaveValue('travel');
  await expect(page.getByRole('textbox', { name: 'Amount' })).toHaveValue('511.2');
  await expect(page.getByLabel('Date of the expense')).toHaveValue('2026-11-02');
  await page.getByRole('textbox', { name: 'Purpose' }).fill('Train to Lyon');
  expect(await post(page, 'Send request')).toEqual([303, 200]);
  await expect(page.getByRole('heading', { level: 1, name: 'Train to Lyon' })).toBeVisible();
  await expect(page.getByText('Waiting for Managers', { exact: true })).toBeVisible();
});

test('a list of lines can be sent without scripts', async ({ as }) => {
  const { page } = await as('requester');
  await page.goto('/new/purchase-order');
  await page.getByRole('textbox', { name: 'Supplier' }).fill('Lumen GmbH');
  await page.getByRole('textbox', { name: 'Item' }).first().fill('Desk lamp');
  await page.getByRole('textbox', { name: 'Quantity' }).first().fill('2');
  await page.getByRole('textbox', { name: 'Unit price' }).first().fill('49.90');
  await page.getByRole('textbox', { name: 'Why it is needed' }).fill('Two new colleagues start in May.');
  expect(await post(page, 'Send request')).toEqual([303, 200]);
  await expect(page.getByText('Waiting for Managers and Finance').first()).toBeVisible();
});

test('a decision: a missing reason and an answer that comes too late are told in words; a good one is recorded', async ({
  as,
  api,
  desk,
}) => {
  const requester = await api('requester');
  const { runId } = await requester.start('expense-report', expense(521.2));
  const task = await (await api('manager')).taskOf(runId);
  const { page } = await as('manager');
  const { page: late } = await as('manager2');
  await late.goto(`/tasks/${task.taskId}`);
  await page.goto('/inbox?q=521.20');
  await page.getByRole('link', { name: /^Approve €521.20/ }).click();
  expect(await post(page, 'Reject')).toEqual([303, 200]);
  await expect(page).toHaveURL(new RegExp(`/tasks/${task.taskId}\\?problem=invalid&post=`));
  await expect(page.getByRole('group', { name: /Nothing was decided/ })).toContainText('needs a reason');
  await page.getByRole('textbox', { name: 'Note' }).fill('Take the bus.');
  expect(await post(page, 'Reject')).toEqual([303, 200]);
  await expect(page.getByRole('status').filter({ hasText: 'Your decision is recorded' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Decision' })).toContainText('Take the bus.');

  expect(await post(late, 'Approve')).toEqual([303, 200]);
  await expect(late.getByRole('alert')).toContainText('Somebody else was faster');
  await expect(late.getByRole('region', { name: 'Decision' })).toContainText(nameOf('manager'));
  expect((await requester.run(runId)).result).toMatchObject({ status: 'rejected', reason: 'Take the bus.' });
  expect(await effectsOf(desk, runId)).toEqual([]);
});

test('an answer sent after the session has ended leads to the sign-in page and back', async ({ as, api }) => {
  const { runId } = await (await api('requester')).start('expense-report', expense(551.2));
  const task = await (await api('manager')).taskOf(runId);
  const { page, context } = await as('manager');
  await page.goto(`/tasks/${task.taskId}`);
  await context.clearCookies();
  expect(await post(page, 'Approve')).toEqual([303, 200]);
  await expect(page).toHaveURL(`/sign-in?next=%2Ftasks%2F${task.taskId}&problem=ended`);
  await expect(page.getByText('Your session has ended.')).toBeVisible();
  await page.getByLabel('Email').fill('manager@demo.test');
  await page.getByLabel('Password').fill(demoPassword);
  expect(await post(page, /^Sign in$/)).toEqual([303, 200]);
  await expect(page).toHaveURL(`/tasks/${task.taskId}`);
  expect(await post(page, 'Approve')).toEqual([303, 200]);
  await expect(page.getByText('Your decision is recorded')).toBeVisible();
});

test('a request is taken back; from an old page that is refused in words once it has ended', async ({
  as,
  api,
}) => {
  const requester = await api('requester');
  const { runId } = await requester.start('purchase-order', order('Nordlys AS'));
  const ended = await requester.start('expense-report', expense(531.2));
  const { page } = await as('requester');
  await page.goto(`/runs/${runId}`);
  await page.getByText('Cancel request').first().click();
  await page.getByRole('textbox', { name: 'Reason' }).fill('We found lamps in the cellar.');
  expect(await post(page, 'Cancel request')).toEqual([303, 200]);
  await expect(page.getByText('This request was cancelled')).toBeVisible();
  await expect(page.getByText('We found lamps in the cellar.')).toBeVisible();
  expect(await requester.run(runId)).toMatchObject({
    status: 'canceled',
    tasks: [{ state: 'canceled' }, { state: 'canceled' }],
  });

  await page.goto(`/runs/${ended.runId}`);
  const manager = await api('manager');
  expect((await manager.decide(await manager.taskOf(ended.runId), { outcome: 'approve' })).status()).toBe(
    200,
  );
  await page.getByText('Cancel request').first().click();
  expect(await post(page, 'Cancel request')).toEqual([303, 200]);
  await expect(page.getByRole('alert')).toContainText('This request has already ended.');
  expect((await requester.run(ended.runId)).status).toBe('success');
});

test('search, order, theme and shortcuts are plain forms', async ({ as, api }) => {
  const { runId } = await (await api('requester2')).start('expense-report', expense(541.2));
  const { page, context } = await as('manager');
  await page.goto('/inbox');
  await page.getByRole('searchbox', { name: 'Search' }).fill('541.20');
  await page.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('list', { name: 'Tasks' }).getByRole('listitem')).toHaveCount(1);
  await page.goto('/settings');
  await page.getByRole('radio', { name: 'Dark' }).check();
  await page.getByRole('switch', { name: 'Single-key shortcuts' }).uncheck();
  expect(await post(page, /^Save$/)).toEqual([303, 200]);
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked();
  await expect(page.getByRole('switch', { name: 'Single-key shortcuts' })).not.toBeChecked();
  expect((await context.cookies()).map(({ name }) => name)).toEqual(
    expect.arrayContaining(['theme', 'shortcuts']),
  );
  expect((await (await api('requester2')).run(runId)).status).toBe('suspended');
});
