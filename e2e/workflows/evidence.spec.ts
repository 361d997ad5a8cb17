import { expect, expectNoAxeViolations, test } from '../support/fixtures';
import { DeskServer } from '../support/server';
import { decideByKey } from '../support/keys';

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

test('images come from the hosts that an operator named and from nowhere else, without telling which page shows them', async ({
  as,
  api,
  builtIn,
  consoleGuard,
}) => {
  const desk = await DeskServer.open({ root: builtIn, env: { IMAGE_HOSTS: 'https://images.example.com' } });
  try {
    const { runId } = await (await api('requester', desk)).start('evidence', {});
    const { taskId } = await (await api('manager', desk)).taskOf(runId);
    const { page, context } = await as('manager', desk);
    const asked: [string, string | undefined][] = [];
    consoleGuard.allow(/^request to another site: https:\/\/images\.example\.com\/(photo|hall)\.png$/);
    await context.route('https://*.example.com/**', async (route) => {
      asked.push([route.request().url(), (await route.request().allHeaders()).referer]);
      await route.fulfill({ contentType: 'image/png', body: pixel });
    });
    await page.goto(`/tasks/${taskId}`);
    for (const name of ['Photo', 'the hall', 'Thumbnail']) {
      const image = page.getByRole('img', { name, exact: true });
      await image.scrollIntoViewIfNeeded();
      await expect
        .poll(() => image.evaluate((element) => (element as HTMLImageElement).naturalWidth))
        .toBeGreaterThan(0);
    }
    await expect(page.getByRole('link', { name: 'https://elsewhere.example.com/photo.png' })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Image: a door' })).toBeVisible();
    expect(asked.toSorted()).toEqual([
      ['https://images.example.com/hall.png', undefined],
      ['https://images.example.com/photo.png', undefined],
    ]);
    await expectNoAxeViolations(page);
  } finally {
    await desk.dispose();
  }
});

test('what is hidden is revealed in a tree, among changes and in the full view, and each time is audited by its path', async ({
  as,
  api,
}) => {
  const { runId } = await (await api('requester')).start('evidence', {});
  const manager = await api('manager');
  const { taskId } = await manager.taskOf(runId);
  const { page } = await as('manager');
  await page.goto(`/tasks/${taskId}`);
  const evidence = page.getByRole('region', { name: 'What it is about' });
  await expect(evidence).not.toContainText(/DE02120300000000202051|NO9386011117947/);
  const reveals = evidence.getByRole('button', { name: 'Reveal IBAN' });
  await reveals.first().click();
  await expect(evidence).toContainText('DE02120300000000202051');
  await evidence.getByText('Part', { exact: false }).and(evidence.locator('summary')).last().click();
  await evidence.getByRole('button', { name: 'Reveal IBAN', exact: true }).last().click();
  await expect(evidence).toContainText('NO9386011117947');
});

test('a payload of 2 MB and a table of 10,000 rows are shown cut, can be sorted, and are downloaded whole', async ({
  as,
  api,
}) => {
  test.setTimeout(120_000);
  const { runId } = await (await api('requester')).start('evidence', { rows: 10_000, text: 2_000_000 });
  const manager = await api('manager');
  const task = await manager.taskOf(runId);
  expect(task.payloadCut).toBe(true);
  const whole = (await (await manager.http.get(`/api/tasks/${task.taskId}/payload`)).json()) as {
    rows: unknown[];
    text: string;
  };
  expect([whole.rows.length, whole.text.length > 1_999_999]).toEqual([10_000, true]);
  const { page } = await as('manager');
  await page.goto(`/tasks/${task.taskId}`);
  await expect(page.getByText('This is very long, and is shown in part')).toBeVisible();
  const evidence = page.getByRole('region', { name: 'What it is about' });
  const table = page.getByRole('region', { name: 'Rows' }).first();
  await table.getByRole('button', { name: 'Amount' }).click();
  await expect(table.getByRole('row').nth(1)).toContainText('€0.50');
  // While part of the evidence is folded, a decision key leads there instead of deciding.
  await page.getByRole('heading', { level: 1 }).focus();
  await decideByKey(page, 'a');
  await expect(evidence.locator('summary').first()).toBeFocused();
  await page.getByRole('button', { name: 'Approve' }).click();
  const read = page.getByRole('checkbox', { name: 'I have downloaded and read all of it' });
  await expect(read).toBeFocused();
  const posted = await manager.http.post(`/api/tasks/${task.taskId}/decision`, {
    form: { outcome: 'approve', payloadDigest: task.payloadDigest },
    maxRedirects: 0,
  });
  expect(posted.headers().location).toContain('post=');
  expect((await manager.taskOf(runId)).state).toBe('open');
  await read.check();
  await page.getByRole('button', { name: 'Approve' }).click();
  // Slow, because the run writes 2 MB of state and the page renders the evidence again.
  await expect(page.getByText('Your decision is recorded')).toBeVisible({ timeout: 40_000 });
});
