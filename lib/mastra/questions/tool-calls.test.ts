import type { TaskRow } from '@/db/schema';
import type { AppError } from '@/lib/base/errors';
import { sentenceOf } from '@/lib/base/reasons';
import { Agent } from '@mastra/core/agent';
import { ToolSearchProcessor } from '@mastra/core/processors';
import { createTool } from '@mastra/core/tools';
import { createStep, createWorkflow } from '@mastra/core/workflows';
import { eq } from 'drizzle-orm';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { openClient } from '@/db/client';
import { decisions, ledgerEntries, runs, tasks } from '@/db/schema';
import { getRun } from '@/lib/desk/runs/get-run';
import { getSnapshot } from '@/lib/desk/runs/get-snapshot';
import { pruneSnapshots } from '@/lib/work/retention/prune-snapshots';
import type { Json } from '@/db/schema/json';
import { recordEffect } from '@/lib/engine/record-effect';
import { drainRun } from '@/lib/work/outbox/drain-run';
import { codeOf } from '@/lib/process/preflight/code';
import { emptySummary, preflight } from '@/lib/process/preflight/preflight';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { maskedPayload } from '@/lib/desk/tasks/shown';
import { deskForTest, type TestDesk } from '@/tests/support/desk';
import { agentStep, agentWorkflow } from '@/lib/mastra/agents/agent-step';
import { scriptedModel, type ToolResult } from '@/lib/mastra/agents/scripted-model';
import { humanTask } from '@/lib/mastra/authoring/human-task';
import { stepContextOf } from '@/lib/mastra/authoring/step-context';

const card = '4111111111111111';

const charge = createTool({
  id: 'charge',
  description: 'Charges a card',
  inputSchema: z.object({ card: z.string().meta({ sensitive: true }), amount: z.number() }),
  outputSchema: z.object({ ok: z.boolean() }),
  requireApproval: true,
  execute: async ({ amount }, context) => {
    const { runId, idempotencyKey } = stepContextOf(context?.requestContext);
    await recordEffect({ key: idempotencyKey, runId, action: 'charge', detail: { amount } });
    return { ok: true };
  },
});

/** A tool that asks, while running, which account is meant. */
const choose = createTool({
  id: 'choose',
  description: 'Chooses an account',
  inputSchema: z.object({ owner: z.string() }),
  outputSchema: z.object({ account: z.string() }),
  suspendSchema: z.object({ accounts: z.array(z.string()), pin: z.string().meta({ sensitive: true }) }),
  resumeSchema: z.object({ account: z.enum(['A', 'B']) }),
  execute: async (_, context) => {
    const answered = context?.agent?.resumeData as { account: string } | undefined;
    if (answered) return answered;
    await context?.agent?.suspend?.({ accounts: ['A', 'B'], pin: '1234' });
    return undefined as never;
  },
});

type Step = [tool: string, input: object];

/** Uses these tools in order, each once, then reports the last result. */
const uses = (...steps: Step[]) =>
  scriptedModel((_, results: ToolResult[]) => {
    const next = steps[results.length];
    const last = results.at(-1);
    return next
      ? { use: [{ tool: next[0], input: next[1] }] }
      : { say: typeof last?.output === 'string' ? last.output : JSON.stringify(last?.output) };
  });

const agent = (id: string, options: object) =>
  new Agent({ id, name: id, description: `Is the ${id}`, instructions: 'Work.', ...options } as never);

const charges: Step = ['charge', { card, amount: 5 }];
const clerk = (options: object = {}) =>
  agent('clerk', { tools: { charge, choose }, model: uses(charges), ...options });

const only = async (desk: TestDesk, runId: string): Promise<TaskRow> => {
  const open = await desk.openTasks(runId);
  expect(open).toHaveLength(1);
  return open[0]!;
};

const runOf = async ({ db }: TestDesk, runId: string) =>
  (await db.select().from(runs).where(eq(runs.id, runId)))[0]!;
const effects = ({ db }: TestDesk) => db.select().from(ledgerEntries);

async function answer(
  desk: TestDesk,
  task: TaskRow,
  outcome: string,
  resumeData: Json = {},
  engine = desk.engine,
) {
  const ctx = desk.as('manager', engine);
  await decideTask(ctx, task.id, { outcome, resumeData, payloadDigest: task.payloadDigest });
  await drainRun(ctx, task.runId);
}

const findings = async (desk: TestDesk, workflows: Parameters<typeof codeOf>[0]) => {
  const found = [];
  for await (const one of preflight({ db: desk.db, code: codeOf(workflows), summary: emptySummary() }))
    found.push(one);
  return found;
};

/** Where an asking tool may be: in the agent itself, or somewhere the code does not list it. */
const places: Record<string, () => Agent> = {
  'of its own': () => clerk(),
  'of an agent that it hands work to': () =>
    agent('boss', { agents: { helper: clerk() }, model: uses(['agent-helper', { prompt: 'Charge.' }]) }),
  'two agents away': () => {
    const between = agent('between', {
      agents: { helper: clerk() },
      model: uses(['agent-helper', { prompt: 'x' }]),
    });
    return agent('boss', { agents: { between }, model: uses(['agent-between', { prompt: 'Charge.' }]) });
  },
  'that only a request brings': () =>
    clerk({
      tools: ({ requestContext }: { requestContext: { get(name: string): unknown } }) =>
        (requestContext.get('countersign') as { runId: string }).runId === 'none' ? {} : { charge },
    }),
  'that it searched for': () =>
    clerk({
      tools: {},
      inputProcessors: [new ToolSearchProcessor({ tools: { charge } })],
      model: uses(['load_tool', { toolName: 'charge' }], charges),
    }),
};

describe.each(Object.entries(places))('a tool %s', (_, make) => {
  test('is one task with its own name, exact arguments and rules; sensitive parts are masked', async () => {
    const asking = make();
    const workflow = agentWorkflow(asking, { tools: { charge: { candidates: { groups: ['finance'] } } } });
    const desk = await deskForTest({ [asking.id]: workflow });
    const runId = await desk.request(asking.id, { prompt: 'Charge it.' });
    const task = await only(desk, runId);
    expect(task).toMatchObject({
      kind: 'tool-call',
      title: 'Charge: may the agent do this?',
      candidates: ['group:finance'],
      outcomes: [{ id: 'approve' }, { id: 'reject' }],
      payload: { tool: 'charge', description: 'Charges a card', arguments: { card, amount: 5 } },
    });
    expect(maskedPayload(desk.engine, task)).toMatchObject({ arguments: { card: '••••', amount: 5 } });
    expect(await findings(desk, { [asking.id]: workflow })).toEqual([]);
  });

  test('is used once when a new process reads the answer, and never when it is declined', async () => {
    for (const [outcome, times] of [
      ['approve', 1],
      ['reject', 0],
    ] as const) {
      const asking = make();
      const desk = await deskForTest({ [asking.id]: agentWorkflow(asking) });
      const runId = await desk.request(asking.id, { prompt: 'Charge it.' });
      const after = make();
      const released = await desk.reopen({ [after.id]: agentWorkflow(after) });
      await answer(desk, await only(desk, runId), outcome, { reason: 'Because.' }, released);
      expect(await effects(desk)).toHaveLength(times);
      const { status, result } = await runOf(desk, runId);
      expect(status).toBe('success');
      expect(JSON.stringify(result).includes('Because.')).toBe(outcome === 'reject');
    }
  });

  test('that is gone when the answer comes is reported to the person or fails the run', async () => {
    const asking = make();
    const desk = await deskForTest({ [asking.id]: agentWorkflow(asking) });
    const runId = await desk.request(asking.id, { prompt: 'Charge it.' });
    const without = agent(asking.id, { model: uses(charges) });
    const released = await desk.reopen({ [asking.id]: agentWorkflow(without) });
    const refused = await answer(desk, await only(desk, runId), 'approve', {}, released).then(
      () => undefined,
      (error: AppError) => sentenceOf(error),
    );
    const { status, error } = await runOf(desk, runId);
    expect(refused ?? error?.message).toMatch(/no longer has the tool “charge”/);
    expect(status).toBe(refused === undefined ? 'failed' : 'suspended');
    expect(await effects(desk)).toEqual([]);
  });
});

test('a tool of another agent that asks while running is shown with its own schemas', async () => {
  const helper = clerk({ model: uses(['choose', { owner: 'Ana' }]) });
  const boss = agent('boss', { agents: { helper }, model: uses(['agent-helper', { prompt: 'Choose.' }]) });
  const desk = await deskForTest({ boss: agentWorkflow(boss) });
  const runId = await desk.request('boss', { prompt: 'Choose.' });
  const task = await only(desk, runId);
  expect(task).toMatchObject({ payload: { tool: 'choose', question: { accounts: ['A', 'B'] } } });
  expect(maskedPayload(desk.engine, task)).toMatchObject({ question: { pin: '••••' } });
  const wrong = answer(desk, task, 'A', { account: 'C' });
  await expect(wrong).rejects.toMatchObject({
    code: 'invalid',
    issues: [expect.objectContaining({ path: 'resumeData.account' })],
  });
  await answer(desk, task, 'B', {});
  expect(await runOf(desk, runId)).toMatchObject({ status: 'success' });
});

describe('a workflow that is a tool', () => {
  const gate = createStep({
    id: 'gate',
    inputSchema: z.object({ what: z.string() }),
    outputSchema: z.object({ verdict: z.string() }),
    suspendSchema: z.object({ what: z.string(), pin: z.string().meta({ sensitive: true }) }),
    resumeSchema: z.object({ decision: z.enum(['print', 'shred']), note: z.string() }),
    metadata: humanTask<{ what: string }, unknown>({
      title: ({ what }) => `Print ${what}?`,
      candidates: { groups: ['managers'] },
      reasonRequiredFor: ['shred'],
    }),
    execute: async ({ inputData, resumeData, suspend }) =>
      resumeData ? { verdict: resumeData.decision } : suspend({ ...inputData, pin: '1234' }),
  });
  const ask = createWorkflow({
    id: 'ask',
    description: 'Asks a person',
    inputSchema: z.object({ what: z.string() }),
    outputSchema: z.object({ verdict: z.string() }),
  })
    .then(gate)
    .commit();
  const asker = () =>
    agent('asker', {
      workflows: { ask },
      model: uses(['workflow-ask', { inputData: { what: 'the book' } }]),
    });

  test('asks with the form, buttons and rules of its step, and continues with the answer', async () => {
    const desk = await deskForTest({ asker: agentWorkflow(asker()) });
    const runId = await desk.request('asker', { prompt: 'Print it.' });
    const task = await only(desk, runId);
    expect(task).toMatchObject({
      title: 'Print the book?',
      candidates: ['group:managers'],
      outcomes: [{ id: 'print' }, { id: 'shred', reasonRequired: true }],
      payload: { tool: 'workflow-ask', arguments: { inputData: { what: 'the book' } } },
    });
    expect(maskedPayload(desk.engine, task)).toMatchObject({ question: { what: 'the book', pin: '••••' } });
    const released = await desk.reopen({ asker: agentWorkflow(asker()) });
    await answer(desk, task, 'print', { note: 'Fine.' }, released);
    const run = await runOf(desk, runId);
    expect(run.status).toBe('success');
    expect(JSON.stringify(run.result)).toContain('print');
    const store = openClient({ url: desk.url.replace(/app\.db$/, 'workflows.db'), authToken: undefined });
    onTestFinished(() => store.close());
    const kept = async () => (await store.execute('select workflow_name from mastra_workflow_snapshot')).rows;
    expect(JSON.stringify(await kept())).toContain('"ask"');
    const dayMs = 86_400_000;
    desk.clock.advance(2 * dayMs);
    await pruneSnapshots(desk.as('system'), { snapshotsMs: dayMs, exportDir: null });
    expect(await kept()).toEqual([]);
  });
});

test('a release that marks an argument as sensitive hides it in waiting calls, and in operators’ view of the snapshot', async () => {
  const desk = await deskForTest({ clerk: agentWorkflow(clerk()) });
  const runId = await desk.request('clerk', { prompt: 'Charge it.' });
  const task = await only(desk, runId);
  const shown = (engine: TestDesk['engine']) =>
    (maskedPayload(engine, task) as { arguments: object }).arguments;
  expect(shown(desk.engine)).toEqual({ card: '••••', amount: 5 });
  const stricter = createTool({
    ...charge,
    inputSchema: z.object({ card: z.string(), amount: z.number().meta({ sensitive: true }) }),
  } as never);
  const released = await desk.reopen({
    clerk: agentWorkflow(clerk({ tools: { charge: stricter, choose } })),
  });
  expect(shown(released)).toEqual({ card: '••••', amount: '••••' });
  const snapshot = await getSnapshot(desk.as('operator', released), runId);
  expect(JSON.stringify(snapshot)).not.toMatch(/4111|"amount":5/);
});

test('agents for each item of a list ask about their own item, and each continues with its own answer', async () => {
  const each = agent('each', {
    tools: { charge },
    model: scriptedModel((said, results) =>
      results.length > 0
        ? { say: 'done' }
        : { use: [{ tool: 'charge', input: { card, amount: Number(said) } }] },
    ),
  });
  const list = createWorkflow({
    id: 'list',
    inputSchema: z.array(z.object({ prompt: z.string() })),
    outputSchema: z.any(),
  })
    .foreach(agentStep(each), { concurrency: 2 })
    .commit();
  const desk = await deskForTest({ list });
  const runId = await desk.request('list', [{ prompt: '1' }, { prompt: '2' }]);
  const open = await desk.openTasks(runId);
  const amounts = open.map(({ payload }) =>
    z.object({ arguments: z.object({ amount: z.number() }) }).parse(payload),
  );
  expect(amounts.map(({ arguments: { amount } }) => amount).toSorted()).toEqual([1, 2]);
  for (const task of open) await answer(desk, task, 'approve');
  expect((await effects(desk)).map(({ detail }) => detail)).toEqual(
    expect.arrayContaining([{ amount: 1 }, { amount: 2 }]),
  );
  expect(await runOf(desk, runId)).toMatchObject({ status: 'success' });
});

test('two sub-agents called in one turn ask one after another, and each gets its own answer', async () => {
  const one = clerk({ id: 'one', model: uses(['charge', { card, amount: 1 }]) });
  const two = clerk({ id: 'two', model: uses(['charge', { card, amount: 2 }]) });
  const boss = agent('boss', {
    agents: { one, two },
    model: scriptedModel((_, results) =>
      results.length > 0
        ? { say: 'done' }
        : {
            use: [
              { tool: 'agent-one', input: { prompt: 'Charge.' } },
              { tool: 'agent-two', input: { prompt: 'Charge.' } },
            ],
          },
    ),
  });
  const desk = await deskForTest({ boss: agentWorkflow(boss) });
  const runId = await desk.request('boss', { prompt: 'Charge.' });
  const seen: unknown[] = [];
  for (const outcome of ['approve', 'reject']) {
    const task = await only(desk, runId);
    seen.push((task.payload as { arguments: { amount: number } }).arguments.amount);
    await answer(desk, task, outcome);
  }
  expect(seen.toSorted()).toEqual([1, 2]);
  expect((await effects(desk)).map(({ detail }) => detail)).toEqual([{ amount: seen[0] }]);
  expect(await runOf(desk, runId)).toMatchObject({ status: 'success' });
});

describe('a model that does not take no for an answer', () => {
  const stubborn = (options: object = {}) =>
    agentWorkflow(
      clerk({ model: scriptedModel(() => ({ use: [{ tool: charges[0], input: charges[1] }] })) }),
      options,
    );

  test('is stopped once the same call was declined as often as allowed, even in other processes', async () => {
    const desk = await deskForTest({ clerk: stubborn() });
    const runId = await desk.request('clerk', { prompt: 'Charge it.' });
    for (let times = 0; times < 3; times++)
      await answer(desk, await only(desk, runId), 'reject', { reason: 'No.' }, await desk.reopen());
    expect(await runOf(desk, runId)).toMatchObject({
      status: 'failed',
      error: { message: expect.stringContaining('was declined 3 times, so it was stopped') },
    });
    // The desk's own sentence, without any of the agent's data, since the requester reads it.
    const { error } = await getRun(desk.as('requester'), runId);
    expect(error?.message).toContain('“charge” with the same arguments 4 times');
    expect(await desk.db.select().from(tasks)).toHaveLength(3);
    expect(await desk.db.select().from(decisions)).toHaveLength(3);
    expect(await effects(desk)).toEqual([]);
  });

  test('has a limit of rounds for the whole step, however its calls differ', async () => {
    const restless = clerk({
      model: scriptedModel((_, results) => ({
        use: [{ tool: 'charge', input: { card, amount: results.length } }],
      })),
    });
    const desk = await deskForTest({ clerk: agentWorkflow(restless, { maxSteps: 4 }) });
    const runId = await desk.request('clerk', { prompt: 'Charge it.' });
    let asked = 0;
    for (; (await desk.openTasks(runId)).length > 0; asked++)
      await answer(desk, await only(desk, runId), 'reject');
    expect(asked).toBe(4);
    expect(await runOf(desk, runId)).toMatchObject({
      status: 'failed',
      error: { message: expect.stringContaining('has had its 4 rounds') },
    });
  });

  test('keeps the remaining rounds after an answer', async () => {
    let looks = 0;
    const look = createTool({
      id: 'look',
      description: 'Looks',
      inputSchema: z.object({}),
      execute: async () => {
        looks += 1;
        return {};
      },
    });
    const busy = clerk({
      tools: { charge, look },
      model: scriptedModel((_, results) => ({
        use: [results.length === 1 ? { tool: 'charge', input: charges[1] } : { tool: 'look', input: {} }],
      })),
    });
    const desk = await deskForTest({ clerk: agentWorkflow(busy, { maxSteps: 5 }) });
    const runId = await desk.request('clerk', { prompt: 'Charge it.' });
    await answer(desk, await only(desk, runId), 'approve');
    expect(looks).toBe(4);
    expect(await runOf(desk, runId)).toMatchObject({
      status: 'failed',
      error: { message: expect.stringContaining('has had its 5 rounds and was not done') },
    });
  });
});

test('a tool without a known definition hides its arguments, and can be rejected but not approved', async () => {
  const brings = {
    id: 'brings',
    processInputStep: async () => ({ tools: { charge } }),
  };
  const desk = await deskForTest({ clerk: agentWorkflow(clerk({ tools: {}, inputProcessors: [brings] })) });
  const runId = await desk.request('clerk', { prompt: 'Charge it.' });
  const task = await only(desk, runId);
  expect(task.outcomes.map(({ id }) => id)).toEqual(['reject']);
  expect(maskedPayload(desk.engine, task)).toMatchObject({ tool: 'charge', arguments: '••••' });
  await expect(answer(desk, task, 'approve')).rejects.toMatchObject({ code: 'invalid' });
  await expect(answer(desk, task, 'reject', { approved: true })).rejects.toMatchObject({ code: 'invalid' });
  await answer(desk, task, 'reject', { reason: 'Nobody knows it.' });
  expect(await effects(desk)).toEqual([]);
  expect(await runOf(desk, runId)).toMatchObject({
    status: 'success',
    result: { text: expect.stringContaining('Nobody knows it.') },
  });
});
