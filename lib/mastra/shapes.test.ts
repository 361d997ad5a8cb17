import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { ledgerEntries, runs } from '@/db/schema';
import { drainRun } from '@/lib/outbox/drain-run';
import { decideTask } from '@/lib/tasks/decide-task';
import { getTask, type TaskRow } from '@/lib/tasks/get-task';
import { deskForTest, type TestDesk } from '@/tests/support/desk';
import { answerFor, answersIn, effectsOf, placeOf, type Order, type Shape } from '@/tests/support/workflows/parts/gate';
import { cases, shapes } from '@/tests/support/workflows/shapes';

const place = ({ stepPath, forEachIndex }: TaskRow) => placeOf(stepPath, forEachIndex);

const forPeople = cases.filter(([, { by }]) => by === undefined);

async function answerAll(desk: TestDesk, runId: string, shape: Shape, order: Order, anew: boolean): Promise<TaskRow[]> {
  const asked: TaskRow[] = [];
  for (let round = 0; round < 20; round++) {
    const open = (await desk.openTasks(runId)).toSorted((a, b) => place(a).localeCompare(place(b)));
    if (open.length === 0) return asked;
    const engine = anew ? await desk.reopen() : desk.engine;
    const chosen = order(open);
    asked.push(...chosen);
    await Promise.all(
      chosen.map(async (task) => {
        const ctx = desk.as('manager', engine);
        await decideTask(ctx, task.id, { ...answerFor(shape, task.payload), payloadDigest: task.payloadDigest });
        await drainRun(ctx, runId);
      }),
    );
  }
  throw new Error(`still asking after ${asked.map(place).join(', ')}`);
}

describe.each([
  ['in one process', false],
  ['with a new process for every answer', true],
])('every shape, %s', (_, anew) => {
  test.each(forPeople)('%s', async (__, shape, order) => {
    const { workflow, input, asked, shows, result } = shape;
    const desk = await deskForTest({ [workflow.id]: workflow });
    const runId = await desk.request(workflow.id, input);
    const seen = await answerAll(desk, runId, shape, order, anew);
    expect(seen.map(place).toSorted()).toEqual(asked.toSorted());
    expect(new Set(seen.map(({ id }) => id)).size).toBe(asked.length);
    expect(seen.flatMap(({ payload }) => (shows === undefined ? [] : [payload]))).toEqual(shows === undefined ? [] : [shows]);
    const [run] = await desk.db.select().from(runs).where(eq(runs.id, runId));
    expect(run).toMatchObject({ status: 'success', ...(result === undefined ? {} : { result }) });
    const answers = answersIn(run!.result);
    expect(answers).toHaveLength(result === undefined ? asked.length : 0);
    expect(answers.map(({ answer }) => answer)).toEqual(answers.map(({ meant }) => meant));
    const effects = await desk.db.select().from(ledgerEntries);
    expect(effects.map(({ action }) => action).toSorted()).toEqual(effectsOf(shape));
    expect(effects.filter(({ attempts }) => attempts !== 1)).toEqual([]);
  });
});

test('an answer whose turn has not come says so, and is applied when the earlier item has its answer', async () => {
  const { workflow, input } = shapes['foreach over a nested workflow']!;
  const desk = await deskForTest({ [workflow.id]: workflow });
  const runId = await desk.request(workflow.id, input);
  const open = (await desk.openTasks(runId)).toSorted((a, b) => place(a).localeCompare(place(b)));
  const give = async (task: TaskRow) => {
    await decideTask(desk.as('manager'), task.id, { ...answerFor(shapes['foreach over a nested workflow']!, task.payload), payloadDigest: task.payloadDigest });
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
