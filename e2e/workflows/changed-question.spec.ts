import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { openDatabase } from '@/db/client';
import { tasks } from '@/db/schema';
import type { StoredSchema } from '@/db/schema/json';
import type { Api } from '../support/api';
import { expect, expectNoAxeViolations, type Person, test } from '../support/fixtures';
import type { DeskServer } from '../support/server';

const oldForm = z.object({
  approved: z.boolean(),
  amount: z.number().meta({ currency: 'EUR' }),
  note: z.string().optional(),
  budget: z.string().optional(),
});

/** A task opened by an earlier release, with that release's form instead of the code's. */
async function askedByAnEarlierRelease(
  desk: DeskServer,
  api: (person: Person) => Promise<Api>,
): Promise<string> {
  const { runId } = await (await api('requester')).start('changing', {});
  const { taskId } = await (await api('manager')).taskOf(runId);
  const db = openDatabase({ url: `file:${desk.dataDir}/app.db` });
  await db
    .update(tasks)
    .set({ resumeSchema: z.toJSONSchema(oldForm) as StoredSchema, payloadDigest: 'sha256:earlier' })
    .where(eq(tasks.id, taskId));
  db.$client.close();
  return taskId;
}

test('an answer to a question that has changed is refused with the question as it is now', async ({
  api,
  desk,
}) => {
  const taskId = await askedByAnEarlierRelease(desk, api);
  const manager = await api('manager');
  const answer = await manager.decide(
    { taskId, payloadDigest: 'sha256:earlier' },
    { outcome: 'approve', resumeData: { amount: 450 } },
  );
  expect(answer.status()).toBe(409);
  const body = await answer.json();
  const now = await manager.task(taskId);
  expect(now.payloadDigest).not.toBe('sha256:earlier');
  expect(body).toMatchObject({
    code: 'stale',
    payloadDigest: now.payloadDigest,
    task: {
      taskId,
      resumeSchema: now.resumeSchema,
      payload: { supplier: 'Lumen GmbH', amount: 400 },
      canDecide: true,
    },
  });
  expect(now.state).toBe('open');
});

for (const place of ['page', 'inbox'] as const) {
  test(`on its ${place}: the new question stands beside the old one with what changed marked, the draft is kept where it fits, and only a new decision is sent`, async ({
    api,
    as,
    desk,
    consoleGuard,
  }) => {
    consoleGuard.allow(/status of 409/);
    const taskId = await askedByAnEarlierRelease(desk, api);
    const { page } = await as('manager');
    await page.goto(place === 'page' ? `/tasks/${taskId}` : `/inbox?task=${taskId}`);
    await page.getByRole('textbox', { name: 'Amount' }).fill('450');
    await page.getByRole('textbox', { name: 'Note' }).fill('As agreed.');
    await page.getByRole('textbox', { name: 'Budget' }).fill('B1');
    await page.getByRole('button', { name: 'Approve' }).click();
    await expect(page.getByText('The question has changed')).toBeVisible();
    await expect(page.locator('[data-arrival]')).toBeFocused();
    expect((await (await api('manager')).task(taskId)).state).toBe('open');
    const changes = page.getByRole('region', { name: 'What changed' }).getByRole('listitem');
    await expect(changes).toHaveText([
      'ChangedAmount',
      'Needed nowNote',
      'NewCost centre',
      'Not asked any moreBudget',
    ]);
    const before = page.getByRole('region', { name: 'Asked before' });
    await expect(before).toContainText('Lumen GmbH');
    await expect(before.getByRole('textbox', { name: 'Budget' })).toBeDisabled();
    await expect(before.getByRole('textbox', { name: 'Budget' })).toHaveValue('B1');
    const form = page.getByRole('region', { name: 'Your answer' });
    await expect(form.getByRole('textbox', { name: 'Amount' })).toHaveValue('450.00');
    await expect(page.getByRole('textbox', { name: 'Note' }).first()).toHaveValue('As agreed.');
    await expect(before.getByRole('textbox', { name: 'Note' })).toHaveValue('As agreed.');
    await expectNoAxeViolations(page);
    if (place === 'page') {
      const [now, then] = [await form.boundingBox(), await before.boundingBox()];
      expect(then!.x).toBeGreaterThan(now!.x + now!.width - 1);
      await page.setViewportSize({ width: 390, height: 844 });
      await expect(async () =>
        expect((await before.boundingBox())!.y).toBeGreaterThan((await form.boundingBox())!.y),
      ).toPass();
    }
    await form.getByRole('radio', { name: 'Office' }).check();
    await page.getByRole('button', { name: 'Approve' }).click();
    await expect(page.getByRole('dialog', { name: 'Approved' })).toBeVisible();
    expect((await (await api('manager')).task(taskId)).decision).toMatchObject({
      outcome: 'approve',
      resumeData: { approved: true, amount: 450, note: 'As agreed.', costCentre: 'office' },
    });
    expect(
      await page.evaluate((id) => Object.keys(localStorage).filter((key) => key.includes(id)), taskId),
    ).toEqual([]);
  });
}

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('the new question stands beside the old one, with what was typed', async ({ api, browser, desk }) => {
    const taskId = await askedByAnEarlierRelease(desk, api);
    const manager = await api('manager');
    const context = await browser.newContext({
      baseURL: desk.url,
      javaScriptEnabled: false,
      storageState: await manager.http.storageState(),
    });
    const page = await context.newPage();
    await page.goto(`/tasks/${taskId}`);
    await page.getByRole('textbox', { name: 'Amount' }).fill('900');
    await page.getByRole('textbox', { name: 'Note' }).fill('As agreed.');
    await page.getByRole('button', { name: 'Approve' }).click();
    await expect(page.getByText('The question has changed')).toBeVisible();
    await expect(page.getByRole('region', { name: 'Asked before' })).toContainText('Lumen GmbH');
    const form = page.getByRole('region', { name: 'Your answer' });
    await expect(form.getByRole('textbox', { name: 'Amount' })).toHaveValue('900.00');
    await form.getByRole('radio', { name: 'Sales' }).check();
    await form.getByRole('textbox', { name: 'Amount' }).fill('500');
    await page.getByRole('button', { name: 'Approve' }).click();
    await expect(page.getByText('Your decision is recorded')).toBeVisible();
    expect((await manager.task(taskId)).decision).toMatchObject({
      resumeData: { amount: 500, note: 'As agreed.', costCentre: 'sales' },
    });
    await context.close();
  });
});
