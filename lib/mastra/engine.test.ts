import type { TaskRow } from '@/db/schema';
import { createStep, createWorkflow } from '@mastra/core/workflows';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ledgerEntries, outbox, runs } from '@/db/schema';
import type { Json } from '@/db/schema/json';
import { recordEffect } from '@/lib/engine/record-effect';
import { drainRun } from '@/lib/work/outbox/drain-run';
import { startRun } from '@/lib/desk/runs/start-run';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { deskForTest, expense, type Person, type TestDesk } from '@/tests/support/desk';
import { humanTask } from '@/lib/mastra/authoring/human-task';

const article: { [key: string]: Json } = {
  headline: 'A new desk',
  body: 'It is here, at last.',
  audience: 'staff',
};

async function answer(
  desk: TestDesk,
  who: Person,
  task: TaskRow,
  outcome: string,
  resumeData: Json = {},
): Promise<void> {
  await decideTask(desk.as(who), task.id, { outcome, resumeData, payloadDigest: task.payloadDigest });
  await desk.drain(task.runId);
}

async function only(desk: TestDesk, runId: string): Promise<TaskRow> {
  const open = await desk.openTasks(runId);
  expect(open).toHaveLength(1);
  return open[0]!;
}

const runOf = async ({ db }: TestDesk, runId: string) =>
  (await db.select().from(runs).where(eq(runs.id, runId)))[0]!;
const effectsOf = ({ db }: TestDesk, runId: string) =>
  db.select().from(ledgerEntries).where(eq(ledgerEntries.runId, runId));

describe('the example workflows', () => {
  test('an expense above the limit asks a manager, then finance, then is paid once', async () => {
    const desk = await deskForTest();
    const runId = await desk.request('expense-report', expense(1240));
    const first = await only(desk, runId);
    expect(first).toMatchObject({
      title: 'Approve €1,240.00 travel for Ana Ruiz',
      stepPath: ['manager-approval'],
      candidates: ['group:managers'],
      priority: 'normal',
      payload: { amount: 1240, requestedBy: 'Ana Ruiz' },
    });
    await answer(desk, 'manager', first, 'approve');
    const second = await only(desk, runId);
    expect(second).toMatchObject({
      stepPath: ['finance-approval'],
      candidates: ['group:finance'],
      priority: 'high',
    });
    await answer(desk, 'finance', second, 'approve', { note: 'Within budget.' });
    expect(await runOf(desk, runId)).toMatchObject({
      status: 'success',
      result: { status: 'paid', amount: 1240 },
      steps: [{ status: 'success' }, { status: 'success' }, { status: 'success' }],
    });
    expect(await effectsOf(desk, runId)).toMatchObject([{ action: 'payment', attempts: 1 }]);
  });

  test('a review asks for changes, the author revises, and the second round is a new question', async () => {
    const desk = await deskForTest();
    const runId = await desk.request('content-review', article);
    const first = await only(desk, runId);
    expect(first).toMatchObject({ stepPath: ['review-round', 'review'], payload: { ...article, round: 1 } });
    await answer(desk, 'manager', first, 'request_changes', { feedback: 'Say what it does.' });
    const revise = await only(desk, runId);
    expect(revise).toMatchObject({
      stepPath: ['review-round', 'revise'],
      candidates: ['user:usr_demo_requester'],
      payload: { feedback: 'Say what it does.' },
    });
    await answer(desk, 'requester', revise, 'resubmit', {
      headline: 'A new desk',
      body: 'It keeps every decision, at last.',
    });
    const again = await only(desk, runId);
    expect(again).toMatchObject({
      stepPath: ['review-round', 'review'],
      title: 'Review “A new desk” again',
      payload: { round: 2, body: 'It keeps every decision, at last.' },
    });
    expect(again.id).not.toBe(first.id);
    await expect(
      decideTask(desk.as('manager'), first.id, { outcome: 'approve', payloadDigest: first.payloadDigest }),
    ).rejects.toMatchObject({ code: 'conflict' });
    await answer(desk, 'manager2', again, 'approve');
    expect(await runOf(desk, runId)).toMatchObject({
      status: 'success',
      result: { status: 'published', rounds: 2 },
    });
    expect(await effectsOf(desk, runId)).toMatchObject([{ action: 'publish', attempts: 1 }]);
  });

  const order = {
    supplier: 'Acme',
    justification: 'We need new chairs.',
    lines: [{ item: 'Chair', quantity: 3, unitPrice: 0.1 }],
  };

  async function orderAsked(desk: TestDesk) {
    const runId = await desk.request('purchase-order', order);
    const open = await desk.openTasks(runId);
    expect(open.map(({ stepPath }) => stepPath.join()).toSorted()).toEqual([
      'budget-approval',
      'need-approval',
    ]);
    const at = (step: string) => open.find((task) => task.stepPath[0] === step)!;
    return { runId, need: at('need-approval'), budget: at('budget-approval') };
  }

  test('two parallel gates answered one after the other: each gets its own answer', async () => {
    const desk = await deskForTest();
    const { runId, need, budget } = await orderAsked(desk);
    expect(need.payload).toMatchObject({ total: 0.3 });
    await answer(desk, 'finance', budget, 'approve');
    expect(await runOf(desk, runId)).toMatchObject({ status: 'suspended' });
    expect((await only(desk, runId)).id).toBe(need.id);
    await answer(desk, 'manager', need, 'reject', { comment: 'We have chairs.' });
    expect(await runOf(desk, runId)).toMatchObject({
      status: 'success',
      result: { status: 'declined', declinedBy: ['Manager'] },
    });
    expect(await effectsOf(desk, runId)).toEqual([]);
  });

  test('two parallel gates answered at the same instant: the order is placed once', async () => {
    const desk = await deskForTest();
    const { runId, need, budget } = await orderAsked(desk);
    await Promise.all([answer(desk, 'finance', budget, 'approve'), answer(desk, 'manager', need, 'approve')]);
    expect(await runOf(desk, runId)).toMatchObject({ status: 'success', result: { status: 'ordered' } });
    expect(await effectsOf(desk, runId)).toMatchObject([{ action: 'order', attempts: 1 }]);
  });
});

const any = z.object({}).loose();
const plain = (execute: (runId: string) => Promise<void>) =>
  createWorkflow({ id: 'plain', inputSchema: any, outputSchema: any })
    .then(
      createStep({
        id: 'act',
        description: 'It acts',
        inputSchema: any,
        outputSchema: any,
        execute: async ({ runId }) => (await execute(runId), {}),
      }),
    )
    .commit();

describe('the engine port', () => {
  test('a failing step makes a failed run with its reason, and nothing is owed any more', async () => {
    const desk = await deskForTest({
      plain: plain(() => Promise.reject(new Error('The printer is on fire.'))),
    });
    const runId = await desk.request('plain', {});
    expect(await runOf(desk, runId)).toMatchObject({
      status: 'failed',
      error: { message: 'The printer is on fire.', step: 'act' },
      finishedAt: expect.any(Date),
    });
  });

  test('a step that suspends without any metadata becomes a task for approvers, with defaults', async () => {
    const gate = createStep({
      id: 'gate',
      description: 'Is this all right?',
      inputSchema: any,
      outputSchema: any,
      resumeSchema: z.object({ approved: z.boolean(), reason: z.string().optional() }),
      execute: async ({ resumeData, suspend }) => resumeData ?? suspend({}),
    });
    const desk = await deskForTest({
      bare: createWorkflow({ id: 'bare', inputSchema: any, outputSchema: any }).then(gate).commit(),
    });
    const runId = await desk.request('bare', {});
    const task = await only(desk, runId);
    expect(task).toMatchObject({
      title: 'Gate: Bare',
      candidates: ['role:approver'],
      policy: { forbidSelfApproval: true, reasonField: 'reason' },
      dueAt: null,
    });
    expect(task.outcomes.map(({ id, label, tone }) => [id, label, tone])).toEqual([
      ['approve', 'Approve', 'success'],
      ['reject', 'Reject', 'danger'],
    ]);
  });

  test.each([
    [
      'a function that throws',
      () => {
        throw new Error('directory down');
      },
    ],
    ['a group without members', { groups: ['nobody'] }],
    ['nobody at all', {}],
    ['only the requester', { users: ['usr_demo_requester'] }],
    ['only the requester, by mail address', { users: ['Requester@demo.test'] }],
  ])(
    'candidates that lead to nobody (%s) are operators, never anyone and never the requester',
    async (_, candidates) => {
      const gate = createStep({
        id: 'gate',
        inputSchema: any,
        outputSchema: any,
        metadata: humanTask({ candidates }),
        resumeSchema: any,
        execute: async ({ resumeData, suspend }) => resumeData ?? suspend({}),
      });
      const desk = await deskForTest({
        lonely: createWorkflow({ id: 'lonely', inputSchema: any, outputSchema: any }).then(gate).commit(),
      });
      const task = await only(desk, await desk.request('lonely', {}));
      expect(task.standIns).toEqual(['role:operator']);
      expect(task.candidates.at(-1)).toBe('role:operator');
      await expect(
        decideTask(desk.as('manager'), task.id, { resumeData: {}, payloadDigest: task.payloadDigest }),
      ).rejects.toMatchObject({ code: 'not_found' });
      await answer(desk, 'operator', task, 'submit');
    },
  );

  test('an engine that only knows the files continues where another stopped', async () => {
    const desk = await deskForTest();
    const runId = await desk.request('expense-report', expense());
    const task = await only(desk, runId);
    const later = desk.as('manager', await desk.reopen());
    await decideTask(later, task.id, { outcome: 'approve', payloadDigest: task.payloadDigest });
    await drainRun(later, runId);
    expect(await runOf(desk, runId)).toMatchObject({ status: 'success' });
  });

  test('a gate that is asked twice in one step makes two tasks, and each answer reaches its own question', async () => {
    const asked: unknown[] = [];
    const gate = createStep({
      id: 'two-questions',
      inputSchema: any,
      outputSchema: z.object({ first: z.string(), second: z.string() }),
      suspendSchema: z.object({ question: z.string() }),
      resumeSchema: z.object({ text: z.string() }),
      execute: async ({ resumeData, suspend, suspendData, setState, state }) => {
        asked.push(suspendData);
        const known = state as { first?: string };
        if (!resumeData) return suspend({ question: 'First?' });
        if (known.first === undefined) {
          await setState({ first: resumeData.text });
          return suspend({ question: 'Second?' });
        }
        return { first: known.first, second: resumeData.text };
      },
    });
    const desk = await deskForTest({
      twice: createWorkflow({
        id: 'twice',
        inputSchema: any,
        outputSchema: any,
        stateSchema: z.object({ first: z.string().optional() }),
      })
        .then(gate)
        .commit(),
    });
    const runId = await desk.request('twice', {});
    const first = await only(desk, runId);
    await answer(desk, 'manager', first, 'submit', { text: 'one' });
    const second = await only(desk, runId);
    expect([first.payload, second.payload]).toEqual([{ question: 'First?' }, { question: 'Second?' }]);
    await answer(desk, 'manager', second, 'submit', { text: 'two' });
    expect(await runOf(desk, runId)).toMatchObject({
      status: 'success',
      result: { first: 'one', second: 'two' },
    });
  });

  test('a failing snapshot store keeps the answer and tries again later, with the error kept', async () => {
    const desk = await deskForTest({
      plain: plain((runId) => recordEffect({ key: `${runId}/act`, runId, action: 'act', detail: {} })),
    });
    const { run } = await startRun(desk.as('requester'), { workflowId: 'plain', input: {} });
    const away = { ...desk.engine, read: () => Promise.reject(new Error('the store is away')) };
    const debts = () => desk.db.select().from(outbox);
    await drainRun({ ...desk.as('system'), engine: away }, run.id);
    expect(await debts()).toMatchObject([{ state: 'pending', attempts: 1, lastError: 'the store is away' }]);
    await desk.drain(run.id);
    expect(await debts()).toMatchObject([{ state: 'pending' }]);
    desk.clock.advance(2_000);
    await desk.drain(run.id);
    expect(await debts()).toMatchObject([{ state: 'done' }]);
    expect(await effectsOf(desk, run.id)).toMatchObject([{ attempts: 1 }]);
  });

  test('refuses an answer to a question whose step a release dropped, because nothing can validate it', async () => {
    const gate = (id: string) =>
      createStep({
        id,
        inputSchema: any,
        outputSchema: any,
        resumeSchema: z.object({ approved: z.boolean() }),
        execute: async ({ resumeData, suspend }) => resumeData ?? suspend({}),
      });
    const flow = (step: string) => ({
      flow: createWorkflow({ id: 'flow', inputSchema: any, outputSchema: any }).then(gate(step)).commit(),
    });
    const desk = await deskForTest(flow('old-gate'));
    const task = await only(desk, await desk.request('flow', {}));
    const released = await desk.reopen(flow('new-gate'));
    await expect(
      decideTask(desk.as('manager', released), task.id, {
        outcome: 'approve',
        payloadDigest: task.payloadDigest,
      }),
    ).rejects.toMatchObject({ code: 'conflict', reason: 'step_gone' });
    expect(await desk.openTasks(task.runId)).toHaveLength(1);
    await answer(desk, 'manager', task, 'approve');
    expect(await runOf(desk, task.runId)).toMatchObject({ status: 'success' });
  });
});
