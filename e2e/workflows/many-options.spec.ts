import type { Page } from '@playwright/test';
import { confirmationIn, linksOf } from '../support/links';
import { expect, test } from '../support/fixtures';
import { recorded } from '../support/recorded';

const part = (page: Page) => page.getByRole('combobox', { name: 'Part', exact: true }).first();

test('one of 5,000 options is found by typing part of it', async ({ api, as, desk }) => {
  const { runId } = await (await api('requester')).start('parts', { part: 'part-0001', more: [] });
  const { taskId } = await (await api('manager')).taskOf(runId);
  const { page } = await as('manager');
  await page.goto(`/tasks/${taskId}`);
  await expect(page.getByRole('button', { name: 'Show all' }).first()).toBeVisible();
  await part(page).pressSequentially('4999');
  await expect(page.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Add to More' }).click();
  const more = page.getByRole('combobox', { name: 'Part', exact: true }).nth(1);
  await more.pressSequentially('seventh');
  await expect(page.getByRole('option')).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Count' }).fill('2');
  await page.getByRole('button', { name: 'Submit' }).click();
  await expect(page.getByText('Your decision is recorded')).toBeVisible();
  expect(await recorded(desk, taskId)).toEqual({
    part: 'part-4999',
    more: [{ part: 'part-0007', count: 2 }],
  });
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  /** The page contains the suggestions once, for all fields that offer them. */
  const mostKilobytes = 700;

  test('one of 5,000 options is typed with suggestions on a task page, and other text is refused at its field', async ({
    api,
    as,
    desk,
  }) => {
    const manager = await api('manager');
    const { runId } = await (await api('requester')).start('parts', { part: 'part-0001', more: [] });
    const { taskId } = await manager.taskOf(runId);
    const { page } = await as('manager');
    await page.goto(`/tasks/${taskId}`);
    await part(page).fill('part-9999');
    await page.getByRole('button', { name: 'Add to More' }).click();
    await expect(page.getByRole('combobox', { name: 'Part', exact: true })).toHaveCount(2);
    const html = await page.content();
    expect(html.match(/<datalist/g)).toHaveLength(1);
    expect(html.length / 1024).toBeLessThan(mostKilobytes);
    await page.getByRole('combobox', { name: 'Part', exact: true }).nth(1).fill('The seventh');
    await page.getByRole('textbox', { name: 'Count' }).fill('2');
    await page.getByRole('button', { name: 'Submit' }).click();
    await expect(part(page)).toHaveValue('part-9999');
    await expect(part(page)).toHaveAccessibleDescription('must be one of the 5\u00a0000 options');
    await expect(page.getByRole('group', { name: /Nothing was decided/ })).toContainText(
      'Part: must be one of',
    );
    await part(page).fill('part-4999');
    await page.getByRole('button', { name: 'Submit' }).click();
    await expect(page.getByText('Your decision is recorded')).toBeVisible();
    expect(await recorded(desk, taskId)).toEqual({
      part: 'part-4999',
      more: [{ part: 'part-0007', count: 2 }],
    });
  });

  test('works the same on start pages and link pages', async ({ api, as, page: link, desk }) => {
    const requester = await api('requester');
    const { page } = await as('requester');
    await page.goto('/new/parts');
    await part(page).fill('nothing of it');
    await page.getByRole('button', { name: 'Send request' }).click();
    await expect(part(page)).toHaveValue('nothing of it');
    await expect(part(page)).toHaveAttribute('aria-invalid', 'true');
    await part(page).fill('The seventh');
    await page.getByRole('button', { name: 'Send request' }).click();
    await expect(page).toHaveURL(/\/runs\//);
    const runId = new URL(page.url()).pathname.split('/')[2]!;
    expect((await requester.run(runId)).input).toEqual({ part: 'part-0007', more: [] });

    const { taskId } = await (await api('manager')).taskOf(runId);
    const { submit = '' } = await linksOf(desk, taskId, 'manager');
    await link.goto(submit);
    for (const [typed, comes] of [
      ['part-5001', /^\/links\/.+post=/],
      ['part-5000', /^\/links\/done$/],
    ] as const) {
      await link.getByRole('radio', { name: 'Submit' }).check();
      await part(link).fill(typed);
      await link.getByLabel(/^To confirm, type/).fill(await confirmationIn(link));
      await link.getByRole('button', { name: 'Send my decision' }).click();
      await expect.poll(() => link.url().replace(desk.url, '')).toMatch(comes);
    }
    expect(await recorded(desk, taskId)).toEqual({ part: 'part-5000', more: [] });
  });
});
