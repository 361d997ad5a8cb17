import { createStep, createWorkflow } from '@mastra/core/workflows';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { runs } from '@/db/schema';
import type { Json } from '@/db/schema/json';
import { drainRun } from '@/lib/outbox/drain-run';
import { decideTask } from '@/lib/tasks/decide-task';
import { getTask, type TaskRow } from '@/lib/tasks/get-task';
import { deskForTest, type TestDesk } from '@/tests/support/desk';

const json = z.json();
const text = z.object({ text: z.string() });

/** Asks once and returns its answer beside what it was given, so that a misplaced answer shows in the result. */
const gate = (id: string, question: (input: Json) => Json = (input) => ({ step: id, about: input })) =>
  createStep({
    id,
    inputSchema: json,
    outputSchema: json,
    resumeSchema: text,
    execute: async ({ inputData, resumeData, suspend }) => (resumeData ? { step: id, about: inputData, answer: resumeData.text } : suspend(question(inputData as Json))),
  });
const pass = createStep({ id: 'collect', inputSchema: z.unknown(), outputSchema: z.unknown(), execute: async ({ inputData }) => inputData });
const flow = <Id extends string>(id: Id) => createWorkflow({ id, inputSchema: json, outputSchema: json });

const perItem = flow('per-item').then(gate('ask')).commit();
const twoPerItem = flow('two-per-item').then(gate('first')).then(gate('second')).commit();
const inner = flow('inner').then(gate('deep')).commit();
const middle = flow('middle').then(inner).commit();
const parallelInside = flow('parallel-inside').parallel([gate('a'), gate('b')]).then(pass).commit();
const eachInside = flow('each-inside').foreach(gate('item'), { concurrency: 2 }).commit();

type Shape = { workflow: ReturnType<ReturnType<typeof flow>['commit']>; input: Json; asked: string[] };

const shape = (workflow: unknown, input: Json, asked: string[]): Shape => ({ workflow: workflow as Shape['workflow'], input, asked });

/** Every question that is ever asked, as `path[index]`, in the order of the steps. */
const shapes: Record<string, Shape> = {
  'a single gate': shape(flow('w').then(gate('g')).commit(), 'x', ['g']),
  'gates in sequence': shape(flow('w').then(gate('g1')).then(gate('g2')).then(gate('g3')).commit(), 'x', ['g1', 'g2', 'g3']),
  'three parallel gates': shape(flow('w').parallel([gate('p1'), gate('p2'), gate('p3')]).then(pass).commit(), 'x', ['p1', 'p2', 'p3']),
  'a branch': shape(flow('w').branch([[async () => true, gate('taken')], [async () => false, gate('not-taken')]]).then(pass).commit(), 'x', ['taken']),
  'two branches': shape(flow('w').branch([[async () => true, gate('one')], [async () => true, gate('two')]]).then(pass).commit(), 'x', ['one', 'two']),
  'foreach, one at a time': shape(flow('w').foreach(gate('item'), { concurrency: 1 }).then(pass).commit(), ['x', 'y', 'z'], ['item[0]', 'item[1]', 'item[2]']),
  'foreach, three at a time': shape(flow('w').foreach(gate('item'), { concurrency: 3 }).then(pass).commit(), ['x', 'y', 'z'], ['item[0]', 'item[1]', 'item[2]']),
  'foreach, two of five at a time': shape(flow('w').foreach(gate('item'), { concurrency: 2 }).then(pass).commit(), ['a', 'b', 'c', 'd', 'e'], ['item[0]', 'item[1]', 'item[2]', 'item[3]', 'item[4]']),
  'nested two deep': shape(flow('w').then(middle).then(pass).commit(), 'x', ['middle/inner/deep']),
  'nested beside a gate': shape(flow('w').parallel([middle, gate('side')]).then(pass).commit(), 'x', ['middle/inner/deep', 'side']),
  'parallel gates in a nested workflow': shape(flow('w').then(parallelInside).commit(), 'x', ['parallel-inside/a', 'parallel-inside/b']),
  'foreach in a nested workflow': shape(flow('w').then(eachInside).then(pass).commit(), ['x', 'y'], ['each-inside/item[0]', 'each-inside/item[1]']),
  'foreach over a nested workflow, one at a time': shape(flow('w').foreach(perItem, { concurrency: 1 }).then(pass).commit(), ['x', 'y'], ['per-item/ask[0]', 'per-item/ask[1]']),
  'foreach over a nested workflow': shape(flow('w').foreach(perItem, { concurrency: 3 }).then(pass).commit(), ['x', 'y', 'z'], ['per-item/ask[0]', 'per-item/ask[1]', 'per-item/ask[2]']),
  'foreach over a nested workflow that asks twice': shape(flow('w').foreach(twoPerItem, { concurrency: 2 }).then(pass).commit(), ['x', 'y'], ['two-per-item/first[0]', 'two-per-item/first[1]', 'two-per-item/second[0]', 'two-per-item/second[1]']),
  'a pause before and after': shape(flow('w').sleep(5).then(gate('g')).sleep(5).then(pass).commit(), 'x', ['g']),
};

const nameOf = ({ stepPath, forEachIndex }: TaskRow) => `${stepPath.join('/')}${forEachIndex === null ? '' : `[${forEachIndex}]`}`;

const isObject = (value: Json): value is { [key: string]: Json } => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What to answer to a question, so that a gate which got another one's answer shows in the result. */
const answerTo = (payload: Json): string => (isObject(payload) ? `${JSON.stringify(payload.step)} about ${JSON.stringify(payload.about)}` : '');

/** Every gate's part of a result: its answer, and whether that was meant for it. */
function answersIn(value: Json): { answer: string; meant: string }[] {
  if (Array.isArray(value)) return value.flatMap(answersIn);
  if (!isObject(value)) return [];
  const own = typeof value.answer === 'string' ? [{ answer: value.answer, meant: answerTo(value) }] : [];
  return [...own, ...Object.values(value).flatMap(answersIn)];
}

const orders: Record<string, (open: TaskRow[]) => TaskRow[]> = {
  'the first open question first': (open) => open.slice(0, 1),
  'the last open question first': (open) => open.slice(-1),
  'all open questions at the same instant': (open) => open,
};

async function answerAll(desk: TestDesk, runId: string, order: (open: TaskRow[]) => TaskRow[], anew: boolean): Promise<string[]> {
  const asked: string[] = [];
  for (let round = 0; round < 20; round++) {
    const open = (await desk.openTasks(runId)).toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)));
    if (open.length === 0) return asked;
    const engine = anew ? await desk.reopen() : desk.engine;
    const chosen = order(open);
    asked.push(...chosen.map(nameOf));
    await Promise.all(
      chosen.map(async (task) => {
        const ctx = desk.as('manager', engine);
        await decideTask(ctx, task.id, { resumeData: { text: answerTo(task.payload) }, payloadDigest: task.payloadDigest });
        await drainRun(ctx, runId);
      }),
    );
  }
  throw new Error(`still asking after ${asked.join(', ')}`);
}

describe.each([
  ['in one process', false],
  ['with a new process for every answer', true],
])('every shape, %s', (_, anew) => {
  describe.each(Object.entries(shapes))('%s', (__, { workflow, input, asked }) => {
    test.each(Object.entries(orders))('%s', async (___, order) => {
      const desk = await deskForTest({ w: workflow });
      const runId = await desk.request('w', input);
      const seen = await answerAll(desk, runId, order, anew);
      expect(seen.toSorted()).toEqual(asked.toSorted());
      const [run] = await desk.db.select().from(runs).where(eq(runs.id, runId));
      expect(run).toMatchObject({ status: 'success' });
      const answers = answersIn(run!.result);
      expect(answers).toHaveLength(asked.length);
      expect(answers.map(({ answer }) => answer)).toEqual(answers.map(({ meant }) => meant));
    });
  });
});

test('an answer whose turn has not come says so, and is applied when the earlier item has its answer', async () => {
  const { workflow, input } = shapes['foreach over a nested workflow']!;
  const desk = await deskForTest({ w: workflow });
  const runId = await desk.request('w', input);
  const open = (await desk.openTasks(runId)).toSorted((a, b) => nameOf(a).localeCompare(nameOf(b)));
  const give = async (task: TaskRow) => {
    await decideTask(desk.as('manager'), task.id, { resumeData: { text: answerTo(task.payload) }, payloadDigest: task.payloadDigest });
    await desk.drain(runId);
  };
  const told = async (task: TaskRow) => (await getTask(desk.as('manager'), task.id)).decision;
  await give(open[2]!);
  expect(await told(open[2]!)).toMatchObject({ appliedAt: null, waitingForTurn: true });
  await give(open[0]!);
  expect(await told(open[2]!)).toMatchObject({ appliedAt: null, waitingForTurn: true });
  await give(open[1]!);
  expect(await told(open[2]!)).toMatchObject({ appliedAt: expect.any(String), waitingForTurn: false });
});
