import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { deliveries, slackMessages } from '@/db/schema';
import { systemClock } from '@/lib/base/clock';
import { drainNotifications } from '@/lib/tell/drain/drain-notifications';
import { openSlack } from '@/lib/tell/slack/slack-api';
import { slackChannel } from '@/lib/tell/slack/slack-channel';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { actor, deskForTest, expense, type TestDesk } from './support/desk';
import { otherProcess } from './support/other-process';
import { botToken, slackServer } from './support/slack';
import { appUrl, buttonsOf, memberOf, wordsIn } from './support/slack-desk';

async function deskInSlack() {
  const desk = await deskForTest();
  const slack = await slackServer([memberOf('manager'), memberOf('manager2')]);
  const server = async (hold = '') =>
    otherProcess('slack-process.ts', [
      desk.url,
      desk.store.kind === 'libsql' ? desk.store.url : '',
      slack.apiUrl,
      botToken,
      hold,
    ]);
  const { db, engine } = desk;
  const own = {
    db,
    engine,
    clock: systemClock,
    secrets: [{ name: 'test', secret: 'a-secret-that-signs-links-in-tests' }],
    appUrl,
  };
  const one = async () =>
    (
      await drainNotifications({
        ...own,
        digestHour: 24,
        channels: [slackChannel(own, openSlack({ botToken, apiUrl: slack.apiUrl }))],
      })
    ).sent;
  return { desk, slack, server, one };
}

const past = new Date(0);

async function decideAll(desk: TestDesk, runIds: readonly string[]): Promise<void> {
  for (const runId of runIds) {
    const [task] = await desk.openTasks(runId);
    await decideTask(desk.as('manager2'), task!.id, {
      outcome: 'approve',
      payloadDigest: task!.payloadDigest,
    });
  }
}

describe('several processes that tell people in Slack', () => {
  test('at the same instant send each message once, and lock each once', async () => {
    const { desk, slack, server } = await deskInSlack();
    const runIds = await Promise.all(
      Array.from({ length: 8 }, (_, index) => desk.request('expense-report', expense(index + 1))),
    );
    const both = await Promise.all([server(), server()]);
    const round = async () => {
      for (const process of both) process.go();
      return (await Promise.all(both.map((process) => process.next()))).map(Number);
    };
    const [first = 0, second = 0] = await round();
    expect([first + second, slack.messages.length]).toEqual([16, 16]);
    await decideAll(desk, runIds);
    await round();
    expect(
      slack.messages.map((message) => [
        message.edits,
        buttonsOf(message),
        wordsIn(message).includes(`${actor('manager2').name} approved this`),
      ]),
    ).toEqual(Array.from({ length: 16 }, () => [1, [], true]));
    expect(slack.complaints).toEqual([]);
  });

  test('another process locks the message of one killed while locking it, once its claim expires', async () => {
    const { desk, slack, server, one } = await deskInSlack();
    const runId = await desk.request('expense-report', expense());
    await one();
    await decideAll(desk, [runId]);
    const victim = await server('"locked_at" = ');
    victim.go();
    expect(await victim.next()).toBe('held');
    await victim.kill();
    await one();
    // Slack has locked the message in flight, but the desk does not know that.
    expect(slack.messages.map(({ edits }) => edits)).toEqual([1, 1]);
    expect(
      (await desk.db.select().from(slackMessages)).map(({ lockedAt }) => lockedAt === null).toSorted(),
    ).toEqual([false, true]);
    await desk.db.update(slackMessages).set({ claimedUntil: past }).where(eq(slackMessages.attempts, 1));
    await one();
    expect(
      (await desk.db.select().from(slackMessages)).every(
        ({ lockedAt, dueAt }) => lockedAt !== null && dueAt === null,
      ),
    ).toBe(true);
    expect(slack.messages.map((message) => buttonsOf(message))).toEqual([[], []]);
  });

  test('a process killed between sending and recording it: the message is sent again, and the recorded one gets locked', async () => {
    const { desk, slack, server, one } = await deskInSlack();
    const runId = await desk.request('expense-report', expense());
    const victim = await server('insert into "slack_messages"');
    victim.go();
    expect(await victim.next()).toBe('held');
    await victim.kill();
    expect([slack.messages.length, await desk.db.$count(slackMessages)]).toEqual([1, 0]);
    await desk.db.update(deliveries).set({ dueAt: past, claimedUntil: 0 });
    expect(await one()).toBe(2);
    expect([slack.messages.length, await desk.db.$count(slackMessages)]).toEqual([3, 2]);
    await decideAll(desk, [runId]);
    await one();
    expect(slack.messages.map((message) => buttonsOf(message).length)).toEqual([3, 0, 0]);
  });
});
