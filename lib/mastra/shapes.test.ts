import type { TaskRow } from '@/db/schema';
import { describe, expect, test } from 'vitest';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { getTask } from '@/lib/desk/tasks/get-task';
import { deskForTest } from '@/tests/support/desk';
import { place, expectShape, shapesForPeople } from '@/tests/support/expect-shape';
import { answerFor } from '@/tests/support/workflows/parts/gate';
import { shapes } from '@/tests/support/workflows/shapes';

describe.each([
  ['in one process', false],
  ['with a new process for every answer', true],
])('every shape, %s', (_, anew) => {
  test.each(shapesForPeople)('%s', async (__, shape, order) => {
    await expectShape(shape, order, anew);
  });
});

test('an answer whose turn has not come is reported as waiting, and applied once the earlier item has its answer', async () => {
  const { workflow, input } = shapes['foreach over a nested workflow']!;
  const desk = await deskForTest({ [workflow.id]: workflow });
  const runId = await desk.request(workflow.id, input);
  const open = (await desk.openTasks(runId)).toSorted((a, b) => place(a).localeCompare(place(b)));
  const give = async (task: TaskRow) => {
    await decideTask(desk.as('manager'), task.id, {
      ...answerFor(shapes['foreach over a nested workflow']!, task.payload),
      payloadDigest: task.payloadDigest,
    });
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
