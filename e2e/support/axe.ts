import { expect, type Page } from '@playwright/test';
import axe, { type Result, type RunOptions } from 'axe-core';

const everyRule: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  // Without this, most of its time goes into describing elements that pass.
  resultTypes: ['violations'],
};

/** The rules that look at colours: no other can find in one theme what it did not find in the other. */
const colourRules: RunOptions = {
  ...everyRule,
  runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
};

/**
 * Resolves when a theme change has been applied. The change is a CSS transition, which we finish early; it
 * starts with an animation frame, which a background page may never get.
 */
async function settled(page: Page): Promise<void> {
  await page.bringToFront();
  await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    for (const animation of document.getAnimations())
      if (animation.effect?.getComputedTiming().endTime !== Infinity) animation.finish();
  });
}

/** What axe finds on the page as it is. It does not look into frames, so there must be none. */
export async function violationsOn(page: Page, options = everyRule): Promise<Result[]> {
  expect(page.frames(), 'frames of the page').toHaveLength(1);
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  return page.evaluate(async (asked) => {
    const scanner = (window as unknown as { axe: typeof axe }).axe;
    return (await scanner.run(document, asked)).violations;
  }, options);
}

/**
 * Scans the page as it is: everything in light, then the colours in dark. The page must follow the system's
 * theme (the default), so that open or typed content survives the change; the two must differ, or dark was
 * not scanned.
 */
export async function expectNoAxeViolations(page: Page): Promise<void> {
  const backgrounds: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await settled(page);
    backgrounds.push(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
    const options = colorScheme === 'light' ? everyRule : colourRules;
    const found = (await violationsOn(page, options)).map(({ id, help, nodes }) => ({
      id,
      help,
      where: nodes.map((node) => `${node.target.join(' ')}: ${node.failureSummary}`),
    }));
    expect.soft(found, `axe on ${page.url()} in ${colorScheme}`).toEqual([]);
  }
  expect(backgrounds[0], 'the dark theme was not applied').not.toBe(backgrounds[1]);
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}
