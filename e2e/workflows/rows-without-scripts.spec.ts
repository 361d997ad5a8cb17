import type { Locator, Page } from '@playwright/test';
import { confirmationIn, linksOf } from '../support/links';
import { expect, test } from '../support/fixtures';
import { recorded } from '../support/recorded';

test.use({ javaScriptEnabled: false });

const button = (within: Page | Locator, name: string) => within.getByRole('button', { name, exact: true });
const field = (within: Page | Locator, name: string) => within.getByRole('textbox', { name, exact: true });

/** A row, by its index in each list from outer to inner. */
const row = (page: Page, idPrefix: string, prefix: string, path: string) =>
  page.locator(`[id="${idPrefix}-${prefix}.${path}~23row"]`);

/** Presses a button that posts and returns to the form. */
async function change(page: Page, target: Locator) {
  await target.click();
  await page.waitForLoadState('load');
  await expect(page).toHaveURL(/[?&]post=/);
}

/** Fills in nested lists by plain posts: adds, moves and removes rows, and types in between. */
async function fillIn(page: Page, idPrefix: string, prefix: string) {
  const at = (path: string) => row(page, idPrefix, prefix, path);
  await change(page, button(page, 'Add to Teams'));
  await field(at('teams.0'), 'Team').fill('Second');
  await change(page, button(page, 'Add to Teams'));
  await field(at('teams.1'), 'Team').fill('First');
  await change(page, button(page, 'Add to Teams'));
  // An empty row stays as well.
  await change(page, button(at('teams.1'), 'Add to Lines'));
  await field(at('teams.1.lines.0'), 'SKU').fill('A1');
  await change(page, button(at('teams.1.lines.0'), 'Add to Tags'));
  await field(at('teams.1.lines.0.tags.0'), 'Tags 1').fill('new');
  await change(page, button(at('teams.1.lines.0'), 'Add to Rates'));
  await field(at('teams.1.lines.0'), 'Value').fill('7.5');
  // A value without a name yet is kept until it has one.
  await change(page, button(at('teams.1'), 'Add to Lines'));
  await field(at('teams.1.lines.1'), 'SKU').fill('B2');
  await field(at('teams.1.lines.0'), 'Name').fill('net price');
  await change(page, button(at('teams.1'), 'Move Lines 2 up'));
  await change(page, button(page, 'Move Teams 2 up'));
  await change(page, button(page, 'Remove Teams 3'));
  await expect(field(at('teams.0.lines.1'), 'Value')).toHaveValue('7.5');
}

const filled = {
  teams: [
    {
      team: 'First',
      lines: [
        { sku: 'B2', tags: [], rates: {} },
        { sku: 'A1', tags: ['new'], rates: { 'net price': 7.5 } },
      ],
    },
    { team: 'Second', lines: [] },
  ],
};

test('nested lists can be filled in on a start page, and Enter sends them', async ({ api, as }) => {
  const requester = await api('requester');
  const { page } = await as('requester');
  await page.goto('/new/teams');
  await fillIn(page, 'field', 'input');
  await field(page, 'Team').last().press('Enter');
  await expect(page).toHaveURL(/\/runs\//);
  const runId = new URL(page.url()).pathname.split('/')[2]!;
  expect((await requester.run(runId)).input).toEqual(filled);
});

test('nested lists can be filled in on a task page', async ({ api, as, desk }) => {
  const { runId } = await (await api('requester')).start('teams', { teams: [] });
  const { taskId } = await (await api('manager')).taskOf(runId);
  const { page } = await as('manager');
  await page.goto(`/tasks/${taskId}`);
  await fillIn(page, 'answer', 'resumeData');
  await button(page, 'Submit').click();
  await expect(page.getByText('Your decision is recorded')).toBeVisible();
  expect(await recorded(desk, taskId)).toEqual(filled);
});

test('nested lists can be filled in on a link page', async ({ api, page, desk }) => {
  const { runId } = await (await api('requester')).start('teams', { teams: [] });
  const { taskId } = await (await api('manager')).taskOf(runId);
  const { submit = '' } = await linksOf(desk, taskId, 'manager');
  await page.goto(submit);
  await page.getByRole('radio', { name: 'Submit' }).check();
  await fillIn(page, 'answer', 'resumeData');
  await expect(page.getByRole('radio', { name: 'Submit' })).toBeChecked();
  await page.getByLabel(/^To confirm, type/).fill(await confirmationIn(page));
  await button(page, 'Send my decision').click();
  await expect(page).toHaveURL('/links/done');
  expect(await recorded(desk, taskId)).toEqual(filled);
});
