import type { Page } from '@playwright/test';
import { expect, expectNoAxeViolations, test } from '../support/fixtures';
import { recorded } from '../support/recorded';

type Locale = {
  locale: string;
  amount: string;
  half: string;
  foreign: string;
  unclear: string;
  echo: string;
  hint: RegExp;
};

const inTwo: Locale[] = [
  {
    locale: 'en-US',
    amount: '19.50',
    half: '0.125',
    foreign: '19,50',
    unclear: '1,234',
    echo: '€19.50',
    hint: /must be written like 1,200\.5/,
  },
  {
    locale: 'de-DE',
    amount: '19,50',
    half: '0,125',
    foreign: '19.50',
    unclear: '1.234',
    echo: '19,50\u00a0€',
    hint: /must be written like 1\.200,5/,
  },
];

const price = (page: Page) => page.getByRole('textbox', { name: /^Price/ });
const ratio = (page: Page) => page.getByRole('textbox', { name: 'Ratio' });
const submit = (page: Page) => page.getByRole('button', { name: 'Submit' }).click();

for (const { locale, amount, half, foreign, unclear, echo, hint } of inTwo) {
  test.describe(`for a reader in ${locale}`, () => {
    test.use({ locale });

    test('the step gets the typed amount; the wheel changes nothing; other separators are refused with an explanation', async ({
      api,
      as,
      desk,
      consoleGuard,
    }) => {
      consoleGuard.allow(/status of 422/);
      const { runId } = await (await api('requester')).start('form-numbers', {});
      const { taskId } = await (await api('manager')).taskOf(runId);
      const { page } = await as('manager');
      await page.goto(`/tasks/${taskId}`);
      await price(page).pressSequentially(foreign);
      await price(page).blur();
      await expect(price(page)).toHaveValue(foreign);
      await expect(price(page)).toHaveAccessibleDescription(hint);
      await price(page).fill(amount);
      await expect(price(page)).toHaveAccessibleDescription(new RegExp(echo.replaceAll('.', '\\.')));
      await price(page).focus();
      await price(page).hover();
      await page.mouse.wheel(0, 600);
      await page.mouse.wheel(0, -600);
      await expect(price(page)).toHaveValue(amount);
      await page.keyboard.press('ArrowUp');
      await expect(price(page)).toHaveValue(amount);
      await page.getByRole('textbox', { name: 'Count' }).fill('3');
      await ratio(page).fill(unclear);
      await expectNoAxeViolations(page);
      await submit(page);
      const summary = page.getByRole('group', { name: /needs your attention|Nothing was decided/ });
      await expect(summary).toContainText(`could mean 1234 or ${unclear === '1,234' ? '1.234' : '1,234'}`);
      await expect(ratio(page)).toHaveValue(unclear);
      await ratio(page).fill(half);
      await expect(ratio(page)).not.toHaveAttribute('aria-invalid');
      await submit(page);
      await expect(page.getByText('Your decision is recorded')).toBeVisible();
      expect(await recorded(desk, taskId)).toEqual({ price: 19.5, count: 3, ratio: 0.125 });
    });

    test('a displayed amount can be pasted, and no digits are dropped', async ({
      api,
      as,
      desk,
      consoleGuard,
    }) => {
      consoleGuard.allow(/status of 422/);
      const { runId } = await (await api('requester')).start('form-numbers', {});
      const { taskId } = await (await api('manager')).taskOf(runId);
      const { page, context } = await as('manager');
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      await page.goto(`/tasks/${taskId}`);
      await price(page).focus();
      await page.evaluate((text) => navigator.clipboard.writeText(text), echo);
      await page.keyboard.press('ControlOrMeta+v');
      await expect(price(page)).toHaveValue(echo);
      await page.getByRole('textbox', { name: 'Count' }).fill('9007199254740993');
      await ratio(page).fill(half);
      await submit(page);
      await expect(page.getByRole('textbox', { name: 'Count' })).toHaveAccessibleDescription(
        /more digits than can be kept/,
      );
      await page.getByRole('textbox', { name: 'Count' }).fill('3');
      await submit(page);
      await expect(page.getByText('Your decision is recorded')).toBeVisible();
      expect(await recorded(desk, taskId)).toEqual({ price: 19.5, count: 3, ratio: 0.125 });
    });

    test('without scripts, an amount that cannot be read is shown again as it was typed', async ({
      api,
      browser,
      desk,
      consoleGuard,
    }) => {
      const { runId } = await (await api('requester')).start('form-numbers', {});
      const manager = await api('manager');
      const { taskId } = await manager.taskOf(runId);
      const context = await browser.newContext({
        baseURL: desk.url,
        javaScriptEnabled: false,
        storageState: await manager.http.storageState(),
      });
      consoleGuard.watch(context);
      const page = await context.newPage();
      await page.goto(`/tasks/${taskId}`);
      await price(page).fill(foreign);
      await page.getByRole('textbox', { name: 'Count' }).fill('3');
      await ratio(page).fill(unclear);
      await submit(page);
      await expect(price(page)).toHaveValue(foreign);
      await expect(price(page)).toHaveAccessibleDescription(hint);
      await expect(ratio(page)).toHaveValue(unclear);
      await expect(page.getByRole('textbox', { name: 'Count' })).toHaveValue('3');
      await price(page).fill(amount);
      await ratio(page).fill(half);
      await submit(page);
      await expect(page.getByText('Your decision is recorded')).toBeVisible();
      expect(await recorded(desk, taskId)).toEqual({ price: 19.5, count: 3, ratio: 0.125 });
      await context.close();
    });
  });
}
