import type { Page, Response } from '@playwright/test';
import type { Api } from './support/api';
import { effectsOf } from './support/effects';
import { expect, nameOf, test, type Person } from './support/fixtures';
import { expense, order } from './support/requests';

const isDecision = (url: URL) => url.pathname.endsWith('/decision');

/** Holds each page's decision until all have been sent, so that they reach the server together. */
async function together(...pages: Page[]): Promise<void> {
  let arrived = 0;
  let open = () => {};
  const all = new Promise<void>((resolve) => (open = resolve));
  for (const page of pages) {
    await page.route(isDecision, async (route) => {
      arrived += 1;
      if (arrived === pages.length) open();
      await all;
      await route.continue();
    });
  }
}

const answerTo = (page: Page): Promise<Response> =>
  page.waitForResponse((response) => isDecision(new URL(response.url())));

async function decisionsOf(requester: Api, runId: string): Promise<string[]> {
  const { tasks } = await requester.run(runId);
  return tasks.flatMap(({ decision }) => (decision ? [`${decision.outcome} by ${decision.by.name}`] : []));
}

const conflictNote = /status of 409/;

test('of two people who decide at once one wins; the other reads who was faster and goes on to the next task', async ({
  as,
  api,
  desk,
  consoleGuard,
}) => {
  consoleGuard.allow(conflictNote);
  const requester = await api('requester');
  const { runId } = await requester.start('expense-report', expense(731.4));
  await requester.start('expense-report', expense(732.4, 'Hotel in Lyon'));
  const people: Person[] = ['manager', 'manager2'];
  const seats = await Promise.all(people.map(async (person) => ({ person, ...(await as(person)) })));
  const pages = seats.map(({ page }) => page);
  for (const page of pages) {
    await page.goto('/inbox?q=%E2%82%AC73&sort=newest');
    await page.getByRole('link', { name: /^Approve €731.40/ }).click();
    await expect(page.getByRole('heading', { level: 2, name: /^Approve €731.40/ })).toBeVisible();
  }
  await together(...pages);
  const answers = await Promise.all(
    pages.map(async (page) => {
      const answer = answerTo(page);
      await page.getByRole('button', { name: 'Approve' }).click();
      return answer;
    }),
  );
  expect(answers.map((answer) => answer.status()).toSorted()).toEqual([200, 409]);

  const winner = seats[answers.findIndex((answer) => answer.status() === 200)]!;
  const loser = seats[answers.findIndex((answer) => answer.status() === 409)]!;
  await expect(winner.page.getByRole('dialog', { name: 'Approved' })).toBeVisible();
  const notice = loser.page.getByRole('status').filter({ hasText: `${nameOf(winner.person)} approved this` });
  await expect(notice).toContainText('Your answer was not used');
  await expect(loser.page.getByRole('button', { name: 'Approve' })).toBeDisabled();
  await notice.getByRole('link', { name: 'Next task' }).click();
  await expect(loser.page.getByRole('heading', { level: 2, name: /^Approve €732.40/ })).toBeVisible();

  expect(await decisionsOf(requester, runId)).toEqual([`approve by ${nameOf(winner.person)}`]);
  expect((await requester.run(runId)).status).toBe('success');
  expect(await effectsOf(desk, runId)).toEqual(['payment ×1']);
});

test('a double click, and the same answer from two tabs at once, count once', async ({ as, api, desk }) => {
  const requester = await api('requester');
  const { runId } = await requester.start('expense-report', expense(741.4));
  const { taskId } = await (await api('manager')).taskOf(runId);
  const { page: one, context } = await as('manager');
  const two = await context.newPage();
  const pages = [one, two];
  const sent: string[] = [];
  for (const page of pages) {
    page.on('request', (request) => isDecision(new URL(request.url())) && sent.push(request.url()));
    await page.goto(`/tasks/${taskId}`);
  }
  await together(...pages);
  const answers = await Promise.all(
    pages.map(async (page) => {
      const answer = answerTo(page);
      await page.getByRole('button', { name: 'Approve' }).dblclick();
      return (await answer).status();
    }),
  );
  expect(answers).toEqual([200, 200]);
  for (const page of pages) await expect(page.getByText('Your decision is recorded')).toBeVisible();
  expect(sent).toHaveLength(2);
  expect(await decisionsOf(requester, runId)).toEqual([`approve by ${nameOf('manager')}`]);
  expect(await effectsOf(desk, runId)).toEqual(['payment ×1']);
});

test('a tab that shows an old page cannot change what was decided, also not by the same person', async ({
  as,
  api,
  desk,
  consoleGuard,
}) => {
  consoleGuard.allow(conflictNote);
  const requester = await api('requester');
  const { runId } = await requester.start('expense-report', expense(751.4));
  const manager2 = await api('manager2');
  const task = await manager2.taskOf(runId);
  const { page: others } = await as('manager');
  const { page: own } = await as('manager2');
  for (const page of [others, own]) await page.goto(`/tasks/${task.taskId}`);
  expect((await manager2.decide(task, { outcome: 'reject', comment: 'Not this year.' })).status()).toBe(200);

  for (const page of [others, own]) {
    await page.getByRole('button', { name: 'Approve' }).click();
    const notice = page.getByRole('status').filter({ hasText: `${nameOf('manager2')} rejected this` });
    await expect(notice).toContainText('Your answer was not used');
    await notice.getByRole('button', { name: 'See the decision' }).click();
    await expect(page.getByRole('region', { name: 'Decision' })).toContainText('Not this year.');
    await expect(page.getByRole('button', { name: 'Approve' })).toHaveCount(0);
  }
  expect(await decisionsOf(requester, runId)).toEqual([`reject by ${nameOf('manager2')}`]);
  expect((await requester.run(runId)).result).toMatchObject({ status: 'rejected', reason: 'Not this year.' });
  expect(await effectsOf(desk, runId)).toEqual([]);
});

test('two people who answer two parallel gates at the same instant both count, and the order is placed once', async ({
  as,
  api,
  desk,
}) => {
  const requester = await api('requester');
  const { runId } = await requester.start('purchase-order', order('Twin Gates Ltd'));
  const { page: watching } = await as('requester');
  await watching.goto(`/runs/${runId}`);
  await expect(watching.getByText('Waiting for Managers and Finance').first()).toBeVisible();
  const [need, budget] = [await as('manager'), await as('finance')];
  for (const { page } of [need, budget]) {
    await page.goto('/inbox?q=Twin');
    await expect(page.getByRole('heading', { level: 2, name: /€149.70 at Twin Gates Ltd$/ })).toBeVisible();
  }
  await together(need.page, budget.page);
  const answers = await Promise.all(
    [need, budget].map(async ({ page }) => {
      const answer = answerTo(page);
      await page.getByRole('button', { name: 'Approve' }).click();
      return (await answer).status();
    }),
  );
  for (const status of answers) expect([200, 202]).toContain(status);
  await expect(watching.getByRole('region', { name: 'Result' })).toContainText('Ordered');
  await expect(watching.getByRole('region', { name: 'Result' })).toContainText('€149.70');
  expect((await decisionsOf(requester, runId)).toSorted()).toEqual(
    [`approve by ${nameOf('manager')}`, `approve by ${nameOf('finance')}`].toSorted(),
  );
  expect(await effectsOf(desk, runId)).toEqual(['order ×1']);
});
