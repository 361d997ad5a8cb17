import { expect, expectNoAxeViolations, test } from '../support/fixtures';
import { recorded } from '../support/recorded';

for (const [width, height] of [
  [390, 844],
  [320, 640],
] as const) {
  test(`${width} px wide, a bar of twelve long outcomes leaves the page readable, and each of them can be pressed`, async ({
    api,
    as,
    desk,
  }) => {
    const { runId } = await (await api('requester')).start('many-ways', {});
    const { taskId } = await (await api('manager')).taskOf(runId);
    const { page } = await as('manager');
    await page.setViewportSize({ width, height });
    await page.goto(`/tasks/${taskId}`);
    const bar = page.getByRole('group', { name: 'Your decision' });
    const buttons = bar.getByRole('button');
    await expect(buttons).toHaveCount(12);
    const box = await bar.boundingBox();
    expect(box!.height).toBeLessThanOrEqual(height * 0.4 + 1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    // The end of the page can be scrolled clear of the bar.
    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
    const history = page.getByRole('heading', { name: 'History' });
    await history.scrollIntoViewIfNeeded();
    await expect(history).toBeInViewport({ ratio: 1 });
    const isSeen = (place: typeof history) =>
      place.evaluate((element) => {
        const { left, top, height: tall } = element.getBoundingClientRect();
        const there = document.elementFromPoint(left + 2, top + tall / 2);
        return element.contains(there);
      });
    await expect.poll(() => isSeen(history)).toBe(true);
    for (const button of [buttons.first(), buttons.nth(6), buttons.last()]) {
      await button.scrollIntoViewIfNeeded();
      expect(await isSeen(button)).toBe(true);
    }
    await expectNoAxeViolations(page);
    await buttons.last().click();
    await expect(page.getByText('Your decision is recorded')).toBeVisible();
    expect(await recorded(desk, taskId)).toEqual({ way: 'way-12' });
  });
}
