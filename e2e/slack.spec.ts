import { pressOf, signedRequest } from '@/tests/support/slack-requests';
import {
  botToken,
  openSlackServer,
  signingSecret,
  type Posted,
  type SlackServer,
} from '@/tests/support/slack-server';
import { effectsOf } from './support/effects';
import { emailOf, expect, expectNoAxeViolations, nameOf, test } from './support/fixtures';
import { expense } from './support/requests';
import { DeskServer } from './support/server';

/** A desk that notifies people in this test's Slack. */
const slackTest = test.extend<{ slack: SlackServer; slackDesk: DeskServer }>({
  slack: async ({}, use) => {
    const server = await openSlackServer(
      ['manager' as const, 'manager2' as const].map((who) => ({
        id: `U0${who.toUpperCase()}`,
        email: emailOf(who),
      })),
    );
    await use(server);
    await server.close();
    expect(server.complaints).toEqual([]);
  },
  slackDesk: [
    async ({ slack, builtIn }, use) => {
      const own = await DeskServer.open({
        root: builtIn,
        env: { SLACK_BOT_TOKEN: botToken, SLACK_SIGNING_SECRET: signingSecret, SLACK_API_URL: slack.apiUrl },
      });
      await use(own);
      await own.dispose();
    },
    { timeout: 90_000 },
  ],
});

const buttonsOf = ({ blocks }: Posted) =>
  blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
const words = (messages: readonly Posted[]) => messages.map(({ blocks }) => JSON.stringify(blocks));

slackTest(
  'a message in Slack asks; answered on the page, it is locked for everybody who was asked',
  async ({ slack, slackDesk, api, as }) => {
    const requester = await api('requester', slackDesk);
    const { runId } = await requester.start('expense-report', expense(721.2, 'Ferry to Cork'));
    await expect.poll(() => slack.messages.length, { timeout: 20_000 }).toBe(2);
    for (const told of words(slack.messages))
      for (const fact of ['Ferry to Cork', '€721.20', 'Ana Ruiz']) expect(told).toContain(fact);
    const task = await (await api('manager', slackDesk)).taskOf(runId);
    const { page } = await as('manager', slackDesk);
    await page.goto(`/tasks/${task.taskId}`);
    await page.getByRole('button', { name: 'Approve' }).click();
    await expect
      .poll(() => slack.messages.map((message) => buttonsOf(message).length), { timeout: 20_000 })
      .toEqual([0, 0]);
    for (const told of words(slack.messages)) expect(told).toContain(`${nameOf('manager')} approved this`);
  },
);

slackTest(
  'a button that is pressed answers, once, and the other message says so',
  async ({ slack, slackDesk, api }) => {
    const requester = await api('requester', slackDesk);
    const { runId } = await requester.start('expense-report', expense(722.2));
    await expect.poll(() => slack.messages.length, { timeout: 20_000 }).toBe(2);
    const message = slack.messages.find(({ channel }) => channel === 'D0MANAGER2')!;
    const approve = buttonsOf(message).find(({ text }) => text.text === 'Approve')!;
    const pressed = () =>
      fetch(signedRequest(pressOf('U0MANAGER2', message, approve), { desk: slackDesk.url }));
    expect((await Promise.all([pressed(), pressed()])).map(({ status }) => status)).toEqual([200, 200]);
    await expect
      .poll(() => slack.messages.map((one) => buttonsOf(one).length), { timeout: 20_000 })
      .toEqual([0, 0]);
    for (const told of words(slack.messages)) expect(told).toContain(`${nameOf('manager2')} approved this`);
    await expect.poll(async () => (await requester.run(runId)).status, { timeout: 20_000 }).toBe('success');
    expect(await requester.run(runId)).toMatchObject({
      tasks: [{ decision: { channel: 'slack', by: { name: nameOf('manager2') } } }],
    });
    expect(await effectsOf(slackDesk, runId)).toEqual(['payment ×1']);
  },
);

slackTest('people choose what they are told in Slack', async ({ slack, slackDesk, api, as }) => {
  const { page } = await as('manager', slackDesk);
  await page.goto('/settings');
  await page.getByRole('checkbox', { name: 'A task for me: Slack' }).uncheck();
  await page.getByRole('button', { name: 'Save messages' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();
  await expect(page.getByRole('checkbox', { name: 'A task for me: Slack' })).not.toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'A task for me: Mail' })).toBeChecked();
  await expectNoAxeViolations(page);
  await (await api('requester', slackDesk)).start('expense-report', expense(723.2));
  await expect
    .poll(() => slack.messages.map(({ channel }) => channel), { timeout: 20_000 })
    .toEqual(['D0MANAGER2']);
});
