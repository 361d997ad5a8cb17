import type { TaskRow } from '@/db/schema';
import { createStep, createWorkflow } from '@mastra/core/workflows';
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { runs } from '@/db/schema';
import type { Json } from '@/db/schema/json';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { deskForTest, type TestDesk } from '@/tests/support/desk';
import { libraries } from '@/tests/support/workflows/parts/questions';
import { shapes } from '@/tests/support/workflows/shapes';

const json = z.json();
const flow = <Id extends string>(id: Id) =>
  createWorkflow({ id, inputSchema: json, outputSchema: z.unknown() });

async function only(desk: TestDesk, runId: string): Promise<TaskRow> {
  const open = await desk.openTasks(runId);
  expect(open).toHaveLength(1);
  return open[0]!;
}

async function answer(
  desk: TestDesk,
  task: TaskRow,
  body: { outcome?: string; resumeData?: Json },
): Promise<void> {
  await decideTask(desk.as('manager'), task.id, { ...body, payloadDigest: task.payloadDigest });
  await desk.drain(task.runId);
}

const runOf = async ({ db }: TestDesk, runId: string) =>
  (await db.select().from(runs).where(eq(runs.id, runId)))[0]!;

const shown = Object.entries(shapes).filter(
  ([, { shows, answer: given }]) => shows !== undefined && given?.outcome === 'continue',
);

test.each(shown)('%s: the step continues without any data', async (_, { workflow, shows }) => {
  const desk = await deskForTest({ [workflow.id]: workflow });
  const task = await only(desk, await desk.request(workflow.id, 'x'));
  expect(task).toMatchObject({
    payload: shows,
    payloadSchema: null,
    resumeSchema: null,
    outcomes: [{ id: 'continue', label: 'Continue' }],
  });
  await answer(desk, task, { outcome: 'continue' });
  expect(await runOf(desk, task.runId)).toMatchObject({ status: 'success', result: { got: {} } });
});

test.each([
  ['top level', false],
  ['each item', true],
])(
  'a payload that is a number by its schema is shown by it, at %s, and comes back to the step',
  async (_, each) => {
    const back: unknown[] = [];
    const gate = createStep({
      id: 'gate',
      inputSchema: json,
      outputSchema: z.unknown(),
      suspendSchema: z.number().meta({ title: 'Amount' }),
      resumeSchema: z.object({ ok: z.boolean() }),
      execute: async ({ resumeData, suspend, suspendData }) =>
        resumeData ? (back.push(suspendData), resumeData) : suspend(0),
    });
    const workflow = each
      ? flow('w').foreach(gate, { concurrency: 2 }).commit()
      : flow('w').then(gate).commit();
    const desk = await deskForTest({ w: workflow });
    const runId = await desk.request('w', each ? ['x'] : 'x');
    const task = await only(desk, runId);
    expect(task).toMatchObject({ payload: 0, payloadSchema: { type: 'number', title: 'Amount' } });
    await answer(desk, task, { outcome: 'approve' });
    expect(await runOf(desk, runId)).toMatchObject({ status: 'success' });
    expect(back).toEqual([0]);
  },
);

test.each(Object.entries(libraries))('a schema by %s makes form, buttons and checks', async (name) => {
  const { workflow } = shapes[`schemas by ${name}`]!;
  const desk = await deskForTest({ [workflow.id]: workflow });
  const task = await only(desk, await desk.request(workflow.id, 'x'));
  expect(task.outcomes.map(({ id }) => id)).toEqual(['approve', 'reject']);
  expect(task.resumeSchema).toMatchObject({
    type: 'object',
    properties: { level: { type: 'number', minimum: 1, maximum: 5 } },
  });
  expect(task.payloadSchema).toMatchObject({ properties: { what: { type: 'string' } } });
  await expect(answer(desk, task, { outcome: 'approve', resumeData: { level: 9 } })).rejects.toMatchObject({
    code: 'invalid',
    issues: [expect.objectContaining({ path: 'resumeData.level' })],
  });
  await answer(desk, task, { outcome: 'approve', resumeData: { level: 3 } });
  expect(await runOf(desk, task.runId)).toMatchObject({ status: 'success' });
});

test.each(['a dowhile loop', 'a dountil loop', 'several turns in one step'])(
  '%s asks again each turn, and an answer to an earlier turn never reaches a later one',
  async (name) => {
    const { workflow } = shapes[name]!;
    const desk = await deskForTest({ [workflow.id]: workflow });
    const runId = await desk.request(workflow.id, 'x');
    const first = await only(desk, runId);
    await answer(desk, first, { resumeData: { text: 'once' } });
    const second = await only(desk, runId);
    expect(second.payload).not.toEqual(first.payload);
    await expect(answer(desk, first, { resumeData: { text: 'again' } })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await only(desk, runId)).toEqual(second);
  },
);
