import type { TaskRow } from '@/db/schema';
import { Agent } from '@mastra/core/agent';
import { createTool } from '@mastra/core/tools';
import { createStep, createWorkflow } from '@mastra/core/workflows';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { agentCalls, decisions, ledgerEntries, runs } from '@/db/schema';
import type { Json } from '@/db/schema/json';
import { recordEffect } from '@/lib/engine/record-effect';
import { drainRun } from '@/lib/work/outbox/drain-run';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { deskForTest, type Person, type TestDesk } from '@/tests/support/desk';
import { agentStep, agentWorkflow } from './agent-step';
import { scriptedModel } from './scripted-model';
import { checkWorkflows } from '@/lib/mastra/checks/check-workflows';

const runOf = async ({ db }: TestDesk, runId: string) =>
  (await db.select().from(runs).where(eq(runs.id, runId)))[0]!;
const effects = ({ db }: TestDesk) => db.select().from(ledgerEntries);

async function only(desk: TestDesk, runId: string): Promise<TaskRow> {
  const open = await desk.openTasks(runId);
  expect(open).toHaveLength(1);
  return open[0]!;
}

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

describe('the refund assistant', () => {
  const prompt = 'Please refund €20 for order A-1042, the chair was broken.';

  test('asks before it pays, with the exact arguments and the person it acts for; once approved, it pays once', async () => {
    const desk = await deskForTest();
    const runId = await desk.request('refund-assistant', { prompt });
    const task = await only(desk, runId);
    expect(task).toMatchObject({
      kind: 'tool-call',
      title: 'Refund €20.00 for order A-1042',
      candidates: ['group:finance'],
      payload: {
        agent: 'Refund assistant',
        actingFor: 'Ana Ruiz',
        tool: 'refund',
        description: expect.stringContaining('cannot be taken back'),
        arguments: { order: 'A-1042', amount: 20 },
      },
    });
    expect(task.payloadSchema).toMatchObject({
      properties: { arguments: { properties: { amount: { currency: 'EUR' } } } },
    });
    expect(Object.keys(task.payload as object)).not.toContain('__agent_call');
    expect(await effects(desk)).toEqual([]);
    await answer(desk, 'finance', task, 'approve');
    expect(await runOf(desk, runId)).toMatchObject({
      status: 'success',
      result: { text: 'The customer of A-1042 gets €20.00 back (REF-A-1042).' },
    });
    expect(await effects(desk)).toMatchObject([{ action: 'refund', attempts: 1, detail: { amount: 20 } }]);
  });

  test('when declined, gives the model the reason and never runs the tool', async () => {
    const desk = await deskForTest();
    const runId = await desk.request('refund-assistant', { prompt });
    await answer(desk, 'finance', await only(desk, runId), 'reject', { reason: 'The warranty is over.' });
    expect(await runOf(desk, runId)).toMatchObject({
      status: 'success',
      result: { text: expect.stringContaining('The warranty is over.') },
    });
    expect(await effects(desk)).toEqual([]);
  });

  test('a tool that asks a question gets an answer in its own schema, then the next tool asks', async () => {
    const desk = await deskForTest();
    const runId = await desk.request('refund-assistant', { prompt: 'The customer wants the money back.' });
    const question = await only(desk, runId);
    expect(question).toMatchObject({
      kind: 'tool-call',
      title: 'Which order is meant?',
      candidates: ['user:usr_demo_requester'],
      payload: { question: { question: expect.stringContaining('Which order') } },
    });
    const wrong = decideTask(desk.as('requester'), question.id, {
      resumeData: { order: 'nonsense' },
      payloadDigest: question.payloadDigest,
    });
    await expect(wrong).rejects.toMatchObject({
      code: 'invalid',
      issues: [expect.objectContaining({ path: 'resumeData.order' })],
    });
    await answer(desk, 'requester', question, 'submit', { order: 'A-1042' });
    await answer(desk, 'finance', await only(desk, runId), 'approve');
    expect(await effects(desk)).toMatchObject([{ attempts: 1, detail: { order: 'A-1042', amount: 104.2 } }]);
  });

  test('two approvers at once run the tool once, even in processes that only know the files', async () => {
    const desk = await deskForTest();
    const runId = await desk.request('refund-assistant', { prompt });
    const task = await only(desk, runId);
    const both = await Promise.allSettled(
      (['finance', 'finance2'] as const).map(async (who) => {
        const ctx = desk.as(who, await desk.reopen());
        await decideTask(ctx, task.id, { outcome: 'approve', payloadDigest: task.payloadDigest });
        await drainRun(ctx, runId);
      }),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await desk.drain(runId);
    expect(await effects(desk)).toMatchObject([{ attempts: 1 }]);
    expect(await desk.db.select().from(decisions)).toHaveLength(1);
  });

  test('when the process dies after handing an answer over, the tool is never used again: the run fails and says why', async () => {
    const desk = await deskForTest();
    const runId = await desk.request('refund-assistant', { prompt });
    const task = await only(desk, runId);
    await desk.db.update(agentCalls).set({ state: 'answering' });
    await answer(desk, 'finance', task, 'approve');
    expect(await runOf(desk, runId)).toMatchObject({
      status: 'failed',
      error: { message: expect.stringContaining('answer already') },
    });
    expect(await effects(desk)).toEqual([]);
  });
});

const transfer = createTool({
  id: 'transfer',
  description: 'Moves money',
  inputSchema: z.object({ to: z.string() }),
  outputSchema: z.object({ ok: z.boolean() }),
  requireApproval: true,
  execute: async ({ to }, context) => {
    const { runId } = z.object({ runId: z.string() }).parse(context?.requestContext?.get('countersign'));
    await recordEffect({ key: `${runId}/${to}`, runId, action: 'transfer', detail: {} });
    return { ok: true };
  },
});
const twoTransfers = scriptedModel((_, results) =>
  results.length < 2
    ? {
        use: [
          { tool: 'transfer', input: { to: 'Ana' } },
          { tool: 'transfer', input: { to: 'Ben' } },
        ],
      }
    : { say: 'done' },
);
const clerk = new Agent({
  id: 'clerk',
  name: 'Clerk',
  instructions: 'Move money.',
  model: twoTransfers,
  tools: { transfer },
});

test('two calls in one turn are two tasks, one after another; the agent may be one step among others', async () => {
  const before = createStep({
    id: 'prepare',
    inputSchema: z.object({}),
    outputSchema: z.object({ prompt: z.string() }),
    execute: async () => ({ prompt: 'Move it.' }),
  });
  const workflow = createWorkflow({
    id: 'office',
    inputSchema: z.object({}),
    outputSchema: z.object({ text: z.string() }),
  })
    .then(before)
    .then(agentStep(clerk))
    .commit();
  const desk = await deskForTest({ office: workflow });
  const runId = await desk.request('office', {});
  for (const to of ['Ana', 'Ben']) {
    const task = await only(desk, runId);
    expect(task.payload).toMatchObject({ arguments: { to } });
    await answer(desk, 'manager', task, 'approve');
  }
  expect(await runOf(desk, runId)).toMatchObject({ status: 'success', result: { text: 'done' } });
  expect((await effects(desk)).map(({ attempts }) => attempts)).toEqual([1, 1]);
});

test('boot refuses an agent with asking tools as a plain step, and rules for tools it does not have, and says what to do', async () => {
  const plain = createWorkflow({
    id: 'plain',
    inputSchema: z.object({ prompt: z.string() }),
    outputSchema: z.object({ text: z.string() }),
  })
    .then(createStep(clerk))
    .commit();
  await expect(checkWorkflows({ plain })).rejects.toThrow(
    'workflow "plain", step "clerk": the agent\'s tools "transfer" ask people; make the step with agentStep(agent)',
  );
  const beside = createWorkflow({
    id: 'beside',
    inputSchema: z.object({ prompt: z.string() }),
    outputSchema: z.unknown(),
  })
    .parallel([createStep(clerk), agentStep(clerk, { id: 'other' })])
    .commit();
  await expect(checkWorkflows({ beside })).rejects.toThrow(
    'workflow "beside", step "clerk": the agent\'s tools "transfer" ask people',
  );
  await expect(checkWorkflows({ clerk: agentWorkflow(clerk, { tools: { transfre: {} } }) })).rejects.toThrow(
    'tools names "transfre"; the agent has transfer',
  );
});
