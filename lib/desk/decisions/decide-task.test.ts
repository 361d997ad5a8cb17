import type { TaskRow } from '@/db/schema';
import { createStep, createWorkflow } from '@mastra/core/workflows';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { auditEvents, decisions, groupMembers, ledgerEntries, outbox, runs, tasks, users } from '@/db/schema';
import { humanTask } from '@/lib/mastra/authoring/human-task';
import { cancelRun } from '@/lib/desk/runs/cancel-run';
import { actor, deskForTest, expense, type TestDesk } from '@/tests/support/desk';
import { decideTask } from './decide-task';
import { getPanel } from '@/lib/desk/inbox/get-panel';
import { getTask } from '@/lib/desk/tasks/get-task';

const approve = (task: TaskRow) => ({
  outcome: 'approve',
  resumeData: { approved: true },
  payloadDigest: task.payloadDigest,
});
const reject = (task: TaskRow, comment?: string) => ({
  outcome: 'reject',
  payloadDigest: task.payloadDigest,
  ...(comment === undefined ? {} : { comment }),
});

async function asked(desk: TestDesk, amount = 240): Promise<{ runId: string; task: TaskRow }> {
  const runId = await desk.request('expense-report', expense(amount));
  const [task] = await desk.openTasks(runId);
  expect(task).toBeDefined();
  return { runId, task: task! };
}

const statusOf = async ({ db }: TestDesk, runId: string) =>
  (await db.select().from(runs).where(eq(runs.id, runId)))[0]?.status;
const effects = ({ db }: TestDesk) => db.select().from(ledgerEntries);

describe('decideTask', () => {
  test('records the decision, its audit row and its debt in one batch, then the run continues', async () => {
    const desk = await deskForTest();
    const { runId, task } = await asked(desk);
    const receipt = await decideTask(desk.as('manager'), task.id, { ...approve(task), comment: 'Fine.' });

    expect(receipt).toMatchObject({
      repeated: false,
      applied: false,
      task: { state: 'decided' },
      decision: { outcome: 'approve', actorName: actor('manager').name, comment: 'Fine.' },
    });
    expect(
      await desk.db
        .select()
        .from(outbox)
        .where(eq(outbox.id, `resume:${task.id}`)),
    ).toMatchObject([{ state: 'pending', runId }]);
    const log = await desk.db.select().from(auditEvents).where(eq(auditEvents.taskId, task.id));
    expect(log.map(({ verb }) => verb)).toEqual(['task.opened', 'task.decided']);
    expect(log[1]).toMatchObject({
      actorId: actor('manager').id,
      channel: 'web',
      data: { outcome: 'approve', payloadDigest: task.payloadDigest },
    });
    expect(await effects(desk)).toEqual([]);

    await desk.drain(runId);
    expect(await statusOf(desk, runId)).toBe('success');
    expect(await effects(desk)).toMatchObject([{ action: 'payment', attempts: 1 }]);
    expect(await desk.db.select().from(decisions)).toMatchObject([{ appliedAt: expect.any(Date) }]);
  });

  test('repeating the same decision succeeds; another one is a conflict that names who decided and when', async () => {
    const desk = await deskForTest();
    const { runId, task } = await asked(desk);
    const first = await decideTask(desk.as('manager'), task.id, approve(task));
    const again = await decideTask(desk.as('manager'), task.id, approve(task));
    expect(again).toMatchObject({ repeated: true, decision: { id: first.decision.id } });
    await expect(
      decideTask(desk.as('manager'), task.id, reject(task, 'Changed my mind.')),
    ).rejects.toMatchObject({ code: 'conflict' });
    await expect(decideTask(desk.as('manager2'), task.id, approve(task))).rejects.toMatchObject({
      code: 'conflict',
      params: {
        decidedBy: actor('manager').name,
        decidedAt: first.decision.createdAt.toISOString(),
        outcomeLabel: 'Approve',
      },
    });
    await desk.drain(runId);
    expect((await decideTask(desk.as('manager'), task.id, approve(task))).applied).toBe(true);
    expect(await effects(desk)).toMatchObject([{ attempts: 1 }]);
  });

  test('of twenty deciders at once one wins: one decision, one resume, one side effect', async () => {
    const desk = await deskForTest();
    const { runId, task } = await asked(desk);
    const racers = Array.from({ length: 20 }, (_, index) =>
      decideTask(desk.as(index % 2 ? 'manager' : 'manager2'), task.id, {
        ...approve(task),
        comment: `Racer ${index}`,
      }),
    );
    const results = await Promise.allSettled(racers);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refused = results
      .filter((result) => result.status === 'rejected')
      .map(({ reason }: PromiseRejectedResult) => reason as unknown);
    expect(refused).toEqual(Array.from({ length: 19 }, () => expect.objectContaining({ code: 'conflict' })));
    await Promise.all(Array.from({ length: 5 }, () => desk.drain(runId)));
    expect(await statusOf(desk, runId)).toBe('success');
    expect(await desk.db.select().from(decisions)).toHaveLength(1);
    expect(await effects(desk)).toMatchObject([{ attempts: 1 }]);
    const verbs = (await desk.db.select().from(auditEvents).where(eq(auditEvents.runId, runId))).map(
      ({ verb }) => verb,
    );
    expect(verbs.filter((verb) => verb === 'task.decided' || verb === 'decision.applied')).toEqual([
      'task.decided',
      'decision.applied',
    ]);
  });

  test.each([
    ['somebody who is not asked', 'finance', 'not_found'],
    ['the requester', 'requester', 'forbidden'],
    ['an operator, who sees it', 'operator', 'forbidden'],
    ['another requester', 'requester2', 'not_found'],
  ] as const)('refuses %s', async (_, who, code) => {
    const desk = await deskForTest();
    const { task } = await asked(desk);
    await expect(decideTask(desk.as(who), task.id, approve(task))).rejects.toMatchObject({ code });
    expect(await desk.openTasks(task.runId)).toHaveLength(1);
    expect(await desk.db.select().from(decisions)).toEqual([]);
  });

  test('refuses the requester who is among the candidates', async () => {
    const desk = await deskForTest();
    const runId = await desk.request('expense-report', expense(), 'manager');
    const [task] = await desk.openTasks(runId);
    await expect(decideTask(desk.as('manager'), task!.id, approve(task!))).rejects.toMatchObject({
      code: 'forbidden',
      reason: 'own_request',
    });
    await decideTask(desk.as('manager2'), task!.id, approve(task!));
  });

  test('the statement refuses people who left the group, or whose account was closed, after the page was read', async () => {
    const desk = await deskForTest();
    const { task } = await asked(desk);
    const before = desk.as('manager');
    await desk.db.delete(groupMembers).where(eq(groupMembers.userId, actor('manager').id));
    await expect(decideTask(before, task.id, approve(task))).rejects.toMatchObject({ code: 'forbidden' });
    await desk.db
      .update(users)
      .set({ banned: true })
      .where(eq(users.id, actor('manager2').id));
    await expect(decideTask(desk.as('manager2'), task.id, approve(task))).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect(await desk.db.select().from(decisions)).toEqual([]);
  });

  test('a decision on a question that has changed is stale', async () => {
    const desk = await deskForTest();
    const { task } = await asked(desk);
    await expect(
      decideTask(desk.as('manager'), task.id, { ...approve(task), payloadDigest: 'sha256:00' }),
    ).rejects.toMatchObject({ code: 'stale' });
  });

  test.each([
    ['no outcome and no verdict', (task: TaskRow) => ({ payloadDigest: task.payloadDigest }), 'outcome'],
    [
      'a verdict nobody offered',
      (task: TaskRow) => ({ payloadDigest: task.payloadDigest, resumeData: { approved: 'maybe' } }),
      'resumeData.approved',
    ],
    ['an outcome nobody offered', (task: TaskRow) => ({ ...approve(task), outcome: 'maybe' }), 'outcome'],
    [
      'data against the outcome',
      (task: TaskRow) => ({ ...approve(task), resumeData: { approved: false } }),
      'resumeData.approved',
    ],
    ['a rejection without a reason', (task: TaskRow) => reject(task), 'resumeData.note'],
    ['a rejection with a blank reason', (task: TaskRow) => reject(task, '   '), 'resumeData.note'],
    [
      'a note that is too long',
      (task: TaskRow) => ({ ...approve(task), resumeData: { approved: true, note: 'x'.repeat(1001) } }),
      'resumeData.note',
    ],
    ['an unknown property of the body', (task: TaskRow) => ({ ...approve(task), decidedBy: 'somebody' }), ''],
  ])('refuses %s and changes nothing', async (_, body, path) => {
    const desk = await deskForTest();
    const { task } = await asked(desk);
    await expect(decideTask(desk.as('manager'), task.id, body(task))).rejects.toMatchObject({
      code: 'invalid',
      issues: [expect.objectContaining({ path })],
    });
    expect(await desk.openTasks(task.runId)).toHaveLength(1);
  });

  test('infers the outcome from the data, and copies the comment into the reason field', async () => {
    const desk = await deskForTest();
    const { runId, task } = await asked(desk);
    await decideTask(desk.as('manager'), task.id, {
      resumeData: { approved: false },
      comment: 'No receipt.',
      payloadDigest: task.payloadDigest,
    });
    await desk.drain(runId);
    const [run] = await desk.db.select().from(runs).where(eq(runs.id, runId));
    expect(run).toMatchObject({ status: 'success', result: { status: 'rejected', reason: 'No receipt.' } });
    expect(await effects(desk)).toEqual([]);
  });

  test('a cancelled request accepts no decision, and one recorded just before is not applied', async () => {
    const desk = await deskForTest();
    const { runId, task } = await asked(desk);
    await decideTask(desk.as('manager'), task.id, approve(task));
    await cancelRun(desk.as('requester'), runId, { reason: 'Paid privately.' });
    await desk.drain(runId);
    expect(await statusOf(desk, runId)).toBe('canceled');
    expect(await effects(desk)).toEqual([]);
    expect(await desk.db.select().from(decisions)).toMatchObject([{ appliedAt: null }]);
    const verbs = (await desk.db.select().from(auditEvents).where(eq(auditEvents.runId, runId))).map(
      ({ verb }) => verb,
    );
    expect(verbs).toContain('decision.not_applied');

    const other = await asked(desk);
    await cancelRun(desk.as('requester'), other.runId, {});
    await expect(decideTask(desk.as('manager'), other.task.id, approve(other.task))).rejects.toMatchObject({
      code: 'conflict',
      params: { state: 'canceled' },
    });
    expect(await desk.db.select().from(tasks).where(eq(tasks.id, other.task.id))).toMatchObject([
      { state: 'canceled' },
    ]);
  });

  test('a release that changes the form makes decisions on the old one stale, and shows the new one', async () => {
    const version = (extra: z.ZodRawShape) => {
      const answer = z.object({ approved: z.boolean(), ...extra });
      const gate = createStep({
        id: 'gate',
        inputSchema: z.object({}),
        outputSchema: z.unknown(),
        resumeSchema: answer,
        metadata: humanTask({ candidates: { groups: ['managers'] } }),
        execute: async ({ resumeData, suspend }) => resumeData ?? suspend({}),
      });
      return {
        w: createWorkflow({ id: 'w', inputSchema: z.object({}), outputSchema: z.unknown() })
          .then(gate)
          .commit(),
      };
    };
    const desk = await deskForTest(version({}));
    const runId = await desk.request('w', {});
    const [task] = await desk.openTasks(runId);
    const after = desk.as('manager', await desk.reopen(version({ level: z.number().min(1) })));
    const refusal: unknown = await decideTask(after, task!.id, approve(task!)).catch(
      (error: unknown) => error,
    );
    const now = await getTask(after, task!.id);
    expect(refusal).toMatchObject({ code: 'stale', params: { payloadDigest: now.payloadDigest, task: now } });
    const panel = (digest: string, who = actor('manager')) =>
      getPanel({ ...after, actor: who }, task!.id, digest);
    const { past } = await panel(task!.payloadDigest);
    expect(past).toMatchObject({
      payloadDigest: task!.payloadDigest,
      resumeSchema: task!.resumeSchema,
      outcomes: task!.outcomes,
      payload: {},
    });
    for (const digest of [now.payloadDigest, 'sha256:none']) expect((await panel(digest)).past).toBeNull();
    await expect(panel(task!.payloadDigest, actor('requester2'))).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(now.payloadDigest).not.toBe(task!.payloadDigest);
    expect(now.resumeSchema).toMatchObject({ properties: { level: { minimum: 1 } } });
    await expect(
      decideTask(after, task!.id, { outcome: 'approve', payloadDigest: now.payloadDigest }),
    ).rejects.toMatchObject({
      code: 'invalid',
      issues: [expect.objectContaining({ path: 'resumeData.level' })],
    });
    await decideTask(after, task!.id, {
      outcome: 'approve',
      resumeData: { level: 2 },
      payloadDigest: now.payloadDigest,
    });
    expect((await desk.db.select().from(auditEvents)).map(({ verb }) => verb)).toContain('task.renewed');
  });
});
