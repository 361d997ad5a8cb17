import { expect, type Page } from '@playwright/test';

/** Presses a decision key once it works: the question has then been on screen long enough to be read. */
export async function decideByKey(page: Page, key: 'a' | 'r'): Promise<void> {
  await expect(page.locator(`button[aria-keyshortcuts="${key}"]`)).toBeVisible();
  await page.keyboard.press(key);
}
