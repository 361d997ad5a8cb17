import { expect, type Page } from '@playwright/test';

/** Presses a decision key once it is active, after the question has been visible long enough to be read. */
export async function decideByKey(page: Page, key: 'a' | 'r'): Promise<void> {
  await expect(page.locator(`button[aria-keyshortcuts="${key}"]`)).toBeVisible();
  await page.keyboard.press(key);
}
