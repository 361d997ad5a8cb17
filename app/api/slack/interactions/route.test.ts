import path from 'node:path';
import { and, eq } from 'drizzle-orm';
import { decodeJwt } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { POST as decide } from '@/app/api/tasks/[taskId]/decision/route';
import { POST as answerByLink } from '@/app/links/[token]/answer/route';
import {
  auditEvents,
  decisions,
  groupMembers,
  ledgerEntries,
  linkSwitches,
  outbox,
  slackMessages,
  tasks,
  users,
} from '@/db/schema';
import { seedDemo } from '@/db/seed';
import { grantDeciding } from '@/lib/accounts/keys/change-api-key';
import { createApiKey } from '@/lib/accounts/keys/create-api-key';
import type { Context } from '@/lib/people/context';
import { database } from '@/lib/base/database';
import { systemClock } from '@/lib/base/clock';
import { env } from '@/lib/base/env';
import { createLinks } from '@/lib/tell/links/create-link';
import { confirmationOf } from '@/lib/tell/links/link-code';
import { engine } from '@/lib/mastra';
import { tellEverybody } from '@/lib/tell/drain/tell-people';
import { drainRun } from '@/lib/work/outbox/drain-run';
import { startRun } from '@/lib/desk/runs/start-run';
import { questionMessage } from '@/lib/tell/slack/messages';
import { openSlack } from '@/lib/tell/slack/slack-api';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { getTask } from '@/lib/desk/tasks/get-task';
import { slackTexts as texts } from '@/lib/base/texts/slack';
import { testDatabase, type TestDatabase } from '@/tests/support/database';
import { sessionOf } from '@/tests/support/session';
import { actor, expense, type Person } from '@/tests/support/desk';
import {
  botToken,
  pressOf,
  signedRequest,
  signingSecret,
  slackServer,
  submissionOf,
  type Posted,
  type SlackServer,
} from '@/tests/support/slack';
import { POST } from './route';
import { afterAnswer } from '@/tests/support/after-answer';

const owed: Promise<unknown>[] = [];
// Outside a server, the test itself runs the work that is left for after the response.
afterAnswer((work) => owed.push(typeof work === 'function' ? work() : work));

let file: TestDatabase;
let slack: SlackServer;

const members = () => [
  { id: 'U0MANAGER', email: 'Manager@demo.test' },
  { id: 'U0MANAGER2', email: 'manager2@demo.test' },
  { id: 'U0REQUESTER', email: 'requester@demo.test' },
  { id: 'U0FINANCE', email: 'finance@demo.test' },
  { id: 'U0NOBODY', email: 'nobody@elsewhere.test' },
  { id: 'U0SILENT', email: null },
];

beforeAll(async () => {
  file = await testDatabase();
  vi.stubEnv('DATABASE_URL', file.url);
  vi.stubEnv('DATA_DIR', file.dir);
  vi.stubEnv('WORKFLOW_DATABASE_URL', `file:${path.join(file.dir, 'workflows.db')}`);
  await seedDemo(database());
  await engine();
});

beforeEach(async () => {
  slack = await slackServer(members());
  // A new Slack stub numbers its messages from the beginning.
  await database().delete(slackMessages);
  Object.assign(globalThis, {
    countersignSlack: undefined,
    countersignTelling: undefined,
    countersignEnv: undefined,
  });
  for (const [name, value] of Object.entries({
    DATABASE_URL: file.url,
    DATA_DIR: file.dir,
    SLACK_BOT_TOKEN: botToken,
    SLACK_SIGNING_SECRET: signingSecret,
    SLACK_API_URL: slack.apiUrl,
  }))
    vi.stubEnv(name, value);
});

afterEach(async () => {
  await settled();
  if (slack.complaints.length > 0) throw new Error(slack.complaints.join('\n'));
});

afterAll(async () => {
  database().$client.close();
  await file.close();
});

async function settled(): Promise<void> {
  while (owed.length > 0) await Promise.all(owed.splice(0));
}

const as = async (who: Person): Promise<Context> => ({
  actor: actor(who),
  channel: 'web',
  db: database(),
  engine: await engine(),
  clock: systemClock,
});

/** A question in a message to the manager. */
async function asked(requester: Person = 'requester') {
  const { run } = await startRun(await as(requester), { workflowId: 'expense-report', input: expense() });
  await drainRun(await as('operator'), run.id);
  const [row] = await database().select().from(tasks).where(eq(tasks.runId, run.id));
  const task = await getTask(await as('manager'), row!.id);
  const notice = {
    subject: task.title,
    heading: task.title,
    intro: 'Ana asks.',
    evidence: {
      lines: [{ label: 'Purpose', value: '<!channel> *Train*', whole: true }],
      complete: true,
    },
    facts: [],
    actions: [],
    items: [],
    open: { label: 'Open', href: `https://desk.example.com/tasks/${task.taskId}` },
  };
  await openSlack({ botToken, apiUrl: slack.apiUrl }).post('U0MANAGER', questionMessage(notice, task, true));
  slack.calls.length = 0;
  return { task, message: slack.messages.at(-1)! };
}

const buttonsOf = (message: Posted) =>
  message.blocks.flatMap((block) => (block.type === 'actions' ? block.elements : []));
const buttonOf = (message: Posted, label: string) =>
  buttonsOf(message).find(({ text }) => text.text === label)!;
const wordsOf = (message: Posted) => JSON.stringify(message.blocks);

async function send(payload: object): Promise<Response> {
  const answer = await POST(signedRequest(payload));
  await settled();
  return answer;
}
const press = (user: string, message: Posted, label: string) =>
  send(pressOf(user, message, buttonOf(message, label)));
const decisionsOf = (taskId: string) =>
  database().select().from(decisions).where(eq(decisions.taskId, taskId));
const refusalsOf = async (taskId: string) =>
  (await database().select().from(auditEvents).where(eq(auditEvents.taskId, taskId))).flatMap(
    ({ verb, data }) => (verb === 'slack.refused' ? [(data as { reason: string }).reason] : []),
  );

describe('a call without a valid, recent signature', () => {
  test('is refused with 401 and nothing else', async () => {
    const { task, message } = await asked();
    const payload = pressOf('U0MANAGER', message, buttonOf(message, 'Approve'));
    const good = () => signedRequest(payload);
    const altered = new Request(good(), {
      body: new URLSearchParams({
        payload: JSON.stringify({ ...payload, user: { id: 'U0MANAGER2' } }),
      }).toString(),
      method: 'POST',
    });
    const unsigned = good();
    unsigned.headers.delete('x-slack-signature');
    const undated = good();
    undated.headers.delete('x-slack-request-timestamp');
    const later = good();
    later.headers.set('x-slack-request-timestamp', String(Math.floor(Date.now() / 1000) + 1));
    const forged = [
      altered,
      unsigned,
      undated,
      later,
      signedRequest(payload, { secret: 'another-signing-secret' }),
      signedRequest(payload, { at: new Date(Date.now() - 301_000) }),
      signedRequest(payload, { at: new Date(Date.now() + 301_000) }),
    ];
    for (const request of forged) {
      const answer = await POST(request);
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ code: 'unauthenticated' });
    }
    await settled();
    expect(await decisionsOf(task.taskId)).toEqual([]);
    expect(slack.calls).toEqual([]);
    expect(await refusalsOf(task.taskId)).toEqual([]);
    expect((await POST(signedRequest(payload, { at: new Date(Date.now() - 290_000) }))).status).toBe(200);
  });

  test('is refused where Slack is not configured; an unknown interaction is only acknowledged', async () => {
    for (const payload of [
      { type: 'shortcut', user: { id: 'U0MANAGER' } },
      { type: 'block_actions' },
      null,
      7,
    ])
      expect((await send(payload as object)).status).toBe(200);
    expect(slack.calls).toEqual([]);
    Object.assign(globalThis, { countersignEnv: undefined });
    vi.stubEnv('SLACK_BOT_TOKEN', '');
    vi.stubEnv('SLACK_SIGNING_SECRET', '');
    expect((await POST(signedRequest({ type: 'block_actions' }))).status).toBe(401);
  });
});

describe('a button', () => {
  test('answers once, as the person with that email address, and locks the message', async () => {
    const { task, message } = await asked();
    expect(buttonsOf(message).map(({ text }) => text.text)).toEqual(['Approve', 'Reject', texts.open]);
    const approve = buttonOf(message, 'Approve');
    for (let time = 0; time < 2; time++) {
      const answer = await send(pressOf('U0MANAGER', message, approve));
      expect([answer.status, await answer.text()]).toEqual([200, '']);
    }
    expect(await decisionsOf(task.taskId)).toMatchObject([
      {
        outcome: 'approve',
        actorKind: 'user',
        actorId: actor('manager').id,
        channel: 'slack',
        payloadDigest: task.payloadDigest,
        appliedAt: expect.any(Date),
      },
    ]);
    expect(buttonsOf(message)).toEqual([]);
    expect(wordsOf(message)).toContain(`${actor('manager').name} approved this`);
    expect(slack.whispers).toEqual([]);
  });

  test('in a message that may have been cut answers nothing, and the full message is sent', async () => {
    const { task, message } = await asked();
    const button = buttonOf(message, 'Approve');
    const { whole, ...before } = JSON.parse(button.value ?? '') as { whole: boolean };
    expect(whole).toBe(true);
    await database()
      .insert(slackMessages)
      .values({
        channel: message.channel,
        ts: message.ts,
        kind: 'task',
        taskId: task.taskId,
        userId: actor('manager').id,
        sentAt: new Date(),
      });
    await send(pressOf('U0MANAGER', message, { ...button, value: JSON.stringify(before) }));
    expect(await decisionsOf(task.taskId)).toEqual([]);
    expect(slack.whispers).toMatchObject([{ user: 'U0MANAGER', text: texts.unseen }]);
    expect(await refusalsOf(task.taskId)).toEqual(['unseen']);
    await tellEverybody(await as('operator'));
    await send(pressOf('U0MANAGER', message, buttonOf(message, 'Approve')));
    expect(await decisionsOf(task.taskId)).toMatchObject([{ outcome: 'approve', channel: 'slack' }]);
  });

  test('pressed second says so privately, and the message says who decided', async () => {
    const { task, message } = await asked();
    const approve = buttonOf(message, 'Approve');
    await decideTask(await as('manager2'), task.taskId, {
      outcome: 'reject',
      comment: 'Too much.',
      payloadDigest: task.payloadDigest,
    });
    await send(pressOf('U0MANAGER', message, approve));
    expect(slack.whispers).toMatchObject([{ user: 'U0MANAGER', text: texts.closed }]);
    expect(wordsOf(message)).toContain(`${actor('manager2').name} rejected this`);
    expect(buttonsOf(message)).toEqual([]);
    expect(await refusalsOf(task.taskId)).toEqual(['closed']);
  });

  test('pressed while the task is answered on the page, by link and by API: one decision, one resume, shown in every message', async () => {
    const { run } = await startRun(await as('requester'), { workflowId: 'expense-report', input: expense() });
    await drainRun(await as('operator'), run.id);
    await tellEverybody(await as('operator'));
    const [task] = await database().select().from(tasks).where(eq(tasks.runId, run.id));
    const sent = slack.messages.filter((message) => wordsOf(message).includes(task!.id));
    const [first, second] = sent;
    expect(sent.map(({ channel }) => channel).toSorted()).toEqual(['D0MANAGER', 'D0MANAGER2']);
    const secrets = env().linkSecrets;
    const links = await createLinks(
      { db: database(), clock: systemClock, secrets },
      task!,
      actor('manager').id,
    );
    const { key, keyId } = await createApiKey(await as('manager2'), {
      name: 'The robot',
      scopes: ['tasks:read'],
    });
    await grantDeciding(await as('admin'), keyId);

    const body = JSON.stringify({ outcome: 'approve', payloadDigest: task!.payloadDigest });
    const address = `http://localhost:3000/api/tasks/${task!.id}/decision`;
    const json = { 'content-type': 'application/json' };
    const params = { params: Promise.resolve({ taskId: task!.id }) };
    const session = await sessionOf('manager2');
    const page = () =>
      decide(new Request(address, { method: 'POST', headers: { ...json, ...session }, body }), params);
    const program = () =>
      decide(
        new Request(address, { method: 'POST', headers: { ...json, authorization: `Bearer ${key}` }, body }),
        params,
      );
    const linkId = decodeJwt(links.get('approve')!.split('/').at(-1)!).jti!;
    const link = () =>
      answerByLink(
        new Request(`http://localhost:3000${links.get('approve')}`, {
          method: 'POST',
          headers: json,
          body: JSON.stringify({ outcome: 'approve', confirmation: confirmationOf(linkId) }),
        }),
        { params: Promise.resolve({ token: links.get('approve')!.replace('/links/', '') }) },
      );
    const button = (user: string, message: Posted) => () =>
      POST(signedRequest(pressOf(user, message, buttonOf(message, 'Approve'))));
    const ways = [page, program, link, button('U0MANAGER', first!), button('U0MANAGER2', second!)];
    const answers = await Promise.all([...ways, ...ways.toReversed()].map((way) => way()));
    await settled();

    expect(
      answers.map(({ status }) => status).filter((status) => ![200, 202, 409, 410].includes(status)),
    ).toEqual([]);
    const [decision, ...others] = await decisionsOf(task!.id);
    expect([others, decision?.appliedAt]).toEqual([[], expect.any(Date)]);
    expect(
      await database()
        .select()
        .from(outbox)
        .where(and(eq(outbox.runId, run.id), eq(outbox.kind, 'resume'))),
    ).toMatchObject([{ state: 'done' }]);
    expect(
      await database()
        .select()
        .from(auditEvents)
        .where(and(eq(auditEvents.runId, run.id), eq(auditEvents.verb, 'decision.applied'))),
    ).toHaveLength(1);
    const effects = await database().select().from(ledgerEntries).where(eq(ledgerEntries.runId, run.id));
    expect([effects.length > 0, effects.every(({ attempts }) => attempts === 1)]).toEqual([true, true]);
    await tellEverybody(await as('operator'));
    for (const message of sent)
      expect([wordsOf(message).includes(`${decision!.actorName} approved this`), buttonsOf(message)]).toEqual(
        [true, []],
      );
    expect(
      await database().select().from(slackMessages).where(eq(slackMessages.taskId, task!.id)),
    ).toMatchObject([
      { dueAt: null, lockedAt: expect.any(Date) },
      { dueAt: null, lockedAt: expect.any(Date) },
    ]);
  });

  test('pressed by somebody who has left the group since decides nothing', async () => {
    const { task, message } = await asked();
    const membership = and(
      eq(groupMembers.userId, actor('manager').id),
      eq(groupMembers.groupId, 'managers'),
    );
    const left = await database().delete(groupMembers).where(membership).returning();
    await press('U0MANAGER', message, 'Approve');
    await database().insert(groupMembers).values(left);
    expect(slack.whispers).toMatchObject([{ user: 'U0MANAGER', text: texts.stranger }]);
    expect(await decisionsOf(task.taskId)).toEqual([]);
    expect(await refusalsOf(task.taskId)).toEqual(['right']);
  });

  test('of a question that has changed since decides nothing', async () => {
    const { task, message } = await asked();
    await database().update(tasks).set({ payloadDigest: 'sha256:another' }).where(eq(tasks.id, task.taskId));
    await press('U0MANAGER', message, 'Approve');
    expect(await decisionsOf(task.taskId)).toEqual([]);
    expect(slack.whispers).toMatchObject([{ text: texts.changed }]);
    expect(await refusalsOf(task.taskId)).toEqual(['stale']);
    expect(buttonsOf(message)).toEqual([]);
  });

  test.each([
    ['unknown here', 'U0NOBODY', {}],
    ['without an address', 'U0SILENT', {}],
    ['of another organisation with an address of ours', 'U0OTHER', { team: 'T0000EVIL' }],
    ['who is a stranger to the workspace', 'U0OTHER', { stranger: true }],
    ['who did not confirm the address', 'U0OTHER', { confirmed: false }],
    ['who has left', 'U0OTHER', { deleted: true }],
    ['who is a bot', 'U0OTHER', { bot: true }],
    ['who has no part in it', 'U0FINANCE', {}],
    ['who asked for it', 'U0REQUESTER', {}],
  ])('pressed by one %s tells them nothing, privately', async (_, user, traits) => {
    slack.members.push({ id: 'U0OTHER', email: 'manager@demo.test', ...traits });
    const { task, message } = await asked();
    await press(user, message, 'Approve');
    expect(await decisionsOf(task.taskId)).toEqual([]);
    expect(slack.whispers).toEqual([{ channel: message.channel, user, text: texts.stranger }]);
    expect(message.edits).toBe(0);
    expect(slack.views).toEqual([]);
    expect(['stranger', 'right']).toContain((await refusalsOf(task.taskId))[0]);
  });

  test('does not decide on the person’s own request, nor for an unverified address or a closed account', async () => {
    const own = await asked('manager');
    await press('U0MANAGER', own.message, 'Approve');
    expect(await decisionsOf(own.task.taskId)).toEqual([]);
    const { task, message } = await asked();
    for (const gone of [{ emailVerified: false }, { banned: true }]) {
      await database()
        .update(users)
        .set(gone)
        .where(eq(users.id, actor('manager').id));
      await press('U0MANAGER', message, 'Approve');
      await database()
        .update(users)
        .set({ emailVerified: true, banned: false })
        .where(eq(users.id, actor('manager').id));
    }
    expect(slack.whispers.map(({ text }) => text)).toEqual(Array.from({ length: 3 }, () => texts.stranger));
    expect(await decisionsOf(task.taskId)).toEqual([]);
  });

  test('does not work while answering without sign-in is switched off, even in an older message', async () => {
    const { task, message } = await asked();
    await database().insert(linkSwitches).values({ scope: '*', offAt: new Date() });
    await press('U0MANAGER', message, 'Approve');
    await database().delete(linkSwitches);
    expect(slack.whispers).toMatchObject([{ text: texts.onlyPage }]);
    expect(await decisionsOf(task.taskId)).toEqual([]);
  });

  test('with a tampered value is refused', async () => {
    const { task, message } = await asked();
    const { action_id, value = '' } = buttonOf(message, 'Approve');
    for (const bad of [
      '',
      '{}',
      'nonsense',
      value.replace(task.taskId, 'task_none'),
      value.replace('approve', 'accept'),
    ])
      await send(pressOf('U0MANAGER', message, { action_id, value: bad }));
    expect(slack.whispers).toHaveLength(5);
    expect(await decisionsOf(task.taskId)).toEqual([]);
  });

  test('decides nothing while Slack cannot say who pressed it, and works afterwards', async () => {
    const { task, message } = await asked();
    for (const fault of [
      { limitedFor: 30 },
      { error: 'internal_error' },
      { status: 503 },
      'broken',
    ] as const) {
      slack.faults.push(fault, fault);
      await press('U0MANAGER', message, 'Approve');
    }
    expect(await decisionsOf(task.taskId)).toEqual([]);
    expect(slack.whispers.map(({ text }) => text)).toEqual(
      Array.from({ length: 4 }, () => texts.unavailable),
    );
    await press('U0MANAGER', message, 'Approve');
    expect(await decisionsOf(task.taskId)).toHaveLength(1);
  });

  test('decides even when its message cannot be updated', async () => {
    const { task, message } = await asked();
    slack.messages.length = 0;
    await press('U0MANAGER', message, 'Approve');
    expect(await decisionsOf(task.taskId)).toHaveLength(1);
  });
});

describe('an outcome that needs more', () => {
  const opened = async () => {
    const { task, message } = await asked();
    await press('U0MANAGER', message, 'Reject');
    expect(await decisionsOf(task.taskId)).toEqual([]);
    return { task, message, view: slack.views[0]!.view };
  };

  test('opens a modal that names each missing field, then decides', async () => {
    const { task, message, view } = await opened();
    expect(view.blocks.map(({ type }) => type)).toEqual(['section', 'rich_text', 'input']);
    expect(JSON.stringify(view.blocks)).toContain('Train to Lyon');
    const missing = await send(
      submissionOf('U0MANAGER', view, { reason: { type: 'plain_text_input', value: null } }),
    );
    expect(await missing.json()).toEqual({
      response_action: 'errors',
      errors: { reason: '“Reject” needs a reason.' },
    });
    const tooLong = await send(
      submissionOf('U0MANAGER', view, { reason: { type: 'plain_text_input', value: 'x'.repeat(1001) } }),
    );
    expect(await tooLong.json()).toMatchObject({
      response_action: 'errors',
      errors: { reason: expect.any(String) },
    });
    for (let time = 0; time < 2; time++) {
      const answer = await send(
        submissionOf('U0MANAGER', view, { reason: { type: 'plain_text_input', value: ' Take the bus. ' } }),
      );
      expect([answer.status, await answer.text()]).toEqual([200, '']);
    }
    expect(await decisionsOf(task.taskId)).toMatchObject([
      {
        outcome: 'reject',
        comment: 'Take the bus.',
        channel: 'slack',
        resumeData: { approved: false, note: 'Take the bus.' },
      },
    ]);
    expect(wordsOf(message)).toContain('rejected this');
    expect(wordsOf(message)).toContain('Take the bus.');
  });

  test('is only for people who may answer, while the question is open and unchanged', async () => {
    const { task, view } = await opened();
    const reason = { reason: { type: 'plain_text_input', value: 'No.' } };
    const told = async (user: string, from = view) =>
      (await (await send(submissionOf(user, from, reason))).json()) as {
        response_action: string;
        view: { blocks: { text: { text: string } }[] };
      };
    for (const user of ['U0NOBODY', 'U0FINANCE'])
      expect((await told(user)).view.blocks[0]!.text.text).toBe(texts.stranger);
    expect((await told('U0MANAGER', { ...view, private_metadata: '{}' })).view.blocks[0]!.text.text).toBe(
      texts.altered,
    );
    slack.faults.push('broken');
    expect((await told('U0MANAGER')).view.blocks[0]!.text.text).toBe(texts.unavailable);
    await decideTask(await as('manager2'), task.taskId, {
      outcome: 'approve',
      payloadDigest: task.payloadDigest,
    });
    expect((await told('U0MANAGER')).view.blocks[0]!.text.text).toBe(texts.closed);
    expect(await decisionsOf(task.taskId)).toHaveLength(1);
  });
});
