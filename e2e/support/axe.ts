import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/**
 * Resolves when the colours have arrived: a change of theme is a transition, however short, which is brought to its end.
 * It begins with a frame, and a page that is not in front need not be given any.
 */
async function settled(page: Page): Promise<void> {
  await page.bringToFront();
  await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    for (const animation of document.getAnimations())
      if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish();
  });
}

/**
 * Scans the page as it stands in light and dark. It must follow the system's theme (the default), so that
 * what is open or typed on it survives the change; the two must differ, else dark was not looked at.
 */
export async function expectNoAxeViolations(page: Page): Promise<void> {
  const backgrounds: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await settled(page);
    backgrounds.push(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
    const { violations } = await new AxeBuilder({ page }).withTags(rules).analyze();
    const found = violations.map(({ id, help, nodes }) => ({
      id,
      help,
      where: nodes.map((node) => `${node.target.join(' ')}: ${node.failureSummary}`),
    }));
    expect.soft(found, `axe on ${page.url()} in ${colorScheme}`).toEqual([]);
  }
  expect(backgrounds[0], 'the dark theme was not applied').not.toBe(backgrounds[1]);
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}
