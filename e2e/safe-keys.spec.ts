import type { Page } from '@playwright/test';
import { expect, test } from './support/fixtures';
import { decideByKey } from './support/keys';
import { expense } from './support/requests';

/** Records the page's POST requests from now on. */
function postsOf(page: Page): string[] {
  const posts: string[] = [];
  page.on('request', (request) => request.method() === 'POST' && posts.push(request.url()));
  return posts;
}

const ready = (page: Page) =>
  expect(page.getByRole('button', { name: 'Approve' })).toHaveAttribute('aria-keyshortcuts', 'a');

test('keys pressed while the command palette loads go into the palette and decide nothing', async ({
  as,
  api,
}) => {
  await (await api('requester')).start('expense-report', expense(731.11));
  const { page } = await as('manager');
  await page.goto('/inbox?q=731.11');
  await ready(page);
  const posts = postsOf(page);
  let load: () => void = () => undefined;
  const typed = new Promise<void>((resolve) => (load = resolve));
  await page.route(/\.js(\?|$)/, async (route) => {
    await typed;
    await route.continue();
  });
  await page.keyboard.press('Control+k');
  await page.keyboard.type('raudig');
  await page.keyboard.press('Backspace');
  await page.keyboard.type('t');
  load();
  const field = page.getByRole('combobox', { name: 'Command palette' });
  await expect(field).toHaveValue('raudit');
  await expect(field).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(field).toHaveCount(0);
  expect(posts).toEqual([]);
  await expect(page.getByRole('textbox', { name: 'Note' })).not.toHaveAttribute('aria-invalid');
});

test('a key pressed repeatedly, or held, decides only the task on screen', async ({ as, api }) => {
  const asking = await api('requester2');
  for (const amount of [741.11, 742.11, 743.11]) await asking.start('expense-report', expense(amount));
  const { page } = await as('manager');
  await page.goto('/inbox?q=74');
  await expect(page.getByRole('heading', { level: 2, name: /^Approve €741.11/ })).toBeVisible();
  const posts = postsOf(page);
  await decideByKey(page, 'a');
  for (let press = 0; press < 12; press += 1) await page.keyboard.press('a');
  await page.keyboard.down('a');
  for (let repeat = 0; repeat < 12; repeat += 1) await page.keyboard.down('a');
  await page.keyboard.up('a');
  await expect(page.getByRole('heading', { level: 2, name: /^Approve €742.11/ })).toBeVisible();
  await ready(page);
  expect(posts).toHaveLength(1);
});

test('a key does nothing right after something covered the task', async ({ as, api }) => {
  await (await api('requester')).start('expense-report', expense(721.11));
  const { page } = await as('manager');
  await page.goto('/inbox?q=721.11');
  await ready(page);
  const posts = postsOf(page);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('a');
  await ready(page);
  expect(posts).toEqual([]);
});
