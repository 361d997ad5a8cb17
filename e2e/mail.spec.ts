import { openDatabase } from '@/db/client';
import { createUser } from '@/lib/accounts/sign-in/create-user';
import { sweepActor } from '@/lib/people/context';
import { systemClock } from '@/lib/base/clock';
import { smtpServer, type ReceivedMail } from '@/tests/support/smtp';
import { effectsOf } from './support/effects';
import { emailOf, expect, expectNoAxeViolations, nameOf, test, type Person } from './support/fixtures';
import { expense } from './support/requests';
import { DeskServer } from './support/server';

/** A desk that sends its mail to this test's real SMTP server. */
const mailTest = test.extend<{ post: Awaited<ReturnType<typeof smtpServer>>; mailDesk: DeskServer }>({
  post: async ({}, use) => {
    const server = await smtpServer();
    await use(server);
    await server.close();
  },
  mailDesk: [
    async ({ post, builtIn }, use) => {
      const own = await DeskServer.open({
        root: builtIn,
        env: { SMTP_URL: post.url, MAIL_FROM: 'Countersign <desk@example.com>' },
      });
      await use(own);
      await own.dispose();
    },
    { timeout: 90_000 },
  ],
});

const mailTo = (mails: readonly ReceivedMail[], person: Person, subject: string | RegExp) =>
  mails.find(
    ({ recipients, subject: said = '' }) =>
      recipients.includes(emailOf(person)) &&
      (typeof subject === 'string' ? said.includes(subject) : subject.test(said)),
  );

mailTest(
  'a mail asks, its link answers in a browser that is not signed in, and the requester is told',
  async ({ post, mailDesk, api, browser, consoleGuard }) => {
    const requester = await api('requester', mailDesk);
    const { runId } = await requester.start('expense-report', {
      ...expense(711.2, 'Ferry to Cork'),
      details: 'Two nights.',
    });
    await expect.poll(() => post.mails.length, { timeout: 20_000 }).toBe(2);
    const mail = mailTo(post.mails, 'manager', '€711.20')!;
    expect(mail.from).toMatchObject({ address: 'desk@example.com' });
    for (const part of [mail.html ?? '', mail.text ?? ''])
      for (const words of ['Ferry to Cork', '€711.20', 'Ana Ruiz', 'Two nights.'])
        expect(part).toContain(words);
    const context = await browser.newContext({
      baseURL: mailDesk.url,
      viewport: { width: 600, height: 900 },
    });
    consoleGuard.watch(context);
    const reader = await context.newPage();
    await reader.setContent(mail.html ?? '');
    await expect(reader.getByRole('heading', { level: 1 })).toContainText('€711.20');
    await expect(reader.getByRole('link')).toHaveText(['Approve', 'Reject', 'Open the task', 'Settings']);
    const opened = context.waitForEvent('page');
    await reader.getByRole('link', { name: 'Reject' }).click();
    const page = await opened;
    await page.getByRole('radio', { name: 'Reject' }).check();
    await page.getByRole('textbox', { name: 'Note' }).fill('Take the bus.');
    const number = /type (\d+)/.exec((await page.getByText(/^To confirm, type/).textContent()) ?? '')?.[1];
    await page.getByLabel(/^To confirm, type/).fill(number ?? '');
    await page.getByRole('button', { name: 'Send my decision' }).click();
    await expect(page.getByRole('heading', { name: 'Your answer is recorded' })).toBeVisible();
    expect(await requester.run(runId)).toMatchObject({
      result: { status: 'rejected', reason: 'Take the bus.' },
      tasks: [{ decision: { channel: 'link', by: { name: nameOf('manager') } } }],
    });
    expect(await effectsOf(mailDesk, runId)).toEqual([]);
    await expect
      .poll(() => mailTo(post.mails, 'requester', `${nameOf('manager')} rejected this`)?.text, {
        timeout: 20_000,
      })
      .toContain('Take the bus.');
    const token = /\/links\/([\w.-]+)/.exec(mail.text ?? '')?.[1] ?? '';
    expect(token.split('.')).toHaveLength(3);
    expect(mailDesk.output).not.toContain(token.split('.')[2]);
    await context.close();
  },
);

mailTest(
  'a mail server that is away affects no decision; operators see it, and the mail comes when it is back',
  async ({ post, mailDesk, api, as }) => {
    mailTest.setTimeout(120_000);
    post.refuse = { code: 550, text: 'no such mailbox here' };
    const requester = await api('requester', mailDesk);
    const manager = await api('manager', mailDesk);
    const { runId } = await requester.start('expense-report', expense(712.2));
    const task = await manager.taskOf(runId);
    const { page } = await as('operator', mailDesk);
    await expect(async () => {
      await page.goto('/operations');
      await expect(page.getByRole('link', { name: '2 messages could not be delivered' })).toBeVisible({
        timeout: 1000,
      });
    }).toPass({ timeout: 20_000 });
    await page.getByRole('link', { name: '2 messages could not be delivered' }).click();
    await expect(page.getByRole('list', { name: 'Delivery log' }).getByRole('listitem')).toHaveCount(2);
    await expect(page.getByText('no such mailbox here').first()).toBeVisible();
    post.refuse = null;
    await page.getByRole('button', { name: `Try again: ${task.title}, ${nameOf('manager')}` }).click();
    await expect
      .poll(() => mailTo(post.mails, 'manager', '€712.20')?.subject, { timeout: 20_000 })
      .toBe(task.title);
    expect((await manager.decide(task, { outcome: 'approve' })).status()).toBe(200);
    expect((await requester.run(runId)).status).toBe('success');
    await page.goto('about:blank');
    expect(
      (
        await (await api('manager', mailDesk)).http.post('/operations/deliveries/retry', { data: {} })
      ).status(),
    ).toBe(403);
  },
);

test('without a mail server a demo desk keeps mails for their recipients; what people switch off is not sent', async ({
  api,
  as,
  ownDesk,
}) => {
  const requester = await api('requester', ownDesk);
  const { page } = await as('manager2', ownDesk);
  await page.goto('/settings');
  await page.getByRole('checkbox', { name: 'A task for me: Mail' }).uncheck();
  await page.getByRole('form', { name: 'Messages' }).getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('checkbox', { name: 'A task for me: Mail' })).not.toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'Trouble: Mail' })).toHaveCount(0);
  await requester.start('expense-report', expense(713.2));
  const { page: manager } = await as('manager', ownDesk);
  await expect(async () => {
    await manager.goto('/mail');
    await expect(manager.getByText('€713.20').first()).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 20_000 });
  await manager
    .getByRole('link', { name: /\/links\// })
    .first()
    .click();
  // They are signed in, so the link leads to the task.
  await expect(manager.getByRole('button', { name: 'Approve' })).toBeVisible();
  await page.goto('/mail');
  await expect(page.getByText('No mails yet')).toBeVisible();
  // The server stops before the pages close; anything they still fetch would be reported as an error.
  for (const one of [page, manager]) await one.goto('about:blank');
});

test('a production desk without a mail server says so when it starts, and to operators', async ({
  browser,
  consoleGuard,
}) => {
  test.setTimeout(120_000);
  const desk = await DeskServer.open({ env: { SEED_DEMO: '' } });
  try {
    expect(desk.output).toContain('SMTP_URL is not set: nobody is told of anything by mail');
    const who = { email: 'olga@example.com', password: 'a-long-enough-password' };
    const db = openDatabase({ url: `file:${desk.dataDir}/app.db` });
    await createUser(
      { db, clock: systemClock, actor: sweepActor },
      { ...who, name: 'Olga', roles: ['operator'] },
    );
    db.$client.close();
    const context = await browser.newContext({ baseURL: desk.url });
    consoleGuard.watch(context);
    const page = await context.newPage();
    await page.goto('/sign-in?next=/operations');
    await page.getByLabel('Email').fill(who.email);
    await page.getByLabel('Password').fill(who.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    const notice = page.getByRole('status').filter({ hasText: 'Mail is not set up' });
    await expect(page.getByRole('heading', { level: 1, name: 'Operations' })).toBeVisible();
    await expect(notice).toContainText('Set SMTP_URL and MAIL_FROM');
    await expectNoAxeViolations(page);
    await page.goto('/operations/deliveries');
    await expect(notice).toBeVisible();
    await context.close();
  } finally {
    await desk.dispose();
  }
});
