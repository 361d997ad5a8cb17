import type { TaskRow } from '@/db/schema';
import { createStep, createWorkflow } from '@mastra/core/workflows';
import { and, eq, sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  auditEvents,
  decisions,
  groupMembers,
  ledgerEntries,
  linkCodes,
  linkUses,
  tasks,
  users,
} from '@/db/schema';
import { humanTask, type HumanTask } from '@/lib/mastra/authoring/human-task';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { undoDecision } from '@/lib/desk/decisions/undo-decision';
import { actor, deskForTest, expense, type Person, type TestDesk } from '@/tests/support/desk';
import { decideByLink } from './decide-by-link';
import { auditRefusal } from './audit-refusal';
import { createLinks } from './create-link';
import { linkCode, confirmationOf, sendLinkCode, tryCode } from './link-code';
import { LinkRefused } from './link-refusal';
import { signLinkToken } from './link-token';
import { openLink, readLink, type LinkContext, type OpenLink } from './open-link';
import { switchLinks } from './switch-links';
import { rewindRun } from '@/lib/desk/rewind/rewind-run';

const secrets = [{ name: 'test', secret: 'a-secret-that-signs-links-in-tests' }];
const hour = 3_600_000;
const contextOf = ({ db, engine, clock }: TestDesk, viewer: Person | null = null): LinkContext => ({
  db,
  engine,
  clock,
  secrets,
  viewerId: viewer && actor(viewer).id,
  from: { address: '192.0.2.7', agent: 'Test browser' },
});

async function linksFor(desk: TestDesk, task: TaskRow, who: Person): Promise<Record<string, string>> {
  const paths = await createLinks({ ...desk, secrets }, task, actor(who).id);
  return Object.fromEntries([...paths].map(([outcome, path]) => [outcome, path.replace('/links/', '')]));
}

async function asked(who: Person = 'manager', amount = 240) {
  const desk = await deskForTest();
  const runId = await desk.request('expense-report', expense(amount));
  const [task] = await desk.openTasks(runId);
  const { approve = '', reject = '' } = await linksFor(desk, task!, who);
  const context = contextOf(desk);
  /** Answers like a person who chose an outcome and typed the number. */
  const answer = async (token: string, input?: object, by = context) => {
    const link = await openLink(by, token);
    return decideByLink(by, token, link, { ...chosen(link), ...input });
  };
  return { desk, runId, task: task!, approve, reject, context, answer };
}

/** The link's own outcome, with the number from its page. */
const chosen = ({ claims }: OpenLink) => ({
  outcome: claims.outcome,
  confirmation: confirmationOf(claims.id),
});

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => (error instanceof LinkRefused ? error.reason : error),
  );

/** A desk with one question under this policy. */
async function under(policy: HumanTask<unknown, { approved: boolean }>) {
  const any = z.object({}).loose();
  const gate = createStep({
    id: 'gate',
    inputSchema: any,
    outputSchema: any,
    resumeSchema: z.object({ approved: z.boolean() }),
    metadata: humanTask<unknown, { approved: boolean }>(policy),
    execute: async ({ resumeData, suspend }) => resumeData ?? suspend({}),
  });
  const desk = await deskForTest({
    gated: createWorkflow({ id: 'gated', inputSchema: any, outputSchema: any }).then(gate).commit(),
  });
  const [task] = await desk.openTasks(await desk.request('gated', {}));
  return { desk, task: task! };
}

/** A link from before its policy, or the desk's rules, changed. */
const sentBefore = ({ clock }: TestDesk, { id, payloadDigest }: TaskRow) =>
  signLinkToken(
    { taskId: id, recipientId: actor('manager').id, outcome: 'approve', payloadDigest },
    { now: clock.now(), expiresAt: new Date(clock.now().getTime() + hour) },
    secrets,
  );

describe('a link', () => {
  test('shows its question each time it is opened, and changes nothing', async () => {
    const { desk, task, approve, reject, context } = await asked();
    for (let time = 0; time < 50; time++)
      for (const token of time % 2 ? [approve, reject] : [reject, approve])
        expect((await readLink(context, token)).task).toMatchObject({
          taskId: task.id,
          state: 'open',
          canDecide: true,
        });
    expect(await desk.db.select().from(decisions)).toEqual([]);
    expect(await desk.db.select().from(linkUses)).toEqual([]);
    expect(await desk.db.select().from(auditEvents).where(eq(auditEvents.channel, 'link'))).toEqual([]);
  });

  test('answers once as its recipient, on the link channel and with audit rows, and the run continues', async () => {
    const { desk, runId, task, approve, reject, answer } = await asked();
    const receipt = await answer(approve, { comment: 'On the train.' });
    expect(receipt.decision).toMatchObject({
      outcome: 'approve',
      actorId: actor('manager').id,
      actorName: actor('manager').name,
      channel: 'link',
      comment: 'On the train.',
    });
    await desk.drain(runId);
    expect(await desk.db.select().from(ledgerEntries)).toMatchObject([{ action: 'payment', attempts: 1 }]);
    expect(await desk.db.select().from(linkUses)).toMatchObject([
      { taskId: task.id, userId: actor('manager').id, outcome: 'approve' },
    ]);
    const log = await desk.db.select().from(auditEvents).where(eq(auditEvents.channel, 'link'));
    expect(log.map(({ verb, actorId }) => [verb, actorId])).toEqual([
      ['task.decided', actor('manager').id],
      ['link.used', actor('manager').id],
    ]);
    for (const token of [approve, reject]) {
      expect(await refusal(answer(token, { comment: 'Again.' }))).toBe('used');
      expect(await refusal(readLink(contextOf(desk), token))).toBe('used');
    }
    expect(await desk.db.select().from(decisions)).toHaveLength(1);
  });

  test('decides once when twenty answers arrive at the same instant', async () => {
    const { desk, runId, approve, reject, answer } = await asked();
    const sent = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        refusal(answer(index % 2 ? approve : reject, { comment: `Racer ${index}` })),
      ),
    );
    expect(sent.filter((reason) => reason === null)).toHaveLength(1);
    expect(sent.filter((reason) => reason !== null)).toEqual(Array.from({ length: 19 }, () => 'used'));
    await desk.drain(runId);
    expect(await desk.db.select().from(decisions)).toHaveLength(1);
    expect(await desk.db.select().from(linkUses)).toHaveLength(1);
  });

  test('opened before it was used no longer decides, even after that decision was undone', async () => {
    const { desk, task } = await under({ candidates: { groups: ['managers'] }, undo: '30s' });
    const { approve = '' } = await linksFor(desk, task, 'manager');
    const context = contextOf(desk);
    const [first, second] = [await openLink(context, approve), await openLink(context, approve)];
    await decideByLink(context, approve, first, chosen(first));
    await undoDecision(desk.as('manager'), task.id);
    expect(await refusal(decideByLink(context, approve, second, chosen(second)))).toBe('used');
    expect(await desk.db.select().from(decisions)).toEqual([]);
  });

  test('asks for the fields its outcome needs, and still works after an incomplete answer', async () => {
    const { desk, reject, answer } = await asked();
    await expect(answer(reject)).rejects.toMatchObject({
      code: 'invalid',
      issues: [{ path: 'resumeData.note' }],
    });
    await expect(answer(reject, { resumeData: { note: 7 } })).rejects.toMatchObject({ code: 'invalid' });
    expect(await desk.db.select().from(decisions)).toEqual([]);
    expect((await answer(reject, { resumeData: { note: 'Take the bus.' } })).decision).toMatchObject({
      outcome: 'reject',
      comment: 'Take the bus.',
    });
  });

  test('refuses an answer that contradicts its outcome', async () => {
    const { approve, answer } = await asked();
    await expect(answer(approve, { resumeData: { approved: false } })).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  test('stops working once the task is closed another way', async () => {
    const { desk, task, approve, context, answer } = await asked();
    await decideTask(desk.as('manager2'), task.id, { outcome: 'approve', payloadDigest: task.payloadDigest });
    expect(await refusal(readLink(context, approve))).toBe('closed');
    expect(await refusal(answer(approve))).toBe('closed');
  });

  test('stops working when its recipient leaves the group or their account is closed', async () => {
    const { desk, approve, reject, context, answer } = await asked();
    await desk.db
      .update(users)
      .set({ banned: true })
      .where(eq(users.id, actor('manager').id));
    expect(await refusal(readLink(context, approve))).toBe('right');
    await desk.db
      .update(users)
      .set({ banned: false })
      .where(eq(users.id, actor('manager').id));
    const opened = await openLink(context, approve);
    await desk.db
      .delete(groupMembers)
      .where(and(eq(groupMembers.userId, actor('manager').id), eq(groupMembers.groupId, 'managers')));
    expect(await refusal(readLink(context, approve))).toBe('right');
    expect(await refusal(decideByLink(context, approve, opened, chosen(opened)))).toBe('right');
    expect(await refusal(answer(reject, { comment: 'No.' }))).toBe('right');
    expect(await desk.db.select().from(decisions)).toEqual([]);
  });

  test('does not let people decide on their own requests', async () => {
    const desk = await deskForTest();
    const [task] = await desk.openTasks(await desk.request('expense-report', expense(), 'manager'));
    const { approve = '' } = await linksFor(desk, task!, 'manager');
    expect(await refusal(readLink(contextOf(desk), approve))).toBe('right');
    const opened = await openLink(contextOf(desk), approve);
    expect(await refusal(decideByLink(contextOf(desk), approve, opened, chosen(opened)))).toBe('right');
  });

  test('is refused to another signed-in person, but not to its recipient', async () => {
    const { desk, approve } = await asked();
    expect(await refusal(readLink(contextOf(desk, 'manager2'), approve))).toBe('recipient');
    expect(await refusal(readLink(contextOf(desk, 'manager'), approve))).toBeNull();
  });

  test('is refused once the question has changed', async () => {
    const { desk, task, approve, context } = await asked();
    await desk.db.update(tasks).set({ payloadDigest: 'sha256:another' }).where(eq(tasks.id, task.id));
    expect(await refusal(readLink(context, approve))).toBe('stale');
  });

  test('lives for three days unless its policy says otherwise, and never past the due time', async () => {
    const { desk, approve, context } = await asked();
    desk.clock.advance(72 * hour - 1000);
    expect(await refusal(readLink(context, approve))).toBeNull();
    desk.clock.advance(2000);
    expect(await refusal(readLink(context, approve))).toBe('expired');

    const short = await under({ links: { lifetime: '2h' } });
    const [token = ''] = Object.values(await linksFor(short.desk, short.task, 'manager'));
    short.desk.clock.advance(2 * hour + 1000);
    expect(await refusal(readLink(contextOf(short.desk), token))).toBe('expired');

    const due = await under({ due: '1h', onExpiry: 'notify' });
    const [untilDue = ''] = Object.values(await linksFor(due.desk, due.task, 'manager'));
    due.desk.clock.advance(hour - 1000);
    expect(await refusal(readLink(contextOf(due.desk), untilDue))).toBeNull();
    due.desk.clock.advance(1000);
    expect(await refusal(readLink(contextOf(due.desk), untilDue))).toBe('expired');
    expect(await linksFor(due.desk, due.task, 'manager')).toEqual({});
  });

  test('is not created where the policy forbids links or requires sign-in; an older one works after sign-in', async () => {
    const ways: [HumanTask<unknown, { approved: boolean }>, 'off' | 'signIn' | null][] = [
      [{ links: false }, 'off'],
      [{ links: 'off' }, 'off'],
      [{ links: { signIn: true } }, 'signIn'],
      [{ links: 'sign-in' }, 'signIn'],
      [{ links: { by: 'sign-in', lifetime: '2h' } }, 'signIn'],
      [{ priority: 'high' }, 'signIn'],
      [{ priority: 'urgent' }, 'signIn'],
      [{ priority: 'high', links: 'confirm' }, null],
      [{ priority: 'low' }, null],
      [{ links: { lifetime: '2h' } }, null],
    ];
    for (const [policy, refused] of ways) {
      const { desk, task } = await under(policy);
      const made = Object.keys(await linksFor(desk, task, 'manager'));
      expect([policy, made]).toEqual([policy, refused === null ? ['approve', 'reject'] : []]);
      const token = await sentBefore(desk, task);
      expect([policy, await refusal(readLink(contextOf(desk), token))]).toEqual([policy, refused]);
      const own = await refusal(readLink(contextOf(desk, 'manager'), token));
      expect([policy, own]).toEqual([policy, refused === 'off' ? 'off' : null]);
      expect(await refusal(readLink(contextOf(desk, 'manager2'), token))).toBe(
        refused === 'off' ? 'off' : 'recipient',
      );
    }
  });

  test('to an older question follows the current rules', async () => {
    const { desk, task } = await under({ priority: 'high' });
    const token = await sentBefore(desk, task);
    const stored = (links: object | undefined) =>
      desk.db.update(tasks).set({ policy: { ...task.policy, links } as TaskRow['policy'] });
    await stored({ lifetimeMs: hour, signIn: false });
    expect(await refusal(readLink(contextOf(desk), token))).toBe('signIn');
    await stored(undefined);
    expect(await refusal(readLink(contextOf(desk), token))).toBe('signIn');
    await desk.db.update(tasks).set({ priority: 'normal' });
    expect((await readLink(contextOf(desk), token)).proof).toBe('confirm');
    await stored({ lifetimeMs: hour, signIn: true });
    expect(await refusal(readLink(contextOf(desk), token))).toBe('signIn');
  });

  test('refuses an answer when the evidence is too large to show in full', async () => {
    const { desk, task, approve, context } = await asked();
    await desk.db
      .update(tasks)
      .set({ payload: { text: 'x'.repeat(300_000) } })
      .where(eq(tasks.id, task.id));
    expect(await refusal(readLink(context, approve))).toBe('large');
  });
});

describe('pressing alone', () => {
  const issuesOf = (work: Promise<unknown>) =>
    work.then(
      () => null,
      (error: unknown) => (error as { issues?: { path: string }[] }).issues?.map(({ path }) => path),
    );

  test.each<[string, object, string[]]>([
    ['the form as it is', {}, ['outcome', 'confirmation']],
    ['a choice without what is to be typed', { outcome: 'approve' }, ['confirmation']],
    ['something else that is typed', { outcome: 'approve', confirmation: 'approve' }, ['confirmation']],
    ['what is to be typed without a choice', { confirmation: 'right' }, ['outcome']],
  ])('decides nothing: %s', async (_, input, missing) => {
    const { desk, approve, reject, context } = await asked();
    for (const token of [approve, reject]) {
      const link = await openLink(context, token);
      const typed = 'confirmation' in input && input.confirmation === 'right';
      const sent = { ...input, ...(typed && { confirmation: confirmationOf(link.claims.id) }) };
      expect(await issuesOf(decideByLink(context, token, link, sent))).toEqual(missing);
    }
    expect(await desk.db.select().from(decisions)).toEqual([]);
    expect(await desk.db.select().from(linkUses)).toEqual([]);
  });

  test('is enough for the signed-in recipient', async () => {
    const { desk, approve } = await asked();
    const own = contextOf(desk, 'manager');
    const receipt = await decideByLink(own, approve, await openLink(own, approve), { outcome: 'approve' });
    expect(receipt.decision).toMatchObject({ outcome: 'approve', channel: 'link' });
  });

  test('either outcome can be chosen on the page of either link', async () => {
    const { reject, answer } = await asked();
    expect((await answer(reject, { outcome: 'approve' })).decision.outcome).toBe('approve');
  });

  test('can be undone by the recipient for a day, even where the policy gives no time to undo', async () => {
    const { desk, runId, task, approve, answer } = await asked();
    await answer(approve);
    await desk.drain(runId);
    const takeBack = (who: Person) =>
      rewindRun(desk.as(who), { to: 'decision', taskId: task.id }, { reason: 'That was not me.' }).then(
        () => 'taken back',
        (error: { code?: string }) => error.code,
      );
    desk.clock.advance(24 * hour);
    expect(await takeBack('manager')).toBe('forbidden');
    desk.clock.advance(-1000);
    expect(await takeBack('manager2')).toBe('forbidden');
    expect(await takeBack('manager')).toBe('taken back');
  });

  test('answers and refusals are audited with address and browser', async () => {
    const { desk, approve, answer, context } = await asked();
    await answer(approve);
    const refused = await readLink(context, approve).catch((error: unknown) => error as LinkRefused);
    await auditRefusal(context, refused as LinkRefused);
    const log = await desk.db.select().from(auditEvents).where(eq(auditEvents.channel, 'link'));
    for (const verb of ['link.used', 'link.refused'])
      expect(log.find((event) => event.verb === verb)?.data).toMatchObject({
        outcome: 'approve',
        address: '192.0.2.7',
        agent: 'Test browser',
      });
  });
});

describe('a link with a code', () => {
  async function coded() {
    const { desk, task } = await under({ links: 'code' });
    const { approve = '' } = await linksFor(desk, task, 'manager');
    const context = contextOf(desk);
    const link = await openLink(context, approve);
    const mailed = async () => {
      const [row] = await desk.db.select().from(linkCodes);
      return linkCode(secrets[0]!, row!.id, row!.nonce);
    };
    const answer = (code?: string, outcome = 'approve') =>
      decideByLink(context, approve, link, { outcome, code }).then(
        ({ decision }) => decision.outcome,
        (error: { code?: string }) => (error instanceof LinkRefused ? error.reason : error.code),
      );
    return { desk, task, context, link, mailed, answer, token: approve };
  }

  test('answers once, and only with the code mailed last', async () => {
    const { desk, context, token, link, mailed, answer } = await coded();
    expect(link.proof).toBe('code');
    expect(await answer()).toBe('invalid');
    expect(await answer(confirmationOf(link.claims.id))).toBe('invalid');
    expect(await sendLinkCode(link)).toBe(true);
    const first = await mailed();
    expect(first).toMatch(/^\d{6}$/);
    desk.clock.advance(61_000);
    expect(await sendLinkCode(link)).toBe(true);
    expect(await answer(first)).toBe('invalid');
    expect(await answer(await mailed())).toBe('approve');
    expect(await desk.db.select().from(linkCodes)).toEqual([]);
    expect(await refusal(openLink(context, token))).toBe('used');
    const log = await desk.db.select().from(auditEvents).where(eq(auditEvents.channel, 'link'));
    expect(log.map(({ verb }) => verb)).toEqual([
      'link.code_sent',
      'link.code_sent',
      'task.decided',
      'link.used',
    ]);
    expect(JSON.stringify(log)).not.toContain(first);
  });

  test('allows five tries, even all at once, and expires a code after ten minutes', async () => {
    const { desk, link, mailed, answer } = await coded();
    await sendLinkCode(link);
    const code = await mailed();
    const wrong = code === '123456' ? '654321' : '123456';
    await Promise.all(Array.from({ length: 20 }, () => answer(wrong)));
    expect(await answer(code)).toBe('invalid');
    desk.clock.advance(61_000);
    await sendLinkCode(link);
    const late = await mailed();
    desk.clock.advance(10 * 60_000);
    expect(await answer(late)).toBe('invalid');
    expect(await desk.db.select().from(decisions)).toEqual([]);
  });

  test('mails one code a minute and ten in all', async () => {
    const { desk, link } = await coded();
    const sent = await Promise.all(Array.from({ length: 10 }, () => sendLinkCode(link)));
    expect(sent.filter(Boolean)).toHaveLength(1);
    for (let time = 0; time < 20; time++) {
      desk.clock.advance(61_000);
      await sendLinkCode(link);
    }
    const log = await desk.db.select().from(auditEvents).where(eq(auditEvents.verb, 'link.code_sent'));
    expect(log).toHaveLength(10);
  });

  test('does not answer by a code that another one replaced between its check and the answer', async () => {
    const { desk, context, link, mailed } = await coded();
    await sendLinkCode(link);
    const guard = await tryCode(context, link.claims.id, await mailed());
    const holds = async () => (await desk.db.get<{ yes: number }>(sql`select ${guard!} as yes`))?.yes;
    expect(await holds()).toBe(1);
    desk.clock.advance(61_000);
    await sendLinkCode(link);
    expect(await holds()).toBe(0);
  });
});

describe('switching links off', () => {
  const off = (desk: TestDesk, ...scopes: string[]) => switchLinks(desk.as('admin'), { off: scopes });

  test('stops links at once, everywhere or for one workflow, even opened ones; switched on they work again', async () => {
    const { desk, task, approve, context, answer } = await asked();
    const opened = await openLink(context, approve);
    for (const scope of ['*', 'expense-report']) {
      expect(await off(desk, scope)).toEqual([scope]);
      expect(await refusal(readLink(context, approve))).toBe('off');
      expect(await refusal(decideByLink(context, approve, opened, chosen(opened)))).toBe('off');
      expect(await linksFor(desk, task, 'manager')).toEqual({});
    }
    await off(desk, 'content-review');
    expect((await answer(approve)).decision.outcome).toBe('approve');
    const log = await desk.db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.actorId, actor('admin').id));
    expect(log.map(({ verb, data }) => [verb, (data as { workflowId: string | null }).workflowId])).toEqual([
      ['links.switched_off', null],
      ['links.switched_off', 'expense-report'],
      ['links.switched_on', null],
      ['links.switched_off', 'content-review'],
      ['links.switched_on', 'expense-report'],
    ]);
  });

  test('is audited once, even when repeated', async () => {
    const desk = await deskForTest();
    await Promise.all([off(desk, '*'), off(desk, '*'), off(desk, '*')]);
    expect(await desk.db.select().from(auditEvents)).toMatchObject([
      { verb: 'links.switched_off', data: { before: { on: true }, after: { on: false } } },
    ]);
  });

  test('is for administrators and existing workflows only', async () => {
    const desk = await deskForTest();
    for (const who of ['operator', 'manager', 'requester'] as const)
      await expect(switchLinks(desk.as(who), { off: ['*'] })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(switchLinks(desk.as('system'), { off: ['*'] })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(off(desk, 'no-such-workflow')).rejects.toMatchObject({
      code: 'invalid',
      issues: [{ path: 'off' }],
    });
    await expect(switchLinks(desk.as('admin'), {})).rejects.toMatchObject({ code: 'invalid' });
    expect(await desk.db.select().from(auditEvents)).toEqual([]);
  });
});

describe('a link that does not work', () => {
  test('is audited once a minute without its token, and gives no reason after too many from one address', async () => {
    const { desk, approve, context } = await asked();
    await switchLinks(desk.as('admin'), { off: ['*'] });
    const refused = await readLink(context, approve).catch((error: unknown) => error as LinkRefused);
    const tell = (address: string, which = refused as LinkRefused) =>
      auditRefusal({ ...context, from: { ...context.from, address } }, which);
    for (let time = 0; time < 60; time++) expect(await tell('192.0.2.1')).toBe('off');
    expect(await tell('192.0.2.1')).toBe('limited');
    expect(await tell('192.0.2.2')).toBe('off');
    expect(await tell('192.0.2.2', new LinkRefused('altered'))).toBe('altered');
    desk.clock.advance(61_000);
    expect(await tell('192.0.2.1')).toBe('off');
    const log = await desk.db.select().from(auditEvents).where(eq(auditEvents.verb, 'link.refused'));
    expect(log.map(({ data }) => (data as { reason: string }).reason)).toEqual([
      'off',
      'limited',
      'altered',
      'off',
    ]);
    expect(JSON.stringify(log)).not.toContain(approve.split('.')[2]);
  });
});
