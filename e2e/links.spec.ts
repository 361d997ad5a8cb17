import { request as newRequest, type APIRequestContext, type Page } from '@playwright/test';
import { eq } from 'drizzle-orm';
import { decodeJwt } from 'jose';
import { auditEvents, tasks } from '@/db/schema';
import { confirmationOf } from '@/lib/tell/links/link-code';
import { attributes, postedEntries } from '@/tests/support/posted-entries';
import { effectsOf } from './support/effects';
import { expect, nameOf, test, type Person } from './support/fixtures';
import { confirmationIn, inDatabase, linksOf } from './support/links';
import { expense } from './support/requests';
import type { Api } from './support/api';
import type { DeskServer } from './support/server';

const day = 86_400_000;

/** A question, its links for one person, and words of it that no page of a bad link may show. */
async function asked(
  desk: DeskServer,
  api: (person: Person) => Promise<Api>,
  amount: number,
  purpose: string,
  made = new Date(),
) {
  const requester = await api('requester');
  const { runId } = await requester.start('expense-report', expense(amount, purpose));
  const task = await (await api('manager')).taskOf(runId);
  const { approve = '', reject = '' } = await linksOf(desk, task.taskId, 'manager', made);
  return { runId, task, approve, reject, requester };
}

const nobody = (desk: DeskServer): Promise<APIRequestContext> => newRequest.newContext({ baseURL: desk.url });
/** Decides on a link's page, as a person does: chooses, types the confirmation, and sends it. */
async function choose(page: Page, outcome: string) {
  await page.getByRole('radio', { name: outcome }).check();
  await page.getByLabel(/^To confirm, type/).fill(await confirmationIn(page));
  await page.getByRole('button', { name: 'Send my decision' }).click();
}

/**
 * What a mail scanner may do: opens a link, then sends each form it finds, unchanged and with each choice
 * selected.
 */
async function scan(scanner: APIRequestContext, link: string): Promise<number> {
  const html = await (await scanner.get(link)).text();
  const forms = html.match(/<form[\s\S]*?<\/form>/g) ?? [];
  for (const form of forms) {
    const action = attributes(/<form[^>]*>/.exec(form)?.[0] ?? '').get('action') ?? '';
    const asItIs = Object.fromEntries(postedEntries(form));
    const radios = [...form.matchAll(/<input[^>]*type="radio"[^>]*>/g)].map(([tag]) => attributes(tag));
    const choices = radios.map((radio) => ({ [radio.get('name') ?? '']: radio.get('value') ?? '' }));
    for (const more of [{}, ...choices]) {
      const answer = await scanner.post(action, { form: { ...asItIs, ...more }, maxRedirects: 0 });
      expect([answer.status(), answer.headers().location]).toEqual([303, expect.stringContaining('/links/')]);
      expect(answer.headers().location).not.toContain('/links/done');
    }
  }
  return forms.length;
}

const tokenIn = (link: string) => link.replace('/links/', '');

async function refused(page: Page, link: string, status: number, title: string, secret: string) {
  const answer = await page.goto(link);
  expect(answer?.status(), title).toBe(status);
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  expect(await page.content()).not.toContain(secret);
  expect(page.url()).not.toContain(tokenIn(link));
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('a link decides once, by a choice that is confirmed, however often scanners opened the pair and sent its forms', async ({
    api,
    desk,
    page,
    consoleGuard,
  }) => {
    consoleGuard.allow(/status of 410/);
    const { runId, approve, reject, requester } = await asked(desk, api, 611.2, 'Ferry to Cork');
    const scanner = await nobody(desk);
    for (let time = 0; time < 25; time++)
      for (const link of time % 2 ? [approve, reject] : [reject, approve]) {
        const [looked, headed] = await Promise.all([
          scanner.get(link, { maxRedirects: 0 }),
          scanner.head(link, { maxRedirects: 0 }),
        ]);
        expect([looked.status(), headed.status()]).toEqual([200, 200]);
        if (time === 0)
          expect(looked.headers()).toMatchObject({
            'referrer-policy': 'no-referrer',
            'cache-control': expect.stringContaining('no-store'),
            'x-robots-tag': 'noindex, nofollow',
          });
      }
    for (const link of [approve, reject]) expect(await scan(scanner, link)).toBe(1);
    await scanner.dispose();
    expect((await requester.run(runId)).status).toBe('suspended');

    await page.goto(approve);
    await expect(page.getByRole('heading', { level: 1 })).toContainText('€611.20');
    await expect(page.getByRole('region', { name: 'What it is about' })).toContainText('Ferry to Cork');
    await expect(page.getByText(`You answer as ${nameOf('manager')}.`)).toBeVisible();
    await expect(page.getByRole('radio')).toHaveCount(2);
    await expect(page.getByRole('radio', { checked: true })).toHaveCount(0);
    await choose(page, 'Approve');
    await expect(page).toHaveURL('/links/done');
    await expect(page.getByRole('heading', { name: 'Your answer is recorded' })).toBeVisible();
    expect(await requester.run(runId)).toMatchObject({
      status: 'success',
      tasks: [{ decision: { outcome: 'approve', channel: 'link', by: { name: nameOf('manager') } } }],
    });
    expect(await effectsOf(desk, runId)).toEqual(['payment ×1']);
    for (const link of [approve, reject]) await refused(page, link, 410, 'This link has been used', 'Ferry');
    const again = await nobody(desk);
    const replayed = await again.post(reject, { form: { comment: 'No.' } });
    expect([replayed.status(), await replayed.text()]).toEqual([
      410,
      expect.stringContaining('This link has been used'),
    ]);
    expect(await (await again.post(approve, { data: {} })).json()).toMatchObject({
      code: 'used',
      status: 410,
    });
    await again.dispose();
    expect(await effectsOf(desk, runId)).toEqual(['payment ×1']);

    for (const link of [approve, reject]) expect(desk.output).not.toContain(tokenIn(link).split('.')[2]);
    const log = await inDatabase(desk, (db) =>
      db.select().from(auditEvents).where(eq(auditEvents.channel, 'link')),
    );
    expect(log.map(({ verb }) => verb)).toEqual(
      expect.arrayContaining(['task.decided', 'link.used', 'link.refused']),
    );
    expect(JSON.stringify(log)).not.toContain(tokenIn(approve).split('.')[2]);
  });

  test('an answer that lacks its reason comes back with what is wrong, and then counts', async ({
    api,
    desk,
    page,
  }) => {
    const { runId, reject, requester } = await asked(desk, api, 612.2, 'Taxi to Rouen');
    await page.goto(reject);
    await choose(page, 'Reject');
    await expect(page.getByRole('alert')).toContainText('“Reject” needs a reason.');
    expect((await requester.run(runId)).status).toBe('suspended');
    await page.getByRole('textbox', { name: 'Note' }).fill('Take the bus.');
    await choose(page, 'Reject');
    await expect(page).toHaveURL('/links/done');
    expect((await requester.run(runId)).result).toMatchObject({
      status: 'rejected',
      reason: 'Take the bus.',
    });
  });
});

test('each kind of bad link has a plain page of its own that says nothing of the task', async ({
  api,
  as,
  desk,
  page,
  consoleGuard,
}) => {
  consoleGuard.allow(/status of (401|403|404|409|410)/);
  const purpose = 'Balloon to Bath';
  const { task, approve } = await asked(desk, api, 613.2, purpose);
  const told = (link: string, status: number, title: string, by = page) =>
    refused(by, link, status, title, purpose);
  const body = tokenIn(approve);
  await told(
    `/links/${body.slice(0, -20)}${body.endsWith('A') ? 'B' : 'A'}${body.slice(-19)}`,
    404,
    'This link is not complete',
  );
  await told('/links/nothing', 404, 'This link is not complete');
  const old = await linksOf(desk, task.taskId, 'manager', new Date(Date.now() - 4 * day));
  await told(old.approve ?? '', 410, 'This link has run out');
  const others = await linksOf(desk, task.taskId, 'finance');
  await told(others.approve ?? '', 403, 'You may not answer this');
  const { page: forwarded } = await as('finance');
  await told(approve, 403, 'This link is for somebody else', forwarded);
  const { page: own } = await as('manager');
  // Signed-in people decide on the task's page.
  await own.goto(approve);
  await expect(own).toHaveURL(`/tasks/${task.taskId}`);
  await expect(own.getByRole('button', { name: 'Approve' })).toBeVisible();

  await inDatabase(desk, (db) =>
    db.update(tasks).set({ payloadDigest: 'sha256:another' }).where(eq(tasks.id, task.taskId)),
  );
  await told(approve, 409, 'The question has changed');
  await inDatabase(desk, (db) =>
    db.update(tasks).set({ payloadDigest: task.payloadDigest }).where(eq(tasks.id, task.taskId)),
  );

  const [row] = await inDatabase(desk, (db) => db.select().from(tasks).where(eq(tasks.id, task.taskId)));
  const sign = (signIn: boolean) =>
    inDatabase(desk, (db) =>
      db
        .update(tasks)
        .set({ policy: { ...row!.policy, links: { lifetimeMs: day, by: signIn ? 'sign-in' : null } } })
        .where(eq(tasks.id, task.taskId)),
    );
  await sign(true);
  await page.goto(approve);
  await expect(page).toHaveURL(`/sign-in?next=%2Ftasks%2F${task.taskId}`);
  await sign(false);

  expect((await (await api('manager2')).decide(task, { outcome: 'approve' })).status()).toBe(200);
  await told(approve, 410, 'This needs no answer any more');
});

test('an administrator switches links off for one workflow and on again; no other person can', async ({
  api,
  as,
  ownDesk,
  browser,
  consoleGuard,
}) => {
  const { approve } = await asked(ownDesk, (person) => api(person, ownDesk), 614.2, 'Tandem to Tours');
  const { page } = await as('admin', ownDesk);
  await page.goto('/settings');
  await page.getByRole('switch', { name: 'Expense report' }).uncheck();
  const save = page.getByRole('form', { name: 'Answering by link' }).getByRole('button', { name: 'Save' });
  await save.click();
  await expect(page.getByText('Saved.')).toBeVisible();
  const context = await browser.newContext({ baseURL: ownDesk.url });
  consoleGuard.watch(context);
  consoleGuard.allow(/status of (403|429)/);
  const visitor = await context.newPage();
  await refused(visitor, approve, 403, 'Links are switched off', 'Tandem');
  await page.getByRole('switch', { name: 'Expense report' }).check();
  await save.click();
  await expect(page.getByRole('switch', { name: 'Expense report' })).toBeChecked();
  await visitor.goto(approve);
  await expect(visitor.getByRole('radio', { name: 'Approve' })).toBeVisible();
  for (const who of ['manager', 'operator'] as const)
    expect(
      (await (await api(who, ownDesk)).http.post('/settings/links', { data: { off: ['*'] } })).status(),
    ).toBe(403);

  // Somebody guessing links is soon rate-limited; good links from the same address still work.
  const guesser = await nobody(ownDesk);
  const statuses: number[] = [];
  for (let time = 0; time < 61; time++) statuses.push((await guesser.get(`/links/guess-${time}`)).status());
  expect([statuses[0], statuses.at(-1)]).toEqual([404, 429]);
  expect((await guesser.get(approve)).status()).toBe(200);
  await guesser.dispose();
  await context.close();
});

test('a link cannot be answered from another site', async ({ api, desk }) => {
  const { runId, approve, requester } = await asked(desk, api, 615.2, 'Sledge to Oslo');
  const elsewhere = await nobody(desk);
  expect(
    (await elsewhere.post(approve, { form: {}, headers: { 'sec-fetch-site': 'cross-site' } })).status(),
  ).toBe(403);
  expect((await requester.run(runId)).status).toBe('suspended');
  const answered = await elsewhere.post(approve, {
    data: {
      outcome: 'approve',
      confirmation: confirmationOf(decodeJwt(tokenIn(approve)).jti ?? ''),
      comment: 'By a program.',
    },
    headers: { prefer: 'wait=10' },
  });
  expect([answered.status(), await answered.json()]).toEqual([200, { outcome: 'approve', applied: true }]);
  await elsewhere.dispose();
});

test('a link that asks for a code decides by the one that its recipient is mailed, and tells them; they can reopen it', async ({
  api,
  as,
  ownDesk,
  browser,
  consoleGuard,
}) => {
  const atDesk = (person: Person) => api(person, ownDesk);
  const { runId, task, approve, requester } = await asked(ownDesk, atDesk, 616.2, 'Canoe to Kent');
  await inDatabase(ownDesk, async (db) => {
    const [row] = await db.select().from(tasks).where(eq(tasks.id, task.taskId));
    const links = { lifetimeMs: day, by: 'code' as const };
    await db
      .update(tasks)
      .set({ policy: { ...row!.policy, links } })
      .where(eq(tasks.id, task.taskId));
  });
  const scanner = await nobody(ownDesk);
  expect(await scan(scanner, approve)).toBe(2);
  await scanner.dispose();
  expect((await requester.run(runId)).status).toBe('suspended');

  const context = await browser.newContext({ baseURL: ownDesk.url, javaScriptEnabled: false });
  consoleGuard.watch(context);
  const page = await context.newPage();
  await page.goto(approve);
  // The scanner has already requested a code.
  await expect(page.getByRole('button', { name: 'Mail me another code' })).toBeVisible();
  const { page: mails } = await as('manager', ownDesk);
  let code = '';
  await expect(async () => {
    await mails.goto('/mail');
    const mail = mails.locator('details', { hasText: 'Your code:' }).first();
    code = /\b\d{6}\b/.exec(await mail.innerText({ timeout: 1000 }))?.[0] ?? '';
    expect(code).toMatch(/^\d{6}$/);
  }).toPass({ timeout: 20_000 });
  await page.getByRole('radio', { name: 'Approve' }).check();
  await page.getByLabel('The code from our mail').fill(code === '000000' ? '000001' : '000000');
  await page.getByRole('button', { name: 'Send my decision' }).click();
  await expect(page.getByRole('alert')).toContainText('This is not the code of our last mail');
  await page.getByRole('radio', { name: 'Approve' }).check();
  await page.getByLabel('The code from our mail').fill(code);
  await page.getByRole('button', { name: 'Send my decision' }).click();
  await expect(page).toHaveURL('/links/done');
  expect((await requester.run(runId)).status).toBe('success');

  await expect(async () => {
    await mails.goto('/mail');
    await expect(mails.getByText('Decided by your link').first()).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 20_000 });
  await mails.goto(`/tasks/${task.taskId}`);
  await expect(mails.getByText('Reopen this decision…')).toBeVisible();
  for (const one of [page, mails]) await one.goto('about:blank');
  await context.close();
});
