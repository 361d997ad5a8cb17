import { expect, test } from './support/fixtures';

test('a new key is shown once: copied, or where the page may not copy given selected; a reload shows it no more', async ({
  as,
  desk,
}) => {
  const { page, context } = await as('manager');
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/settings/keys');
  await page.getByLabel('Name').fill('Robot of the browser test');
  await page.getByRole('checkbox', { name: /^Read requests/ }).check();
  await page.getByRole('button', { name: 'Make the key' }).click();
  const made = page.getByRole('status').filter({ hasText: 'Your new key' });
  const key = await made.locator('code').innerText();
  expect(key).toMatch(/^cs_[\w-]{43}$/);
  expect((await context.cookies(`${desk.url}/settings/keys`)).map(({ name }) => name)).not.toContain(
    'countersign.new_key',
  );
  await made.getByRole('button', { name: 'Copy the new key' }).click();
  await expect(made.getByRole('button', { name: 'Copied' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key);
  // As on a page served over plain http from another machine.
  await page.evaluate(() =>
    Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined }),
  );
  await made.getByRole('button', { name: 'Copied' }).click();
  const field = made.getByRole('textbox', { name: 'Copy the new key' });
  await expect(field).toBeFocused();
  expect(
    await field.evaluate((one: HTMLTextAreaElement) => one.value.slice(one.selectionStart, one.selectionEnd)),
  ).toBe(key);
  await expect(made.getByText('press Ctrl+C')).toBeVisible();
  expect(
    (await context.request.get('/api/runs', { headers: { authorization: `Bearer ${key}` } })).status(),
  ).toBe(200);
  await page.reload();
  await expect(page.getByText('Robot of the browser test')).toBeVisible();
  await expect(page.getByText(key)).toHaveCount(0);
});
