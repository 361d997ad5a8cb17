import { createStep, createWorkflow } from '@mastra/core/workflows';
import { toStandardJsonSchema } from '@valibot/to-json-schema';
import { type } from 'arktype';
import { eq } from 'drizzle-orm';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { runs } from '@/db/schema';
import type { Json } from '@/db/schema/json';
import { decideTask } from '@/lib/tasks/decide-task';
import type { TaskRow } from '@/lib/tasks/get-task';
import { deskForTest, type TestDesk } from '@/tests/support/desk';

const json = z.json();
const flow = <Id extends string>(id: Id) => createWorkflow({ id, inputSchema: json, outputSchema: z.unknown() });

async function only(desk: TestDesk, runId: string): Promise<TaskRow> {
  const open = await desk.openTasks(runId);
  expect(open).toHaveLength(1);
  return open[0]!;
}

async function answer(desk: TestDesk, task: TaskRow, body: { outcome?: string; resumeData?: Json }): Promise<void> {
  await decideTask(desk.as('manager'), task.id, { ...body, payloadDigest: task.payloadDigest });
  await desk.drain(task.runId);
}

const runOf = async ({ db }: TestDesk, runId: string) => (await db.select().from(runs).where(eq(runs.id, runId)))[0]!;

describe('payloads', () => {
  const asking = (payload: unknown) =>
    flow('w')
      .then(createStep({ id: 'gate', inputSchema: json, outputSchema: z.unknown(), execute: async ({ resumeData, suspend }) => (resumeData === undefined ? suspend(payload) : { got: resumeData }) }))
      .commit();

  test.each([
    ['an empty object', {}, {}],
    ['an array', [1, { two: 2 }], [1, { two: 2 }]],
    ['text', 'Look at this', 'Look at this'],
    ['a number', 12.5, 12.5],
    ['true', true, true],
    ['false', false, false],
    ['zero', 0, 0],
    ['empty text', '', ''],
    ['null', null, null],
  ])('%s is one task; a step without schemas goes on with any data, or none', async (_, payload, shown) => {
    const desk = await deskForTest({ w: asking(payload) });
    const first = await only(desk, await desk.request('w', 'x'));
    expect(first).toMatchObject({ payload: shown, payloadSchema: null, resumeSchema: null, outcomes: [{ id: 'continue', label: 'Continue' }] });
    await answer(desk, first, { outcome: 'continue' });
    expect(await runOf(desk, first.runId)).toMatchObject({ status: 'success', result: { got: {} } });

    const second = await only(desk, await desk.request('w', 'x'));
    await answer(desk, second, { outcome: 'continue', resumeData: [false, 0, '', null] });
    expect(await runOf(desk, second.runId)).toMatchObject({ status: 'success', result: { got: [false, 0, '', null] } });
  });
});

test.each([['top level', false], ['each item', true]])('a payload that is a number by its schema is shown by it, at %s, and comes back to the step', async (_, each) => {
  const back: unknown[] = [];
  const gate = createStep({
    id: 'gate',
    inputSchema: json,
    outputSchema: z.unknown(),
    suspendSchema: z.number().meta({ title: 'Amount' }),
    resumeSchema: z.object({ ok: z.boolean() }),
    execute: async ({ resumeData, suspend, suspendData }) => (resumeData ? (back.push(suspendData), resumeData) : suspend(0)),
  });
  const workflow = each ? flow('w').foreach(gate, { concurrency: 2 }).commit() : flow('w').then(gate).commit();
  const desk = await deskForTest({ w: workflow });
  const runId = await desk.request('w', each ? ['x'] : 'x');
  const task = await only(desk, runId);
  expect(task).toMatchObject({ payload: 0, payloadSchema: { type: 'number', title: 'Amount' } });
  await answer(desk, task, { outcome: 'approve' });
  expect(await runOf(desk, runId)).toMatchObject({ status: 'success' });
  expect(back).toEqual([0]);
});

describe('schemas of other libraries', () => {
  const libraries = {
    zod: { resume: z.object({ approved: z.boolean(), level: z.number().min(1).max(5) }), suspend: z.object({ what: z.string() }) },
    valibot: {
      resume: toStandardJsonSchema(v.object({ approved: v.boolean(), level: v.pipe(v.number(), v.minValue(1), v.maxValue(5)) })),
      suspend: toStandardJsonSchema(v.object({ what: v.string() })),
    },
    arktype: { resume: type({ approved: 'boolean', level: '1 <= number <= 5' }), suspend: type({ what: 'string' }) },
  };

  test.each(Object.entries(libraries))('%s makes form, buttons and checks', async (_, { resume, suspend: evidence }) => {
    const gate = createStep({ id: 'gate', inputSchema: json, outputSchema: z.unknown(), resumeSchema: resume, suspendSchema: evidence, execute: async ({ resumeData, suspend }) => resumeData ?? suspend({ what: 'A door' }) });
    const desk = await deskForTest({ w: flow('w').then(gate).commit() });
    const task = await only(desk, await desk.request('w', 'x'));
    expect(task.outcomes.map(({ id }) => id)).toEqual(['approve', 'reject']);
    expect(task.resumeSchema).toMatchObject({ type: 'object', properties: { level: { type: 'number', minimum: 1, maximum: 5 } } });
    expect(task.payloadSchema).toMatchObject({ properties: { what: { type: 'string' } } });
    await expect(answer(desk, task, { outcome: 'approve', resumeData: { level: 9 } })).rejects.toMatchObject({ code: 'invalid', issues: [expect.objectContaining({ path: 'resumeData.level' })] });
    await answer(desk, task, { outcome: 'approve', resumeData: { level: 3 } });
    expect(await runOf(desk, task.runId)).toMatchObject({ status: 'success', result: { approved: true, level: 3 } });
  });
});

const counter = z.object({ count: z.number() });
const turn = createStep({
  id: 'turn',
  inputSchema: counter,
  outputSchema: counter.extend({ more: z.boolean() }),
  suspendSchema: counter,
  resumeSchema: z.object({ more: z.boolean() }),
  execute: async ({ inputData, resumeData, suspend }) => (resumeData ? { count: inputData.count + 1, more: resumeData.more } : suspend({ count: inputData.count })),
});
const loops = {
  dowhile: createWorkflow({ id: 'w', inputSchema: counter, outputSchema: z.unknown() }).dowhile(turn, async ({ inputData }) => inputData.more).commit(),
  dountil: createWorkflow({ id: 'w', inputSchema: counter, outputSchema: z.unknown() }).dountil(turn, async ({ inputData }) => !inputData.more).commit(),
};

test.each(Object.entries(loops))('a %s loop asks each turn anew, and an answer to an earlier turn reaches no later one', async (_, workflow) => {
  const desk = await deskForTest({ w: workflow });
  const runId = await desk.request('w', { count: 0 });
  const asked: TaskRow[] = [];
  for (const more of [true, true, false]) {
    const task = await only(desk, runId);
    asked.push(task);
    await answer(desk, task, { resumeData: { more } });
  }
  expect(asked.map(({ payload }) => payload)).toEqual([{ count: 0 }, { count: 1 }, { count: 2 }]);
  expect(new Set(asked.map(({ id }) => id)).size).toBe(3);
  await expect(answer(desk, asked[0]!, { resumeData: { more: false } })).rejects.toMatchObject({ code: 'conflict' });
  expect(await runOf(desk, runId)).toMatchObject({ status: 'success', result: { count: 3, more: false } });
});

test('resume labels of the author change nothing: the answer goes by step and index', async () => {
  const labelled = createStep({ id: 'labelled', inputSchema: json, outputSchema: z.unknown(), resumeSchema: z.object({ text: z.string() }), execute: async ({ inputData, resumeData, suspend }) => (resumeData ? { about: inputData, text: resumeData.text } : suspend({ about: inputData }, { resumeLabel: `label-${String(inputData)}` })) });
  const desk = await deskForTest({ w: flow('w').foreach(labelled, { concurrency: 2 }).commit() });
  const runId = await desk.request('w', ['x', 'y']);
  const open = await desk.openTasks(runId);
  for (const task of open.toReversed()) await answer(desk, task, { resumeData: { text: JSON.stringify(task.payload) } });
  expect((await runOf(desk, runId)).result).toEqual(['x', 'y'].map((about) => ({ about, text: JSON.stringify({ about }) })));
});
