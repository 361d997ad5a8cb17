import { eq, sql, type SQL } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { deliveries, groupMembers, slackMessages } from '@/db/schema';
import { grantDeciding } from '@/lib/accounts/keys/change-api-key';
import { createApiKey } from '@/lib/accounts/keys/create-api-key';
import { readKeyActor } from '@/lib/accounts/keys/read-key-actor';
import { collectNotifications } from '@/lib/tell/drain/collect';
import { listFindings } from '@/lib/tell/findings/list-findings';
import { reassignTask } from '@/lib/desk/operators/reassign-tasks';
import { sweep } from '@/lib/process/sweep/sweep';
import { cancelRun } from '@/lib/desk/runs/cancel-run';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { renewForm } from '@/lib/desk/decisions/renew-form';
import { slackTexts as texts } from '@/lib/base/texts/slack';
import { passInDatabase } from '@/tests/support/database-time';
import { actor, deskForTest, type TestDesk } from '@/tests/support/desk';
import type { Fault } from '@/tests/support/slack';
import {
  askedExpense,
  asks,
  buttonsOf,
  deskAsking,
  memberOf,
  tellingInSlack,
  wordsIn,
} from '@/tests/support/slack-desk';
import { rewindRun } from '@/lib/desk/rewind/rewind-run';

const [minute, hour] = [60_000, 3_600_000];
const yes = (task: { payloadDigest: string }) => ({ outcome: 'approve', payloadDigest: task.payloadDigest });
const approvedBy = (who: Parameters<typeof actor>[0]) => `${actor(who).name} approved this`;
const kept = (desk: TestDesk) => desk.db.select().from(slackMessages);

/** A question in Slack with buttons, sent to both managers. */
async function standing() {
  const desk = await deskForTest();
  const told = await tellingInSlack(desk);
  const asked = await askedExpense(desk);
  await told.tell();
  const both = () => [told.messageTo('manager'), told.messageTo('manager2')];
  expect(both().map(buttonsOf)).toEqual([
    ['Approve', 'Reject', texts.open],
    ['Approve', 'Reject', texts.open],
  ]);
  return { desk, ...told, ...asked, both };
}

describe('a message is locked', () => {
  test('once for everybody who was asked, with the outcome, the person and the reason', async () => {
    const { desk, slack, tell, both, task } = await standing();
    await decideTask(desk.as('manager2'), task.id, {
      outcome: 'reject',
      payloadDigest: task.payloadDigest,
      comment: 'Take the *bus*.',
    });
    await tell();
    await tell();
    for (const message of both()) {
      expect(buttonsOf(message)).toEqual([]);
      expect(message).toMatchObject({
        edits: 1,
        text: expect.stringContaining(`${actor('manager2').name} rejected this`),
      });
      for (const words of [`${actor('manager2').name} rejected this`, 'Take the *bus*.', task.title])
        expect(wordsIn(message)).toContain(words);
    }
    expect(slack.messages.filter(({ edits }) => edits > 0)).toHaveLength(2);
    expect(await kept(desk)).toMatchObject([
      { lockedAt: expect.any(Date), dueAt: null },
      { lockedAt: expect.any(Date), dueAt: null },
    ]);
  });

  test('when a program answered, with its name', async () => {
    const { desk, tell, both, task } = await standing();
    const { key, keyId } = await createApiKey(desk.as('manager'), {
      name: 'The robot',
      scopes: ['tasks:read'],
    });
    await grantDeciding(desk.as('admin'), keyId);
    const program = await readKeyActor(desk.db, desk.clock, key);
    await decideTask({ ...desk.as('manager'), actor: program!, channel: 'api' }, task.id, yes(task));
    await tell();
    for (const message of both())
      expect([wordsIn(message).includes('The robot approved this'), buttonsOf(message)]).toEqual([true, []]);
  });

  test('when its time ran out, whatever follows', async () => {
    for (const onExpiry of [{ resumeData: { approved: false } }, 'cancel'] as const) {
      const { desk } = await deskAsking({ due: '1h', onExpiry });
      const { tell, messageTo } = await tellingInSlack(desk);
      await tell();
      desk.clock.advance(hour);
      await sweep(desk);
      await tell();
      expect(wordsIn(messageTo('manager'))).toContain(texts.expired);
      expect(buttonsOf(messageTo('manager'))).toEqual([]);
    }
  });

  test('when the request was cancelled', async () => {
    const { desk, tell, both, runId } = await standing();
    await cancelRun(desk.as('requester'), runId, { reason: 'Not going.' });
    await tell();
    for (const message of both())
      expect([wordsIn(message).includes(texts.withdrawn), buttonsOf(message)]).toEqual([true, []]);
  });

  test('when the task is reassigned, and asks again when it comes back', async () => {
    const { desk, tell, messagesTo, both, task } = await standing();
    await reassignTask(desk.as('operator'), task.id, { to: ['group:finance'], reason: 'On holiday.' });
    await tell();
    for (const message of both())
      expect([wordsIn(message).includes(texts.notYours), buttonsOf(message)]).toEqual([true, []]);
    expect(buttonsOf(messagesTo('finance')[0]!)).toContain('Approve');
    await reassignTask(desk.as('operator'), task.id, { to: ['group:managers'], reason: 'Back again.' });
    await tell();
    for (const message of both()) expect(buttonsOf(message)).toContain('Approve');
    expect(
      (await kept(desk))
        .filter(({ lockedAt }) => lockedAt === null)
        .map(({ userId }) => userId)
        .toSorted(),
    ).toEqual([actor('manager').id, actor('manager2').id].toSorted());
    await decideTask(desk.as('manager'), task.id, yes(task));
    await tell();
    for (const message of both()) expect(wordsIn(message)).toContain(approvedBy('manager'));
    // A person who was asked in between, and may no longer see the task, does not learn who answered.
    expect(wordsIn(messagesTo('finance')[0]!)).not.toContain(actor('manager').name);
  });

  test('without a name for a person who left the group', async () => {
    const { desk, tell, messageTo, task } = await standing();
    await desk.db.delete(groupMembers).where(eq(groupMembers.userId, actor('manager').id));
    await decideTask(desk.as('manager2'), task.id, yes(task));
    await tell();
    expect(wordsIn(messageTo('manager'))).toContain(texts.notYours);
    expect(wordsIn(messageTo('manager'))).not.toContain(actor('manager2').name);
    expect(wordsIn(messageTo('manager2'))).toContain(approvedBy('manager2'));
  });

  test('and says so when the decision was reopened; what is asked anew is another message', async () => {
    const { desk, tell, messagesTo, task, runId } = await standing();
    await decideTask(desk.as('manager'), task.id, yes(task));
    await desk.drain(runId);
    await tell();
    await rewindRun(desk.as('manager'), { to: 'decision', taskId: task.id }, { reason: 'Wrong one.' });
    await tell();
    expect(messagesTo('manager').map(wordsIn).join()).toContain(texts.reopened);
    await desk.drain(runId);
    await tell();
    const [before, after] = messagesTo('manager').filter(
      ({ text }) => text.includes(task.title) || text.includes(texts.reopened),
    );
    expect(wordsIn(before!)).toContain(texts.reopened);
    expect(buttonsOf(after!)).toContain('Approve');
  });
});

test('a message shows the new question when the form has changed', async () => {
  const { desk, task } = await deskAsking();
  const { tell, server, messageTo } = await tellingInSlack(desk);
  await tell();
  const engine = await desk.reopen(asks({}, z.object({ approved: z.boolean(), ticket: z.string() })));
  const digest = await renewForm(desk.as('manager', engine), task);
  expect(digest).not.toBe(task.payloadDigest);
  await server(engine)();
  expect(buttonsOf(messageTo('manager'))).toContain('Approve');
  expect(wordsIn(messageTo('manager'))).toContain(digest);
  expect(wordsIn(messageTo('manager'))).not.toContain(task.payloadDigest);
});

describe('an update is scheduled', () => {
  test.each<[string, Fault]>([
    ['fails', { status: 503 }],
    ['breaks the line', 'broken'],
    ['answers what cannot be read', { answer: '<html>' }],
  ])('while Slack %s, and the decision is not affected', async (_, fault) => {
    const { desk, slack, tell, both, task, runId } = await standing();
    slack.faultsOf('chat.update').push(fault);
    await decideTask(desk.as('manager'), task.id, yes(task));
    await desk.drain(runId);
    const posted = slack.messages.length;
    await tell();
    // Slack is away, so nothing else is tried in this round.
    expect([both().map(({ edits }) => edits), slack.messages.length]).toEqual([[0, 0], posted]);
    expect(await desk.openTasks(runId)).toEqual([]);
    desk.clock.advance(minute);
    await tell();
    for (const message of both()) expect(wordsIn(message)).toContain(approvedBy('manager'));
  });

  test('for after the pause that Slack asked for, on every server', async () => {
    const { desk, slack, server, both, task } = await standing();
    slack.faultsOf('chat.update').push({ limitedFor: 120 });
    await decideTask(desk.as('manager'), task.id, yes(task));
    await server()();
    desk.clock.advance(120_000);
    await passInDatabase(desk.db, 110_000);
    await server()();
    expect(both().map(({ edits }) => edits)).toEqual([0, 0]);
    await passInDatabase(desk.db, 10_000);
    await server()();
    expect(both().map(({ edits }) => edits)).toEqual([1, 1]);
  });

  test('no longer when the message is gone; the others are locked', async () => {
    const { desk, slack, tell, messageTo, task } = await standing();
    slack.messages.splice(slack.messages.indexOf(messageTo('manager')), 1);
    await decideTask(desk.as('manager'), task.id, yes(task));
    await tell();
    expect(wordsIn(messageTo('manager2'))).toContain(approvedBy('manager'));
    expect((await kept(desk)).map(({ dueAt, note }) => [dueAt, note])).toEqual(
      expect.arrayContaining([
        [null, null],
        [null, 'Slack’s chat.update: message_not_found'],
      ]),
    );
  });

  test('until it succeeds; operators see it after a while, until it is done', async () => {
    const { desk, slack, tell, both, task } = await standing();
    const found = async () =>
      (await listFindings(desk.as('operator'), 'deliveries', { limit: 10 })).items.map(
        ({ title, detail }) => [title, detail],
      );
    await decideTask(desk.as('manager'), task.id, yes(task));
    const away = Array.from({ length: 30 }, (): Fault => ({ error: 'missing_scope' }));
    slack.faultsOf('chat.update').push(...away);
    const rounds = async (count: number) => {
      for (let round = 0; round < count; round++, desk.clock.advance(hour)) await tell();
    };
    await rounds(4);
    expect(await found()).toEqual([]);
    await rounds(8);
    expect(await found()).toEqual([
      [expect.stringMatching(/^[12] messages? in Slack still/), 'Slack’s chat.update: missing_scope'],
    ]);
    slack.faultsOf('chat.update').length = 0;
    await tell();
    for (const message of both()) expect(wordsIn(message)).toContain(approvedBy('manager'));
    expect(await found()).toEqual([]);
  });

  test('once, however many servers run at the same time', async () => {
    const { desk, server, both, task } = await standing();
    await decideTask(desk.as('manager'), task.id, yes(task));
    await Promise.all(Array.from({ length: 6 }, () => server()()));
    expect(both().map(({ edits }) => edits)).toEqual([1, 1]);
  });

  test('again by another process when the first one died', async () => {
    const { desk, server, both, task } = await standing();
    await decideTask(desk.as('manager'), task.id, yes(task));
    await server()();
    // The state after a process died when it had claimed the message, before or after Slack took the update.
    await desk.db.update(slackMessages).set({
      dueAt: desk.clock.now(),
      claimedUntil: new Date(Date.now() + minute),
      attempts: 1,
      lockedAt: null,
    });
    await server()();
    expect(both().map(({ edits }) => edits)).toEqual([1, 1]);
    await passInDatabase(desk.db, minute);
    await server()();
    expect(both().map(({ edits }) => edits)).toEqual([2, 2]);
    for (const message of both()) expect(wordsIn(message)).toContain(approvedBy('manager'));
    expect(await kept(desk)).toMatchObject([
      { dueAt: null, lockedAt: expect.any(Date) },
      { dueAt: null, lockedAt: expect.any(Date) },
    ]);
  });

  test.each([0, 10])('again for an event during the update, %i ms after the last', async (ms) => {
    const desk = await deskForTest();
    const { slack, tell, messageTo } = await tellingInSlack(desk, { members: [memberOf('manager')] });
    const { task } = await askedExpense(desk);
    await tell();
    await reassignTask(desk.as('operator'), task.id, {
      to: [`user:${actor('manager').id}`],
      reason: 'Alone.',
    });
    slack.during('chat.update', async () => {
      desk.clock.advance(ms);
      await decideTask(desk.as('manager'), task.id, yes(task));
      await collectNotifications(desk);
    });
    await tell();
    await tell();
    expect(wordsIn(messageTo('manager'))).toContain(approvedBy('manager'));
    expect(buttonsOf(messageTo('manager'))).toEqual([]);
  });

  test('for a question that was settled while its message was being sent', async () => {
    const desk = await deskForTest();
    const { slack, tell } = await tellingInSlack(desk);
    const { task } = await askedExpense(desk);
    slack.during('chat.postMessage', () =>
      decideTask(desk.as('manager2'), task.id, yes(task)).then(() => collectNotifications(desk)),
    );
    await tell();
    await tell();
    expect(wordsIn(slack.messages[0]!)).toContain(approvedBy('manager2'));
    expect(buttonsOf(slack.messages[0]!)).toEqual([]);
  });

  test('for the recorded message, when a process died before recording another it had sent', async () => {
    const { desk, tell, messagesTo, task } = await standing();
    await desk.db.delete(slackMessages).where(eq(slackMessages.userId, actor('manager').id));
    await desk.db
      .update(deliveries)
      .set({ state: 'pending', claimedUntil: 0, settledAt: null })
      .where(eq(deliveries.userId, actor('manager').id));
    await tell();
    expect(messagesTo('manager')).toHaveLength(2);
    await decideTask(desk.as('manager2'), task.id, yes(task));
    await tell();
    expect(messagesTo('manager').map((message) => buttonsOf(message).length)).toEqual([3, 0]);
  });
});

test('the queries of each look use their indexes', async () => {
  const desk = await deskForTest();
  const plan = async (query: SQL) =>
    (await desk.db.all<{ detail: string }>(sql`explain query plan ${query}`))
      .map(({ detail }) => detail)
      .join();
  expect(
    await plan(sql`select * from slack_messages where due_at <= ${1} order by due_at, ts limit 100`),
  ).toContain('slack_messages_due');
  expect(await plan(sql`update slack_messages set due_at = 1 where task_id in ('a', 'b')`)).toContain(
    'slack_messages_task (task_id=?)',
  );
});
