import { Agent } from '@mastra/core/agent';
import { createTool } from '@mastra/core/tools';
import { createStep, createWorkflow } from '@mastra/core/workflows';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { runs, tasks } from '@/db/schema';
import { agentWorkflow } from '@/lib/mastra/agents/agent-step';
import { scriptedModel } from '@/lib/mastra/agents/scripted-model';
import { humanTask } from '@/lib/mastra/authoring/human-task';
import { getRun, getRunData } from '@/lib/desk/runs/get-run';
import { getSnapshot, getSnapshotFile } from '@/lib/desk/runs/get-snapshot';
import type { Engine } from '@/lib/engine/engine';
import { actor, deskForTest, type Person, type TestDesk } from '@/tests/support/desk';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { getPanel } from '@/lib/desk/inbox/get-panel';
import { getPayload } from './get-payload';
import { getTask } from './get-task';
import { renewForm } from '@/lib/desk/decisions/renew-form';
import { revealField } from './reveal-field';

const iban = 'ES9121000418450200051332';
const salary = 123456;

const text = (sensitive: boolean) => (sensitive ? z.string().meta({ sensitive: true }) : z.string());
type Release = { hides: boolean; asks?: z.ZodRawShape };

/**
 * A workflow that hides the IBAN in evidence and decisions and the salary in inputs and results, or (`hides: false`)
 * does not.
 */
function release({ hides, asks = {} }: Release) {
  const request = z.object({
    text: z.string(),
    salary: hides ? z.number().meta({ sensitive: true }) : z.number(),
  });
  const gate = createStep({
    id: 'gate',
    inputSchema: request,
    outputSchema: request,
    suspendSchema: z.object({ text: z.string(), iban: text(hides) }),
    resumeSchema: z.object({ approved: z.boolean(), account: text(hides).optional(), ...asks }),
    metadata: humanTask({ candidates: { groups: ['managers'] } }),
    execute: async ({ inputData, resumeData, suspend }) =>
      resumeData ? inputData : suspend({ text: 'a', iban }),
  });
  return { w: createWorkflow({ id: 'w', inputSchema: request, outputSchema: request }).then(gate).commit() };
}

const without = {
  other: createWorkflow({ id: 'other', inputSchema: z.unknown(), outputSchema: z.unknown() }).commit(),
};

async function asked(first: Release) {
  const desk = await deskForTest(release(first));
  const runId = await desk.request('w', { text: 'x', salary });
  const [task] = await desk.openTasks(runId);
  return { desk, runId, task: task! };
}

/** Everything that people and programs can read of a run and a task, with the code of this engine. */
async function exits(
  desk: TestDesk,
  engine: Engine,
  runId: string,
  taskId: string,
  was = '',
): Promise<string> {
  const as = (who: Person) => desk.as(who, engine);
  return JSON.stringify([
    await getTask(as('manager'), taskId),
    await getPanel({ ...as('manager'), actor: actor('manager') }, taskId, was),
    await getPayload(as('requester'), taskId),
    await getRun(as('manager'), runId),
    await getRunData(as('operator'), runId),
    await getSnapshot(as('operator'), runId),
    await getSnapshotFile(as('operator'), runId, true),
  ]);
}

async function answered(first: Release) {
  const all = await asked(first);
  const { desk, task } = all;
  await decideTask(desk.as('manager'), task.id, {
    outcome: 'approve',
    resumeData: { approved: true, account: iban },
    payloadDigest: task.payloadDigest,
  });
  await desk.drain(all.runId);
  return all;
}

describe('values that any release marked as sensitive are masked everywhere', () => {
  test.each([
    ['that hides more', { hides: false }, release({ hides: true })],
    ['that hides less', { hides: true }, release({ hides: false })],
    ['without the workflow', { hides: true }, without],
  ])('after a release %s', async (_, first, next) => {
    const { desk, runId, task } = await answered(first);
    const shown = await exits(desk, await desk.reopen(next), runId, task.id);
    expect(shown).not.toContain(iban);
    expect(shown).not.toContain(String(salary));
    expect(shown).toContain('"text":"x"');
  });

  test('a form that a release renews removes no mask', async () => {
    const { desk, runId, task } = await asked({ hides: true });
    const engine = await desk.reopen(release({ hides: false, asks: { level: z.number() } }));
    await renewForm(desk.as('system', engine), task);
    const shown = await exits(desk, engine, runId, task.id, task.payloadDigest);
    expect(shown).toContain('"level"');
    expect(shown).not.toContain(iban);
  });

  test('and can be revealed by the mask of the current release', async () => {
    const { desk, task } = await asked({ hides: false });
    const engine = await desk.reopen(release({ hides: true }));
    expect(await revealField(desk.as('manager', engine), task.id, { path: 'iban' })).toEqual({ value: iban });
    await expect(revealField(desk.as('requester', engine), task.id, { path: 'iban' })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  test('everything is masked in a run without stored schemas whose workflow is gone', async () => {
    const { desk, runId, task } = await answered({ hides: true });
    await desk.db.update(runs).set({ schemas: null }).where(eq(runs.id, runId));
    await desk.db
      .update(tasks)
      .set({ payload: { text: 'a' } })
      .where(eq(tasks.id, task.id));
    const engine = await desk.reopen(without);
    expect(await getRunData(desk.as('operator', engine), runId)).toEqual({ input: '••••', result: '••••' });
    expect(await exits(desk, engine, runId, task.id)).not.toContain(String(salary));
  });
});

test('a tool call’s arguments are masked by the tool’s schema, also in a named part', async () => {
  const account = z.object({ holder: z.string(), iban: text(true) }).meta({ id: 'Account' });
  const pay = createTool({
    id: 'pay',
    description: 'Pays.',
    inputSchema: z.object({ account, accounts: z.array(account) }),
    outputSchema: z.object({}),
    requireApproval: true,
    execute: async () => ({}),
  });
  const named = { holder: 'Ana', iban };
  const input = { account: named, accounts: [named] };
  const agent = new Agent({
    id: 'payer',
    name: 'Payer',
    instructions: 'Pay.',
    model: scriptedModel((_, results) =>
      results.length > 0 ? { say: 'Done.' } : { use: [{ tool: 'pay', input }] },
    ),
    tools: { pay },
  });
  const payer = agentWorkflow(agent, { tools: { pay: { candidates: { groups: ['managers'] } } } });
  const desk = await deskForTest({ payer });
  const runId = await desk.request('payer', { prompt: 'Pay.' });
  const [task] = await desk.openTasks(runId);
  const shown = await exits(desk, desk.engine, runId, task!.id);
  expect(shown).toContain('Ana');
  expect(shown).not.toContain(iban);
});
