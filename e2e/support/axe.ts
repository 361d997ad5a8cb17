import { expect, type Page } from '@playwright/test';
import axe, { type Result, type RunOptions } from 'axe-core';

const everyRule: RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  // Otherwise it spends most of its time on describing every element that passes.
  resultTypes: ['violations'],
};

/** The rules that look at colours: no other can find in one theme what it did not find in the other. */
const colourRules: RunOptions = {
  ...everyRule,
  runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
};

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

/** What axe finds on the page as it stands. It looks into no frame, so there may be none. */
export async function violationsOn(page: Page, options = everyRule): Promise<Result[]> {
  expect(page.frames(), 'frames of the page').toHaveLength(1);
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  return page.evaluate(async (asked) => {
    const scanner = (window as unknown as { axe: typeof axe }).axe;
    return (await scanner.run(document, asked)).violations;
  }, options);
}

/**
 * Scans the page as it stands: everything in light, then the colours in dark. It must follow the system's theme (the default), so that
 * what is open or typed on it survives the change; the two must differ, else dark was not looked at.
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
