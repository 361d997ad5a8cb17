import type { RunDetail, RunTask } from '@/lib/desk/runs/types';
import {
  answerFor,
  answersIn,
  effectsOf as effectsOfShape,
  placeOf,
  type Answer,
  type Order,
  type Shape,
} from '@/tests/support/workflows/parts/gate';
import { arrivalSignal } from '@/tests/support/workflows/parts/questions';
import { cases, shapes } from '@/tests/support/workflows/shapes';
import type { Api } from '../support/api';
import { effectsOf } from '../support/effects';
import { expect, test } from '../support/fixtures';

/** A run in progress, and the answers given to its questions. */
type Going = {
  name: string;
  shape: Shape;
  order: Order;
  runId: string;
  given: Map<string, NonNullable<Answer['resumeData']>>;
};
type People = { requester: Api; manager: Api; operator: Api };

/** An answer held until its turn would otherwise block as long as we are willing to wait. */
const wait = { prefer: 'wait=2' };

const place = ({ step }: RunTask) => placeOf(step.path, step.forEachIndex);
const openOf = ({ tasks }: RunDetail) =>
  tasks.filter(({ state }) => state === 'open').toSorted((a, b) => place(a).localeCompare(place(b)));

async function startAll({ requester }: People): Promise<Going[]> {
  return Promise.all(
    cases.map(async ([name, shape, order]) => {
      const { runId } = await requester.start(shape.workflow.id, shape.input as object);
      return { name, shape, order, runId, given: new Map() };
    }),
  );
}

async function answer({ manager, operator }: People, going: Going, { taskId }: RunTask): Promise<void> {
  const { shape, runId, given } = going;
  if (shape.by === 'signal') {
    const data = { text: '"arrival" about "x"' };
    given.set(taskId, data);
    expect([200, 202], going.name).toContain(
      (
        await operator.http.post(`/api/signals/${arrivalSignal}`, {
          data: { key: runId, data },
          headers: wait,
        })
      ).status(),
    );
    return;
  }
  const task = await manager.task(taskId);
  const said = answerFor(shape, task.payload);
  given.set(taskId, said.resumeData ?? {});
  if (shape.shows !== undefined) expect(task.payload, going.name).toEqual(shape.shows);
  const sent = await manager.decide(task, said, wait);
  expect([200, 202], `${going.name}: ${await sent.text()}`).toContain(sent.status());
}

/**
 * Answers the next questions of each run, in its order.
 * @returns the runs still going
 */
async function answerRound(people: People, all: Going[]): Promise<Going[]> {
  const goingOn = await Promise.all(
    all.map(async (going) => {
      const run = await people.requester.run(going.runId);
      if (!['suspended', 'running', 'waiting', 'pending'].includes(run.status)) return [];
      if (going.shape.by !== 'check')
        await Promise.all(going.order(openOf(run)).map((task) => answer(people, going, task)));
      return [going];
    }),
  );
  return goingOn.flat();
}

/**
 * Expects one task per question, each with the answer given to it and taken by the run, and each effect once.
 */
async function expectRight(
  { requester }: People,
  { shape, runId, given, name }: Going,
  effects: string[],
): Promise<void> {
  const run = await requester.run(runId);
  expect(run, name).toMatchObject({
    status: 'success',
    error: null,
    ...(shape.result === undefined ? {} : { result: shape.result }),
  });
  expect(run.tasks.map(place).toSorted(), name).toEqual(shape.asked.toSorted());
  for (const { taskId, state, decision } of run.tasks) {
    expect({ state, taken: typeof decision?.appliedAt }, name).toEqual({ state: 'decided', taken: 'string' });
    if (shape.by !== 'check') expect(decision?.resumeData, name).toMatchObject(given.get(taskId) ?? {});
  }
  const answers = answersIn(run.result);
  expect(answers, name).toHaveLength(shape.result === undefined ? shape.asked.length : 0);
  expect(
    answers.map((one) => one.answer),
    name,
  ).toEqual(answers.map(({ meant }) => meant));
  expect(effects, name).toEqual(effectsOfShape(shape).map((action) => `${action} ×1`));
}

test('a workflow that a team adds to the list is offered beside the others', async ({ api }) => {
  const requester = await api('requester');
  const offered = (await (await requester.http.get('/api/workflows')).json()) as { items: { id: string }[] };
  const ids = offered.items.map(({ id }) => id);
  expect(ids).toEqual(
    expect.arrayContaining(['expense-report', ...Object.values(shapes).map(({ workflow }) => workflow.id)]),
  );
});

for (const [title, restarting] of [
  ['in one process', false],
  ['with a new process after a kill for every answer', true],
] as const) {
  test(`every shape asks each question once, and each answer reaches exactly its question, ${title}`, async ({
    ownDesk,
    api,
  }) => {
    test.setTimeout(240_000);
    const people: People = {
      requester: await api('requester', ownDesk),
      manager: await api('manager', ownDesk),
      operator: await api('operator', ownDesk),
    };
    const started = await startAll(people);
    const goOn = async (left: Going[]): Promise<number> => {
      if (restarting) {
        await ownDesk.kill();
        await ownDesk.start();
      }
      return (await answerRound(people, left)).length;
    };
    await expect.poll(() => goOn(started), { timeout: 180_000 }).toBe(0);
    for (const going of started) await expectRight(people, going, await effectsOf(ownDesk, going.runId));
  });
}
