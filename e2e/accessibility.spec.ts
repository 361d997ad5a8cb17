import type { Locator, Page } from '@playwright/test';
import { expect, expectNoAxeViolations, nameOf, test, type Seat } from './support/fixtures';
import { violationsOn } from './support/axe';
import { everyPage } from './support/every-page';
import { expense } from './support/requests';

/** How many pixels the page is wider than the window; reading must not need sideways scrolling. */
const overflow = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

test('a scan finds what is wrong on a page, in the current colour scheme', async ({ page }) => {
  const style =
    'p { color: #999; background: #fff } @media (prefers-color-scheme: dark) { p { color: #fff; background: #111 } }';
  await page.setContent(
    `<html lang="en"><title>Wrong</title><style>${style}</style><main><h1>Wrong</h1><p>Faint</p><img src="data:,"></main></html>`,
  );
  const found = async (colorScheme: 'light' | 'dark') => {
    await page.emulateMedia({ colorScheme });
    return (await violationsOn(page)).map(({ id }) => id);
  };
  expect(await found('light')).toEqual(['color-contrast', 'image-alt']);
  expect(await found('dark')).toEqual(['image-alt']);
});

/** One part per worker, each making its own requests for the pages to show. */
const parts = 2;

for (const part of Array.from({ length: parts }, (_, index) => index + 1)) {
  test(`no page has an axe violation, in light and dark, nor needs sideways scrolling at 320 pixels (part ${part} of ${parts})`, async ({
    api,
    as,
    desk,
    consoleGuard,
  }) => {
    test.setTimeout(600_000);
    consoleGuard.allow(/status of 404/);
    const seats = new Map<string | null, Seat>();
    for (const [index, { name, path, as: person, status = 200 }] of (await everyPage(desk, api)).entries()) {
      if (index % parts !== part - 1) continue;
      await test.step(name, async () => {
        const seat = seats.get(person) ?? (await as(person));
        seats.set(person, seat);
        await seat.page.setViewportSize({ width: 1280, height: 800 });
        const answer = await seat.page.goto(path);
        expect.soft(answer?.status(), name).toBe(status);
        await expectNoAxeViolations(seat.page);
        await seat.page.setViewportSize({ width: 320, height: 640 });
        expect.soft(await overflow(seat.page), `${name} at 320 px`).toBe(0);
      });
    }
  });
}

test('errors on a page have no axe violation, take the focus and lead to their fields', async ({
  api,
  as,
  page,
  consoleGuard,
}) => {
  test.setTimeout(120_000);
  consoleGuard.allow(/status of (401|409|422)/);
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill('manager@demo.test');
  await page.getByLabel('Password').fill('wrong');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'is not right' })).toBeVisible();
  await expectNoAxeViolations(page);

  const { page: requester } = await as('requester');
  await requester.goto('/new/expense-report');
  await requester.getByRole('textbox', { name: 'Purpose' }).fill('     ');
  await requester.getByRole('combobox', { name: 'Category' }).selectOption({ label: 'Travel' });
  await requester.getByRole('textbox', { name: 'Amount' }).fill('10');
  await requester.getByLabel('Date of the expense').fill('2026-11-02');
  await requester.getByRole('button', { name: 'Send request' }).click();
  const summary = requester.getByRole('group', { name: 'One thing needs your attention' });
  await expect(summary).toBeFocused();
  await expectNoAxeViolations(requester);
  await summary.getByRole('link', { name: /^Purpose/ }).click();
  await expect(requester.getByRole('textbox', { name: 'Purpose' })).toBeFocused();

  const asking = await api('requester');
  const { runId } = await asking.start('expense-report', expense(921.4));
  const [manager, manager2] = [await api('manager'), await as('manager2')];
  const task = await manager.taskOf(runId);
  await manager2.page.setViewportSize({ width: 320, height: 640 });
  await manager2.page.goto(`/tasks/${task.taskId}`);
  await manager2.page.getByRole('button', { name: 'Reject' }).click();
  await expect(manager2.page.getByRole('textbox', { name: 'Note' })).toBeFocused();
  await expectNoAxeViolations(manager2.page);
  expect((await manager.decide(task, { outcome: 'approve' })).status()).toBe(200);
  await manager2.page.getByRole('button', { name: 'Approve' }).click();
  await expect(manager2.page.getByText(`${nameOf('manager')} approved this`)).toBeVisible();
  await expectNoAxeViolations(manager2.page);
  expect(await overflow(manager2.page)).toBe(0);
});

test('the note that a decision was recorded has no axe violation', async ({ api, as }) => {
  await (await api('requester')).start('expense-report', expense(951.4));
  const { page } = await as('manager');
  await page.goto('/inbox?q=951.40');
  await page.getByRole('button', { name: 'Approve' }).click();
  const note = page.getByRole('dialog', { name: 'Approved' });
  await note.hover();
  await expectNoAxeViolations(page);
  await note.getByRole('button', { name: 'Dismiss' }).click();
  await expect(note).toHaveCount(0);
});

test('? shows the keys and Ctrl+K the palette; both, the account and the question before a cancellation have no axe violation', async ({
  api,
  as,
}) => {
  test.setTimeout(120_000);
  const { runId } = await (await api('requester')).start('expense-report', expense(931.4));
  const { page } = await as('requester');
  await page.goto(`/runs/${runId}`);
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(keys).toContainText('Approve');
  await expectNoAxeViolations(page);
  await page.keyboard.press('Escape');
  await expect(keys).toHaveCount(0);

  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Command palette' });
  await expect(palette.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('purch');
  await expect(palette.getByRole('option', { name: 'Purchase order' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await expectNoAxeViolations(page);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/new/purchase-order');
  await expect(palette).toHaveCount(0);

  await page.goto(`/runs/${runId}`);
  await page.getByRole('button', { name: nameOf('requester') }).click();
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
  await expectNoAxeViolations(page);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Cancel request' }).click();
  const question = page.getByRole('alertdialog', { name: 'Cancel this request?' });
  await expectNoAxeViolations(page);
  await question.getByRole('textbox', { name: 'Reason' }).fill('Not needed any more.');
  await question.getByRole('button', { name: 'Cancel request' }).click();
  await expect(page.getByText('This request was cancelled')).toBeVisible();
  await expect(page.getByText('Not needed any more.')).toBeVisible();
});

/** Presses Tab until the element has focus. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab does not reach ${target}`);
}

test('sign-in, a decision and the next one are possible with the keyboard alone, without single-key shortcuts', async ({
  api,
  page,
}) => {
  const asking = await api('requester2');
  const first = await asking.start('expense-report', expense(941.4));
  const second = await asking.start('expense-report', expense(942.4));
  await page.context().addCookies([
    {
      name: 'shortcuts',
      value: 'off',
      url: new URL(await (await page.goto('/sign-in?next=%2Finbox%3Fq%3D%25E2%2582%25AC94'))!.url()).origin,
    },
  ]);
  await tabTo(page, page.getByRole('button', { name: nameOf('manager') }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/inbox\?q=/);
  await tabTo(page, page.getByRole('link', { name: 'Skip to the content' }));
  await page.keyboard.press('Enter');
  await tabTo(page, page.getByRole('link', { name: /^Approve €942.40/ }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2, name: /^Approve €942.40/ })).toBeVisible();
  await page.keyboard.press('a');
  await tabTo(page, page.getByRole('textbox', { name: 'Note' }));
  await page.keyboard.type('Approved by keyboard.');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByRole('button', { name: 'Approve' })).toBeFocused();
  expect((await asking.run(second.runId)).status).toBe('suspended');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 2, name: /^Approve €941.40/ })).toBeFocused();
  await tabTo(page, page.getByRole('button', { name: 'Approve' }));
  await page.keyboard.press('Space');
  await expect(page.getByText('No task fits')).toBeVisible();
  for (const { runId } of [first, second]) expect((await asking.run(runId)).status).toBe('success');
  expect((await asking.run(second.runId)).tasks[0]?.decision?.comment).toBe('Approved by keyboard.');
});
