import { expect, test } from './support/fixtures';
import { expense } from './support/requests';

test('seven run pages in one browser load, follow their runs, and leave room for an eighth', async ({
  as,
  api,
}) => {
  const [requester, manager] = [await api('requester'), await api('manager')];
  const runIds: string[] = [];
  for (let index = 0; index < 7; index += 1)
    runIds.push((await requester.start('expense-report', expense(210 + index))).runId);
  const { context } = await as('requester');
  const pages = [];
  for (const runId of runIds) {
    const page = await context.newPage();
    await page.goto(`/runs/${runId}`);
    await expect(page.locator('[data-live="live"]')).toBeVisible();
    pages.push(page);
  }
  const eighth = await context.newPage();
  await eighth.goto('/runs');
  await expect(eighth.getByRole('heading', { level: 1 })).toBeVisible();

  for (const runId of runIds)
    expect((await manager.decide(await manager.taskOf(runId), { outcome: 'approve' })).status()).toBe(200);
  for (const page of pages) await expect(page.locator('[data-live]')).toHaveCount(0);
});

test('a released stream goes to a page waiting for one', async ({ as, api }) => {
  const requester = await api('requester');
  const { context } = await as('requester');
  const streams: string[] = [];
  context.on('request', (request) => {
    if (request.url().includes('/events?')) streams.push(request.url());
  });
  const pages = [];
  for (let index = 0; index < 4; index += 1) {
    const page = await context.newPage();
    await page.goto(`/runs/${(await requester.start('expense-report', expense(220 + index))).runId}`);
    await expect(page.locator('[data-live="live"]')).toBeVisible();
    pages.push(page);
  }
  expect(new Set(streams).size).toBe(3);
  await pages[0]!.close();
  await expect.poll(() => new Set(streams).size, { timeout: 15_000 }).toBe(4);
});

test.describe('an address that no text can be', () => {
  for (const path of ['/runs/%E0%A4%A', '/tasks/%FF', '/api/runs/%E0%A4%A'])
    test(`${path} is not there`, async ({ as }) => {
      const { context } = await as('requester');
      expect((await context.request.get(path)).status()).toBe(404);
    });
});
