import { createStep, createWorkflow } from '@mastra/core/workflows';
import { and, eq, sql, type SQL } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  auditEvents,
  decisions,
  deliveries,
  groupMembers,
  notificationCursor,
  notifications,
  outbox,
  runs,
  tasks,
} from '@/db/schema';
import { decideByLink } from '@/lib/tell/links/decide-by-link';
import { createLinks } from '@/lib/tell/links/create-link';
import { sendLinkCode } from '@/lib/tell/links/link-code';
import { openLink } from '@/lib/tell/links/open-link';
import { humanTask, type HumanTask } from '@/lib/mastra/authoring/human-task';
import { sweep } from '@/lib/process/sweep/sweep';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { reassignTask } from '@/lib/desk/operators/reassign-tasks';
import { actor, deskForTest, expense, type Person, type TestDesk } from '@/tests/support/desk';
import { renderNotice } from '@/lib/tell/mail/render-notice';
import { ChannelError, type Outgoing } from './channel';
import { composeNotice } from './compose';
import { chooseNotifications, chosenNotifications } from './choose-notifications';
import { eventsAfter } from '@/lib/journal/tail';
import { collectDigest, people } from '@/lib/tell/drain/collect';
import { drainNotifications } from '@/lib/tell/drain/drain-notifications';
import { messagesPerRun } from './expand';
import { listDeliveries, parseDeliveryQuery } from './list-deliveries';
import { retryDeliveries } from './retry-deliveries';
import { messageBackOff } from '@/lib/tell/queue/back-off';

const secrets = [{ name: 'test', secret: 'a-secret-that-signs-links-in-tests' }];
const appUrl = 'https://desk.example.com';
const [hour, day] = [3_600_000, 86_400_000];
const neverToday = 24;

/** A channel that accepts every message, or fails as `fault` says: the port through which the desk sends. */
function postOffice() {
  const office = { sent: [] as Outgoing[], tried: 0, fault: null as Error | null };
  const send = async (message: Outgoing) => {
    office.tried += 1;
    if (office.fault) throw office.fault;
    office.sent.push(message);
  };
  return Object.assign(office, { channel: { name: 'mail' as const, send } });
}

function telling(desk: TestDesk, digestHour = neverToday) {
  const office = postOffice();
  const { db, engine, clock } = desk;
  const tell = () =>
    drainNotifications({ db, engine, clock, secrets, appUrl, digestHour, channels: [office.channel] });
  /** The recipients and messages since the last call, sorted. */
  const told = async () => {
    await tell();
    return office.sent
      .splice(0)
      .map(({ to, notice }) => `${to.email.split('@')[0]}: ${notice.subject}`)
      .toSorted();
  };
  return { office, tell, told };
}

const title = 'Approve €240.00 travel for Ana Ruiz';

async function asked(desk: TestDesk, who: Person = 'requester') {
  const runId = await desk.request('expense-report', expense(), who);
  const [task] = await desk.openTasks(runId);
  return { runId, task: task! };
}

/** A desk with a list of questions under this policy. */
async function listed(
  count: number,
  policy: HumanTask<unknown, { approved: boolean }> = {},
  concurrency = count,
) {
  const any = z.object({}).loose();
  const gate = createStep({
    id: 'gate',
    inputSchema: any,
    outputSchema: any,
    resumeSchema: z.object({ approved: z.boolean() }),
    metadata: humanTask<unknown, { approved: boolean }>({
      title: 'Check an item',
      candidates: { groups: ['managers'] },
      ...policy,
    }),
    execute: async ({ resumeData, suspend }) => resumeData ?? suspend({}),
  });
  const many = createStep({
    id: 'many',
    inputSchema: any,
    outputSchema: z.array(any),
    execute: async () => Array.from({ length: count }, (_, index) => ({ index })),
  });
  const workflow = createWorkflow({ id: 'listed', inputSchema: any, outputSchema: any });
  const desk = await deskForTest({ listed: workflow.then(many).foreach(gate, { concurrency }).commit() });
  return { desk, runId: await desk.request('listed', {}) };
}

describe('people are notified', () => {
  test('of a task, its decision and the end, once each, whichever process collects and however often', async () => {
    const desk = await deskForTest();
    const { told, tell, office } = telling(desk);
    const { runId, task } = await asked(desk);
    expect(await told()).toEqual([`manager2: ${title}`, `manager: ${title}`]);
    expect(await told()).toEqual([]);
    await decideTask(desk.as('manager'), task.id, {
      outcome: 'approve',
      payloadDigest: task.payloadDigest,
      comment: 'Have a good trip.',
    });
    await desk.drain(runId);
    await Promise.all([tell(), tell(), tell()]);
    const [run] = await desk.db.select().from(runs);
    expect(await told()).toEqual([
      `requester: Finished: ${run!.title}`,
      `requester: ${actor('manager').name} approved this: ${title}`,
    ]);
    // Reading the log again from its beginning sends nothing twice.
    await desk.db.update(notificationCursor).set({ seq: 0 });
    expect(await told()).toEqual([]);
    expect(office.tried).toBe(4);
  });

  test('with the evidence, a working link per outcome and one to the task', async () => {
    const desk = await deskForTest();
    const { tell, office } = telling(desk);
    const { task } = await asked(desk);
    await tell();
    const { to, notice, thread } = office.sent.find((one) => one.to.email === 'manager@demo.test')!;
    expect(thread).toBe(task.runId);
    expect(notice).toMatchObject({
      heading: title,
      intro: 'Ana Ruiz asks for your answer.',
      open: { href: `${appUrl}/tasks/${task.id}` },
    });
    expect(notice.evidence).toMatchObject({
      complete: true,
      lines: expect.arrayContaining([
        { label: 'Amount', value: '€240.00', whole: true },
        { label: 'Purpose', value: 'Train to Lyon', whole: true },
        { label: 'Date of the expense', value: '2 Nov 2026', whole: true },
      ]),
    });
    expect(notice.facts).toContainEqual({ label: 'Workflow', value: 'Expense report' });
    expect(notice.actions.map(({ label, tone }) => [label, tone])).toEqual([
      ['Approve', 'success'],
      ['Reject', 'danger'],
    ]);
    const token = notice.actions[0]!.href.replace(`${appUrl}/links/`, '');
    const { claims } = await openLink(
      { ...desk, secrets, viewerId: null, from: { address: '', agent: '' } },
      token,
    );
    expect(claims).toMatchObject({ taskId: task.id, recipientId: to.id, outcome: 'approve' });
  });

  test('by mail only, whatever they chose: of a link’s code, and that their link decided, with how to undo it', async () => {
    const { desk, runId } = await listed(1, { links: 'code' });
    const { office, tell } = telling(desk);
    await chooseNotifications(desk.as('manager'), { task: [], decided: [] });
    const [task] = await desk.openTasks(runId);
    const links = await createLinks({ ...desk, secrets }, task!, actor('manager').id);
    const token = links.get('approve')!.replace('/links/', '');
    const from = { address: '192.0.2.7', agent: 'Test browser' };
    const context = { ...desk, secrets, viewerId: null, from };
    const link = await openLink(context, token);
    await sendLinkCode(link);
    await tell();
    const mailed = office.sent.splice(0).filter(({ to }) => to.id === actor('manager').id);
    expect(mailed.map(({ kind }) => kind)).toEqual(['code']);
    const code = mailed[0]!.notice.heading;
    expect(JSON.stringify(await desk.db.select().from(deliveries))).not.toContain(code);
    await decideByLink(context, token, link, { outcome: 'approve', code });
    await desk.drain(runId);
    await tell();
    const [told] = office.sent.splice(0).filter(({ to }) => to.id === actor('manager').id);
    expect(told).toMatchObject({
      kind: 'linked',
      notice: { heading: 'Decided by your link', open: { href: `${appUrl}/tasks/${task!.id}` }, actions: [] },
    });
    expect(told!.notice.facts).toEqual(
      expect.arrayContaining([
        { label: 'Answer', value: 'Approve' },
        { label: 'From', value: '192.0.2.7' },
        { label: 'Browser', value: 'Test browser' },
      ]),
    );
    for (const { notice } of [mailed[0]!, told!]) {
      const { html, text } = await renderNotice(notice, appUrl);
      // They do not depend on a preference, so the mail does not point to Settings.
      for (const written of [html, text]) expect(written).not.toContain('Settings');
      expect(text).toContain(notice.why);
    }
    await desk.db.update(tasks).set({ forEachIndex: 0 }).where(eq(tasks.id, task!.id));
    const ofItem = await composeNotice(
      { ...desk, secrets, appUrl },
      { kind: 'linked', userId: actor('manager').id, runId, taskId: task!.id, data: null },
    );
    expect(ofItem).toMatchObject({
      notice: { intro: expect.stringContaining('cannot be reopened'), open: { label: 'Open the task' } },
    });
    // Slack gets neither.
    const slack = postOffice();
    await desk.db.update(notificationCursor).set({ seq: 0 });
    await drainNotifications({
      ...desk,
      secrets,
      appUrl,
      digestHour: neverToday,
      channels: [{ ...slack.channel, name: 'slack' }],
    });
    expect(slack.sent.filter(({ kind }) => kind === 'code' || kind === 'linked')).toEqual([]);
  });

  test('of nothing sensitive', async () => {
    const shape = z.object({ iban: z.string().meta({ sensitive: true }), purpose: z.string() });
    const gate = createStep({
      id: 'gate',
      inputSchema: shape,
      outputSchema: shape,
      suspendSchema: shape,
      resumeSchema: z.object({ approved: z.boolean() }),
      metadata: { human: true },
      execute: async ({ inputData, resumeData, suspend }) => (resumeData ? inputData : suspend(inputData)),
    });
    const desk = await deskForTest({
      secret: createWorkflow({ id: 'secret', inputSchema: shape, outputSchema: shape }).then(gate).commit(),
    });
    const { tell, office } = telling(desk);
    await desk.request('secret', { iban: 'DE-SECRET', purpose: 'Rent' });
    await tell();
    expect(office.sent.length).toBeGreaterThan(0);
    expect(JSON.stringify(office.sent)).toContain('Rent');
    expect(
      JSON.stringify([
        office.sent,
        await desk.db.select().from(notifications),
        await desk.db.select().from(deliveries),
      ]),
    ).not.toContain('SECRET');
  });

  test('by current group membership, and only of tasks they may still answer', async () => {
    const desk = await deskForTest();
    const { told, tell, office } = telling(desk);
    await asked(desk, 'manager2');
    await desk.db
      .delete(groupMembers)
      .where(and(eq(groupMembers.userId, actor('manager').id), eq(groupMembers.groupId, 'managers')));
    await desk.db
      .insert(groupMembers)
      .values({ groupId: 'managers', userId: actor('finance').id, createdAt: desk.clock.now() });
    // Neither the person who left the group nor the requester.
    expect(await told()).toEqual([expect.stringMatching(/^finance: Approve/)]);

    office.fault = new Error('not now');
    const { task } = await asked(desk);
    await tell();
    await decideTask(desk.as('manager2'), task.id, { outcome: 'approve', payloadDigest: task.payloadDigest });
    office.fault = null;
    desk.clock.advance(hour);
    expect(
      (await told()).filter((line) => line.includes(`: ${title}`) && !line.includes('approved')),
    ).toEqual([]);
    expect(
      (await desk.db.select().from(deliveries).where(eq(deliveries.taskId, task.id))).filter(
        ({ state }) => state === 'skipped',
      ),
    ).toHaveLength(2);
  });

  test('of a reminder, an escalation and an expiry', async () => {
    const { desk } = await listed(1, {
      due: '2d',
      remind: ['1d'],
      escalate: { after: '1d', to: { groups: ['finance'] } },
      onExpiry: { resumeData: { approved: false } },
    });
    const { told } = telling(desk);
    const tick = () => sweep({ db: desk.db, engine: desk.engine, clock: desk.clock });
    expect(await told()).toEqual(['manager2: Check an item', 'manager: Check an item']);
    desk.clock.advance(day);
    await tick();
    const after = await told();
    expect(after.filter((line) => line.includes('Nobody has answered'))).toEqual([
      'finance2: Nobody has answered: Check an item',
      'finance: Nobody has answered: Check an item',
    ]);
    expect(after.filter((line) => line.startsWith('manager: '))).toEqual([
      'manager: Reminder: Check an item',
    ]);
    desk.clock.advance(day);
    await tick();
    expect(await told()).toEqual(
      expect.arrayContaining([
        'requester: Time ran out: Check an item',
        'manager: Time ran out: Check an item',
        expect.stringMatching(/^requester: Finished/),
      ]),
    );
  });

  test('once of a task that is reassigned away and back', async () => {
    const desk = await deskForTest();
    const { told } = telling(desk);
    const { task } = await asked(desk);
    expect(await told()).toHaveLength(2);
    await reassignTask(desk.as('operator'), task.id, { to: ['group:finance'], reason: 'On holiday.' });
    expect(await told()).toEqual([`finance2: ${title}`, `finance: ${title}`]);
    await reassignTask(desk.as('operator'), task.id, { to: ['group:managers'], reason: 'Back again.' });
    expect(await told()).toEqual([]);
  });

  test('operators of stuck work', async () => {
    const desk = await deskForTest();
    const { told } = telling(desk);
    const { runId } = await asked(desk);
    await told();
    await desk.db.insert(auditEvents).values({
      verb: 'outbox.stuck',
      actorKind: 'system',
      actorId: 'Countersign',
      actorName: 'Countersign',
      channel: 'system',
      runId,
      data: { owed: 'resume', error: 'The bank did not answer.' },
      at: desk.clock.now(),
    });
    expect(await told()).toEqual([
      expect.stringMatching(/^admin: Needs an operator/),
      expect.stringMatching(/^operator: Needs an operator/),
    ]);
  });

  test('in a daily digest of what is open for them, once a day', async () => {
    const desk = await deskForTest();
    const { tell, office, told } = telling(desk, 0);
    await told();
    await asked(desk);
    await told();
    desk.clock.advance(day);
    await tell();
    const digests = office.sent.splice(0).filter(({ notice }) => notice.items.length > 0);
    expect(digests.map(({ to, notice }) => [to.email, notice.subject])).toEqual(
      [
        ['manager@demo.test', '1 task waits for you'],
        ['manager2@demo.test', '1 task waits for you'],
      ].toSorted(),
    );
    // Its evidence is not shown, so it links to the page and offers no answer.
    expect(digests[0]!.notice).toMatchObject({ items: [{ title }], actions: [] });
    expect(JSON.stringify(digests)).not.toContain('/links/');
    await tell();
    expect(office.sent).toEqual([]);
  });

  test('in a digest from the configured local hour on, once a day', async () => {
    const { db } = await deskForTest();
    const digestsAt = async (time: string, timeZone?: string) => {
      await collectDigest({ db, clock: { now: () => new Date(time) } }, 7, timeZone);
      return (await db.select({ id: notifications.id }).from(notifications)).map(({ id }) => id);
    };
    expect(await digestsAt('2026-03-01T21:59:00Z', 'Asia/Tokyo')).toEqual([]);
    expect(await digestsAt('2026-03-01T22:00:00Z', 'Asia/Tokyo')).toEqual(['digest:2026-03-02']);
    expect(await digestsAt('2026-03-02T14:59:00Z', 'Asia/Tokyo')).toEqual(['digest:2026-03-02']);
    expect(await digestsAt('2026-03-02T15:00:00Z', 'Asia/Tokyo')).toEqual(['digest:2026-03-02']);
    // In summer seven o'clock there is an hour earlier in UTC.
    expect(await digestsAt('2026-07-01T04:59:00Z', 'Europe/Madrid')).toHaveLength(1);
    expect(await digestsAt('2026-07-01T05:00:00Z', 'Europe/Madrid')).toHaveLength(2);
    expect(await digestsAt('2026-07-02T06:59:00Z')).toHaveLength(2);
    expect(await digestsAt('2026-07-02T07:00:00Z')).toHaveLength(3);
  });

  test('with a few messages per run and hour; the others combined into one', async () => {
    const { desk, runId } = await listed(40);
    const { office, tell } = telling(desk);
    await tell();
    const mine = () => office.sent.filter(({ to }) => to.email === 'manager@demo.test');
    expect(mine()).toHaveLength(messagesPerRun);
    desk.clock.advance(61_000);
    await tell();
    expect(mine()).toHaveLength(messagesPerRun + 1);
    expect(mine().at(-1)!.notice).toMatchObject({
      subject: expect.stringContaining('40 more questions'),
      items: { length: 20 },
    });
    // Another run has its own limit.
    office.sent.splice(0);
    await desk.request('listed', {});
    await tell();
    expect(mine()).toHaveLength(messagesPerRun);
    expect(await desk.openTasks(runId)).toHaveLength(40);
  });
});

describe('messages above the limit of one run', () => {
  const inOrder = () => listed(9, {}, 1);

  test('are combined into one message an hour', async () => {
    const { desk, runId } = await inOrder();
    const { office, tell } = telling(desk);
    const mine = () => office.sent.filter(({ to }) => to.email === 'manager@demo.test');
    const answer = async () => {
      const [task] = await desk.openTasks(runId);
      await decideTask(desk.as('manager2'), task!.id, {
        outcome: 'approve',
        resumeData: { approved: true },
        payloadDigest: task!.payloadDigest,
      });
      await desk.drain(runId);
      await tell();
    };
    desk.clock.advance(hour - (desk.clock.now().getTime() % hour));
    await tell();
    for (let count = 1; count < messagesPerRun + 1; count += 1) await answer();
    desk.clock.advance(61_000);
    await tell();
    expect(mine()).toHaveLength(messagesPerRun + 1);
    // The combined message was already sent when these are asked.
    await answer();
    await answer();
    desk.clock.advance(hour - 62_000);
    await tell();
    expect(mine()).toHaveLength(messagesPerRun + 1);
    desk.clock.advance(1_000);
    await tell();
    expect(mine()).toHaveLength(messagesPerRun + 2);
    expect(mine().at(-1)!.notice).toMatchObject({ subject: expect.stringContaining('1 more question') });
  });

  test('tell the requester of the end too, combined with the last answers', async () => {
    const { desk, runId } = await listed(messagesPerRun + 2);
    const { office, tell } = telling(desk);
    for (const task of await desk.openTasks(runId))
      await decideTask(desk.as('manager'), task.id, {
        outcome: 'approve',
        resumeData: { approved: true },
        payloadDigest: task.payloadDigest,
      });
    await desk.drain(runId);
    await tell();
    const own = () =>
      office.sent.filter(({ to }) => to.email === 'requester@demo.test').map(({ notice }) => notice);
    expect(own()).toHaveLength(messagesPerRun);
    desk.clock.advance(61_000);
    await tell();
    expect(own().slice(messagesPerRun)).toMatchObject([
      { subject: expect.stringContaining('Finished'), open: { href: `${appUrl}/runs/${runId}` } },
    ]);
  });
});

describe('people’s preferences', () => {
  test('apply per kind, to that person only, and are audited', async () => {
    const desk = await deskForTest();
    const { told } = telling(desk);
    expect(await chosenNotifications(desk.as('manager'))).toMatchObject({ task: ['mail'], digest: ['mail'] });
    expect(await chooseNotifications(desk.as('manager'), { task: [], decided: ['mail'] })).toMatchObject({
      task: [],
      decided: ['mail'],
      reminder: ['mail'],
    });
    await asked(desk);
    expect(await told()).toEqual([`manager2: ${title}`]);
    await chooseNotifications(desk.as('manager'), { task: [] });
    expect(
      await desk.db.select().from(auditEvents).where(eq(auditEvents.verb, 'notifications.chosen')),
    ).toMatchObject([
      { actorId: actor('manager').id, data: { before: { task: ['mail'] }, after: { task: [] } } },
    ]);
  });

  test('for a channel that is not offered now are kept, and not shown', async () => {
    const desk = await deskForTest();
    const manager = desk.as('manager');
    expect(await chosenNotifications(manager, ['mail', 'slack'])).toMatchObject({ task: ['mail', 'slack'] });
    expect(await chooseNotifications(manager, { task: [], decided: ['mail'] }, ['mail'])).toMatchObject({
      task: [],
      decided: ['mail'],
    });
    expect(await chosenNotifications(manager, ['mail', 'slack'])).toMatchObject({
      task: ['slack'],
      decided: ['mail', 'slack'],
    });
    expect(
      await chooseNotifications(manager, { task: ['mail'], decided: ['slack'] }, ['mail', 'slack']),
    ).toMatchObject({ task: ['mail'], decided: ['slack'], digest: ['mail', 'slack'] });
    const told = await desk.db.select().from(auditEvents).where(eq(auditEvents.verb, 'notifications.chosen'));
    expect(told.map(({ data }) => data)).toMatchObject([
      { before: { task: ['mail'] }, after: { task: [] } },
      {
        before: { task: ['slack'], decided: ['mail', 'slack'] },
        after: { task: ['mail'], decided: ['slack'] },
      },
    ]);
  });

  test('must name existing kinds and channels, and belong to a person', async () => {
    const desk = await deskForTest();
    for (const wrong of [{ task: ['pigeon'] }, { gossip: ['mail'] }, 'mail'])
      await expect(chooseNotifications(desk.as('manager'), wrong)).rejects.toMatchObject({ code: 'invalid' });
    await expect(chooseNotifications(desk.as('system'), {})).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('a channel that fails', () => {
  test('never affects a decision; its messages are retried with growing pauses, then left to an operator', async () => {
    const desk = await deskForTest();
    const { office, tell } = telling(desk);
    office.fault = new ChannelError('connect ECONNREFUSED', 'away');
    const { runId, task } = await asked(desk);
    // The second mail of a round is not tried while the server is away.
    expect(await tell()).toEqual({ sent: 0, failed: 1 });
    await decideTask(desk.as('manager'), task.id, { outcome: 'approve', payloadDigest: task.payloadDigest });
    await desk.drain(runId);
    expect(await desk.db.select().from(decisions)).toMatchObject([{ appliedAt: expect.any(Date) }]);
    expect((await desk.db.select().from(outbox)).every(({ state }) => state === 'done')).toBe(true);

    const requester = (state: 'pending' | 'stuck') =>
      desk.db
        .select()
        .from(deliveries)
        .where(and(eq(deliveries.userId, actor('requester').id), eq(deliveries.state, state)));
    for (let round = 0; round < 400 && (await requester('stuck')).length < 2; round++) {
      desk.clock.advance(hour);
      await tell();
    }
    expect(await requester('stuck')).toMatchObject([
      { attempts: messageBackOff.triesAtMost, note: 'connect ECONNREFUSED' },
      { attempts: messageBackOff.triesAtMost },
    ]);
    expect(
      await desk.db.select().from(auditEvents).where(eq(auditEvents.verb, 'delivery.stuck')),
    ).toHaveLength(2);

    const log = await listDeliveries(desk.as('operator'), parseDeliveryQuery({ state: 'stuck', limit: '1' }));
    expect(log.items).toMatchObject([
      { person: actor('requester').name, state: 'stuck', note: 'connect ECONNREFUSED', dueAt: null },
    ]);
    const rest = await listDeliveries(
      desk.as('admin'),
      parseDeliveryQuery({ state: 'stuck', cursor: log.nextCursor }),
    );
    expect(rest.items).toHaveLength(1);
    office.fault = null;
    expect(await retryDeliveries(desk.as('operator'), {})).toBe(2);
    expect(await tell()).toMatchObject({ sent: 2 });
    expect(
      await desk.db.select().from(auditEvents).where(eq(auditEvents.verb, 'delivery.retried')),
    ).toMatchObject([{ actorId: actor('operator').id, data: { before: { state: 'stuck' } } }, {}]);
    await expect(retryDeliveries(desk.as('operator'), {})).rejects.toMatchObject({ code: 'conflict' });
  });

  test('with more messages than a round handles does not block others', async () => {
    const desk = await deskForTest();
    const [mail, other] = [postOffice(), postOffice()];
    other.fault = new ChannelError('connect ECONNREFUSED', 'away');
    const { db, engine, clock } = desk;
    const channels = [{ ...other.channel, name: 'slack' as const }, mail.channel];
    const tell = () =>
      drainNotifications({ db, engine, clock, secrets, appUrl, digestHour: neverToday, channels });
    const { task } = await asked(desk);
    const long = new Date(clock.now().getTime() - day);
    await db.insert(deliveries).values(
      Array.from({ length: 150 }, (_, index) => ({
        id: `old-${index}`,
        notificationId: 'n',
        kind: 'task' as const,
        userId: actor('manager').id,
        channel: 'slack' as const,
        taskId: task.id,
        dueAt: long,
        createdAt: long,
      })),
    );
    expect(await tell()).toEqual({ sent: 2, failed: 1 });
    expect([mail.sent.length, other.tried]).toEqual([2, 1]);
    // Nor does a channel that is no longer configured.
    channels.shift();
    await asked(desk);
    expect(await tell()).toEqual({ sent: 2, failed: 0 });
  });

  test('permanently is left to an operator at once, and the others go on', async () => {
    const desk = await deskForTest();
    const { office, tell } = telling(desk);
    await asked(desk);
    office.fault = new ChannelError('550 no such mailbox', 'permanent');
    expect(await tell()).toEqual({ sent: 0, failed: 2 });
    expect((await desk.db.select().from(deliveries)).map(({ state, attempts }) => [state, attempts])).toEqual(
      [
        ['stuck', 1],
        ['stuck', 1],
      ],
    );
  });

  test('is tried again when the sending process died: at least once', async () => {
    const desk = await deskForTest();
    const { told, tell } = telling(desk);
    await asked(desk);
    await tell();
    // The state after a process died between claiming a message and recording that it was sent.
    await desk.db
      .update(deliveries)
      .set({
        state: 'pending',
        attempts: 1,
        claimedUntil: Date.now() + 60_000,
        settledAt: null,
      })
      .where(eq(deliveries.userId, actor('manager').id));
    await told();
    expect(await told()).toEqual([]);
    await desk.db.update(deliveries).set({ claimedUntil: Date.now() - 1 });
    expect(await told()).toEqual([`manager: ${title}`]);
  });

  test('log and retry are for operators only', async () => {
    const desk = await deskForTest();
    for (const who of ['manager', 'requester'] as const) {
      await expect(listDeliveries(desk.as(who), parseDeliveryQuery({}))).rejects.toMatchObject({
        code: 'not_found',
      });
      await expect(retryDeliveries(desk.as(who), {})).rejects.toMatchObject({ code: 'forbidden' });
    }
    await expect(retryDeliveries(desk.as('operator'), { ids: [] })).rejects.toMatchObject({
      code: 'invalid',
    });
  });
});

test('the queries of each look use their indexes', async () => {
  const desk = await deskForTest();
  const plan = async (query: SQL) =>
    (await desk.db.all<{ detail: string }>(sql`explain query plan ${query}`))
      .map(({ detail }) => detail)
      .join();
  expect(
    await plan(
      sql`select * from deliveries where state = ${'pending'} and due_at <= ${1} order by due_at, id limit 100`,
    ),
  ).toContain('deliveries_due');
  expect(
    await plan(sql`select * from notifications where expanded_at is null order by created_at limit 100`),
  ).toContain('notifications_due');
  expect(await plan(eventsAfter(desk.db, people).getSQL())).toContain(
    'audit_events USING INTEGER PRIMARY KEY (rowid>?)',
  );
});
