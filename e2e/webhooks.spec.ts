import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { expect, expectNoAxeViolations, test } from './support/fixtures';
import { expense } from './support/requests';
import { DeskServer } from './support/server';

type Message = { headers: Record<string, string>; body: string };

/** A receiving program that answers as it is set to. */
async function program() {
  const messages: Message[] = [];
  const says = { status: 204 };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      messages.push({
        headers: request.headers as Record<string, string>,
        body: Buffer.concat(chunks).toString('utf8'),
      });
      response.writeHead(says.status).end('Under repair');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/hooks`, messages, says, close: () => server.close() };
}

test('an administrator adds a webhook by keyboard on a phone; it is told at once, and what failed is sent again', async ({
  as,
  api,
  consoleGuard,
}) => {
  // The browser reports the refused address.
  consoleGuard.allow(/status of 422/);
  test.setTimeout(120_000);
  const desk = await DeskServer.open({ env: { WEBHOOK_ALLOW_PRIVATE: '127.0.0.1' } });
  const told = await program();
  try {
    const { page } = await as('admin', desk);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto('/settings');
    await page.getByRole('link', { name: 'Open webhooks' }).click();
    await expect(page.getByText('No program is told yet')).toBeVisible();
    await page.getByRole('button', { name: 'Add a webhook…' }).focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'Add a webhook' });
    await dialog.getByLabel('Name').fill('Ledger');
    await dialog.getByLabel('Address').fill('http://10.1.2.3/');
    await page.keyboard.press('Enter');
    await expect(dialog.getByLabel('Address')).toBeFocused();
    await expect(dialog.getByText(/private address/)).toBeVisible();
    await expectNoAxeViolations(page);
    await dialog.getByLabel('Address').fill(told.url);
    for (const box of await dialog.getByRole('checkbox').all()) {
      await box.focus();
      await page.keyboard.press('Space');
    }
    await dialog.getByRole('checkbox', { name: 'A question was answered' }).check();
    await dialog.getByRole('button', { name: 'Add' }).press('Enter');
    const shown = page.getByRole('alertdialog', { name: 'The signing secret' });
    const secret = await shown.getByRole('textbox', { name: 'Secret' }).inputValue();
    expect(secret).toMatch(/^whsec_/);
    await expectNoAxeViolations(page);
    await shown.getByRole('button', { name: 'I have kept it' }).press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Ledger' })).toBeVisible();
    await expect(page.getByText('No deliveries')).toBeVisible();
    await expect(page.getByText(secret)).toHaveCount(0);

    told.says.status = 500;
    const [requester, manager] = [await api('requester', desk), await api('manager', desk)];
    const { runId } = await requester.start('expense-report', expense(515.5, 'Tram to Trieste'));
    await manager.decide(await manager.taskOf(runId), { outcome: 'approve' });
    await expect.poll(() => told.messages.length).toBeGreaterThan(0);
    await page.reload();
    const delivery = page.getByRole('list', { name: 'Deliveries' }).getByRole('listitem').first();
    await expect(delivery).toContainText('A question was answered');
    await expect(page.getByText('It takes nothing just now')).toBeVisible();
    await delivery.getByText('A question was answered').click();
    await expect(delivery).toContainText('Under repair');
    await expectNoAxeViolations(page);
    told.says.status = 204;
    await delivery.getByRole('button', { name: /^Send again/ }).press('Enter');
    await expect(delivery.getByText('Delivered')).toBeVisible();
    await expect(page.getByText('It takes nothing just now')).toHaveCount(0);
    const last = told.messages.at(-1)!;
    expect(new Webhook(secret).verify(last.body, last.headers)).toMatchObject({
      type: 'task.decided',
      data: { run: { id: runId }, outcome: { id: 'approve' }, actor: { name: 'Miriam Okafor' } },
    });
    expect(new Set(told.messages.map(({ headers }) => headers['webhook-id'])).size).toBe(1);

    await page.getByRole('button', { name: 'Pause' }).press('Enter');
    await expect(page.getByText('It is paused', { exact: true })).toBeVisible();
    await page.getByRole('button', { name: 'Send a test' }).press('Enter');
    await expect(delivery).toContainText('A test');
    await expect(delivery.getByText('Delivered')).toBeVisible();
    const tried = told.messages.at(-1)!;
    expect(new Webhook(secret).verify(tried.body, tried.headers)).toMatchObject({
      type: 'webhook.test',
      data: { webhook: { name: 'Ledger' } },
    });
    await expectNoAxeViolations(page);
    await page.getByRole('button', { name: 'Resume' }).press('Enter');
    await page.getByRole('button', { name: 'Rotate the secret…' }).press('Enter');
    await page.getByRole('button', { name: 'Make a new secret' }).press('Enter');
    await expect(shown.getByRole('textbox', { name: 'Secret' })).not.toHaveValue(secret);
    await shown.getByRole('button', { name: 'I have kept it' }).press('Enter');
    await expect(page.getByText('The secret before signs, too.')).toBeVisible();
    await page.getByRole('button', { name: 'Delete…' }).press('Enter');
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).press('Enter');
    await expect(page.getByText('No program is told yet')).toBeVisible();
  } finally {
    told.close();
    await desk.dispose();
  }
});

test('operators look at webhooks and change none; for others there are none', async ({
  as,
  consoleGuard,
}) => {
  consoleGuard.allow(/status of 404/);
  const { page } = await as('operator');
  await page.goto('/settings/webhooks');
  await expect(page.getByRole('heading', { level: 1, name: 'Webhooks' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Add a webhook…' })).toHaveCount(0);
  const manager = await as('manager');
  await manager.page.goto('/settings');
  await expect(manager.page.getByRole('link', { name: 'Open webhooks' })).toHaveCount(0);
  expect((await manager.page.goto('/settings/webhooks'))?.status()).toBe(404);
});
