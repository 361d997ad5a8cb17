import { createStep, createWorkflow } from '@mastra/core/workflows';
import { and, eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { auditEvents, decisions, groupMembers, ledgerEntries, linkUses, tasks, users } from '@/db/schema';
import { humanTask, type HumanTask } from '@/lib/mastra/human-task';
import { decideTask } from '@/lib/tasks/decide-task';
import type { TaskRow } from '@/lib/tasks/get-task';
import { actor, deskForTest, expense, type Person, type TestDesk } from '@/tests/support/desk';
import { answerLink } from './answer-link';
import { auditRefusal } from './audit-refusal';
import { createLinks } from './create-link';
import { LinkRefused } from './link-refusal';
import { openLink, readLink, type LinkContext } from './open-link';
import { switchLinks } from './switch-links';

const secrets = [{ name: 'test', secret: 'a-secret-that-signs-links-in-tests' }];
const hour = 3_600_000;
const contextOf = ({ db, engine, clock }: TestDesk, viewer: Person | null = null): LinkContext => ({
  db,
  engine,
  clock,
  secrets,
  viewerId: viewer && actor(viewer).id,
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
  const answer = async (token: string, input?: object, by = context) =>
    answerLink(by, token, await openLink(by, token), input);
  return { desk, runId, task: task!, approve, reject, context, answer };
}

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

describe('a link', () => {
  test('shows its question to whoever opens it, however often and in any order, and changes nothing', async () => {
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

  test('answers once as its recipient, through the link channel, with its audit rows; the run goes on', async () => {
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

  test('of twenty that are sent at the same instant one decides', async () => {
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

  test('asks for what its outcome needs, and keeps working when that was missing', async () => {
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

  test('gives no other outcome than its own', async () => {
    const { approve, answer } = await asked();
    await expect(answer(approve, { resumeData: { approved: false } })).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  test('is dead once the task is closed by other means', async () => {
    const { desk, task, approve, context, answer } = await asked();
    await decideTask(desk.as('manager2'), task.id, { outcome: 'approve', payloadDigest: task.payloadDigest });
    expect(await refusal(readLink(context, approve))).toBe('closed');
    expect(await refusal(answer(approve))).toBe('closed');
  });

  test('loses its right with its recipient: out of the group, or with a closed account', async () => {
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
    expect(await refusal(answerLink(context, approve, opened, {}))).toBe('right');
    expect(await refusal(answer(reject, { comment: 'No.' }))).toBe('right');
    expect(await desk.db.select().from(decisions)).toEqual([]);
  });

  test('does not let anybody decide on their own request', async () => {
    const desk = await deskForTest();
    const [task] = await desk.openTasks(await desk.request('expense-report', expense(), 'manager'));
    const { approve = '' } = await linksFor(desk, task!, 'manager');
    expect(await refusal(readLink(contextOf(desk), approve))).toBe('right');
    expect(
      await refusal(answerLink(contextOf(desk), approve, await openLink(contextOf(desk), approve), {})),
    ).toBe('right');
  });

  test('is not for another person who is signed in, and is for its recipient', async () => {
    const { desk, approve } = await asked();
    expect(await refusal(readLink(contextOf(desk, 'manager2'), approve))).toBe('recipient');
    expect(await refusal(readLink(contextOf(desk, 'manager'), approve))).toBeNull();
  });

  test('belongs to the question as it was sent', async () => {
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

  test('is not made where the policy forbids links, and works only for who is signed in where it says so', async () => {
    const forbidden = await under({ links: false });
    expect(await linksFor(forbidden.desk, forbidden.task, 'manager')).toEqual({});
    const { desk, task } = await under({ links: { signIn: true } });
    const [token = ''] = Object.values(await linksFor(desk, task, 'manager'));
    expect(await refusal(readLink(contextOf(desk), token))).toBe('signIn');
    expect(await refusal(readLink(contextOf(desk, 'manager2'), token))).toBe('recipient');
    expect(await refusal(readLink(contextOf(desk, 'manager'), token))).toBeNull();
    await desk.db.update(tasks).set({ policy: { ...task.policy, links: null } });
    expect(await refusal(readLink(contextOf(desk, 'manager'), token))).toBe('off');
  });
});

describe('switching links off', () => {
  const off = (desk: TestDesk, ...scopes: string[]) => switchLinks(desk.as('admin'), { off: scopes });

  test('stops links at once, everywhere or for one workflow, also one that is open already; on again they work', async () => {
    const { desk, task, approve, context, answer } = await asked();
    const opened = await openLink(context, approve);
    for (const scope of ['*', 'expense-report']) {
      expect(await off(desk, scope)).toEqual([scope]);
      expect(await refusal(readLink(context, approve))).toBe('off');
      expect(await refusal(answerLink(context, approve, opened, {}))).toBe('off');
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

  test('is audited once, however often it is asked for', async () => {
    const desk = await deskForTest();
    await Promise.all([off(desk, '*'), off(desk, '*'), off(desk, '*')]);
    expect(await desk.db.select().from(auditEvents)).toMatchObject([
      { verb: 'links.switched_off', data: { before: { on: true }, after: { on: false } } },
    ]);
  });

  test('is for administrators and for workflows that there are', async () => {
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
  test('is audited once a minute without its token, and after too many of one address it says nothing more', async () => {
    const { desk, approve, context } = await asked();
    await switchLinks(desk.as('admin'), { off: ['*'] });
    const refused = await readLink(context, approve).catch((error: unknown) => error as LinkRefused);
    const tell = (address: string, which = refused as LinkRefused) => auditRefusal(context, which, address);
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
