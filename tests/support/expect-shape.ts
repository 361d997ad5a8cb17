import type { TaskRow } from '@/db/schema';
import { eq } from 'drizzle-orm';
import { expect } from 'vitest';
import { ledgerEntries, runs } from '@/db/schema';
import { drainRun } from '@/lib/work/outbox/drain-run';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { deskForTest, type Places, type TestDesk } from './desk';
import { answerFor, answersIn, effectsOf, placeOf, type Order, type Shape } from './workflows/parts/gate';
import { cases } from './workflows/shapes';

/** Every shape answered by people, in every order of answers that can differ. */
export const shapesForPeople = cases.filter(([, { by }]) => by === undefined);

export const place = ({ stepPath, forEachIndex }: TaskRow) => placeOf(stepPath, forEachIndex);

async function answerAll(
  desk: TestDesk,
  runId: string,
  shape: Shape,
  order: Order,
  anew: boolean,
): Promise<TaskRow[]> {
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
        await decideTask(ctx, task.id, {
          ...answerFor(shape, task.payload),
          payloadDigest: task.payloadDigest,
        });
        await drainRun(ctx, runId);
      }),
    );
  }
  throw new Error(`still asking after ${asked.map(place).join(', ')}`);
}

/**
 * Plays a shape on its own desk from request to end, and expects one task per question, each answer at its
 * question, and each effect once. `anew`: uses a fresh engine, which only knows the stores, for every answer.
 */
export async function expectShape(
  shape: Shape,
  order: Order,
  anew: boolean,
  places: Places = {},
): Promise<void> {
  const { workflow, input, asked, shows, result } = shape;
  const desk = await deskForTest({ [workflow.id]: workflow }, places);
  const runId = await desk.request(workflow.id, input);
  const seen = await answerAll(desk, runId, shape, order, anew);
  expect(seen.map(place).toSorted()).toEqual(asked.toSorted());
  expect(new Set(seen.map(({ id }) => id)).size).toBe(asked.length);
  expect(seen.flatMap(({ payload }) => (shows === undefined ? [] : [payload]))).toEqual(
    shows === undefined ? [] : [shows],
  );
  const [run] = await desk.db.select().from(runs).where(eq(runs.id, runId));
  expect(run).toMatchObject({ status: 'success', ...(result === undefined ? {} : { result }) });
  const answers = answersIn(run!.result);
  expect(answers).toHaveLength(result === undefined ? asked.length : 0);
  expect(answers.map(({ answer }) => answer)).toEqual(answers.map(({ meant }) => meant));
  const effects = await desk.db.select().from(ledgerEntries);
  expect(effects.map(({ action }) => action).toSorted()).toEqual(effectsOf(shape));
  expect(effects.filter(({ attempts }) => attempts !== 1)).toEqual([]);
}
