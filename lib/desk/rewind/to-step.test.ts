import { asc, eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { auditEvents, decisions, ledgerEntries, runs, tasks } from '@/db/schema';
import type { Json } from '@/db/schema/json';
import { cancelRun } from '@/lib/desk/runs/cancel-run';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { deskForTest, type TestDesk } from '@/tests/support/desk';
import { failingWorkflows } from '@/tests/support/failing-workflows';
import { previewRewind } from './preview-rewind';
import { rewindRun } from './rewind-run';

const reason = 'The first one used old prices.';

const runOf = async ({ db }: TestDesk, runId: string) =>
  (await db.select().from(runs).where(eq(runs.id, runId)))[0]!;

const effects = async ({ db }: TestDesk) =>
  Object.fromEntries(
    (await db.select().from(ledgerEntries)).map(({ action, attempts }) => [action, attempts]),
  );

async function answerNext(desk: TestDesk, runId: string): Promise<number> {
  const open = await desk.openTasks(runId);
  for (const task of open) {
    await decideTask(desk.as('manager'), task.id, {
      resumeData: { by: 'Mia' },
      payloadDigest: task.payloadDigest,
    });
    await desk.drain(runId);
  }
  return open.length;
}

async function started(workflowId: string, input: Json = {}, answers = Infinity) {
  const desk = await deskForTest(failingWorkflows(new Set()));
  const runId = await desk.request(workflowId, input);
  for (let round = 0; round < answers && (await answerNext(desk, runId)) > 0; round += 1)
    desk.clock.advance(10);
  return { desk, runId };
}

/** Workflow, step, and after the run is through again: every effect, and how many answers count. */
const places: [string, string[], Json, Record<string, number>, number][] = [
  ['line', ['first'], {}, { first: 2, ask: 2, between: 2, again: 2, last: 2 }, 2],
  ['line', ['ask'], {}, { first: 1, ask: 2, between: 2, again: 2, last: 2 }, 2],
  ['line', ['between'], {}, { first: 1, ask: 1, between: 2, again: 2, last: 2 }, 2],
  ['line', ['last'], {}, { first: 1, ask: 1, between: 1, again: 1, last: 2 }, 2],
  ['sides', ['left'], {}, { first: 1, left: 2, right: 1, ask: 1, last: 2 }, 1],
  ['sides', ['ask'], {}, { first: 1, left: 1, right: 1, ask: 2, last: 2 }, 1],
  ['branch', ['taken'], {}, { taken: 2, last: 2 }, 0],
  ['each', ['item'], ['a', 'b'], { 'item a': 2, 'item b': 2, last: 2 }, 0],
  ['ask-each', ['ask'], ['a', 'b', 'c'], { 'ask a': 2, 'ask b': 2, 'ask c': 2, last: 2 }, 3],
  ['nested', ['first'], {}, { first: 2, ask: 2, between: 2, last: 2 }, 1],
  ['nested', ['inner', 'ask'], {}, { first: 1, ask: 2, between: 2, last: 2 }, 1],
  ['nested', ['inner', 'between'], {}, { first: 1, ask: 1, between: 2, last: 2 }, 1],
  // Of a loop, the last round.
  ['loop', ['round', 'after'], {}, { before: 2, ask: 2, after: 3, last: 2 }, 2],
  ['loop', ['round', 'ask'], {}, { before: 2, ask: 3, after: 3, last: 2 }, 2],
];

describe('rewindRun to a step', () => {
  test.each(places)(
    'takes a finished run of “%s” back to %j; that and all behind it runs again, nothing else',
    async (workflowId, step, input, all, counting) => {
      const { desk, runId } = await started(workflowId, input);
      expect(await runOf(desk, runId)).toMatchObject({ status: 'success' });
      const { places: offered } = await previewRewind(desk.as('operator'), { to: 'step', runId });
      expect(offered.map((place) => place.step)).toContainEqual(step);
      await rewindRun(desk.as('operator'), { to: 'step', runId }, { step, reason });
      await desk.drain(runId);
      for (let round = 0; (await answerNext(desk, runId)) > 0; round += 1) expect(round).toBeLessThan(4);
      expect(await runOf(desk, runId)).toMatchObject({ status: 'success', revision: 1 });
      expect(await effects(desk)).toEqual(all);
      expect(await desk.db.$count(decisions, eq(decisions.runId, runId))).toBeGreaterThanOrEqual(counting);
      const valid = (await desk.db.select().from(decisions)).filter(({ revisedAt }) => revisedAt === null);
      expect(valid.map(({ appliedAt }) => appliedAt !== null)).toEqual(
        Array.from({ length: counting }, () => true),
      );
    },
  );

  test('names what runs again, and what will be asked again', async () => {
    const { desk, runId } = await started('line', {}, 1);
    expect(await previewRewind(desk.as('operator'), { to: 'step', runId })).toEqual({
      runId,
      places: [
        { step: ['first'], title: 'First', runsAgain: ['First', 'Between'], askedAgain: ['Ask', 'Again'] },
        { step: ['ask'], title: 'Ask', runsAgain: ['Between'], askedAgain: ['Ask', 'Again'] },
        { step: ['between'], title: 'Between', runsAgain: ['Between'], askedAgain: ['Again'] },
        { step: ['again'], title: 'Again', runsAgain: [], askedAgain: ['Again'] },
      ],
    });
  });

  test('closes tasks after the step; those of parallel steps stay open, and their decisions count', async () => {
    const { desk, runId } = await started('sides', {}, 0);
    const [beside] = await desk.openTasks(runId);
    await rewindRun(desk.as('operator'), { to: 'step', runId }, { step: ['left'], reason });
    expect(await desk.openTasks(runId)).toMatchObject([{ id: beside!.id }]);
    await desk.drain(runId);
    expect(await desk.openTasks(runId)).toMatchObject([{ id: beside!.id }]);
    await answerNext(desk, runId);
    expect(await runOf(desk, runId)).toMatchObject({ status: 'success' });
    expect(await effects(desk)).toEqual({ first: 1, left: 2, right: 1, ask: 1, last: 1 });

    const line = await started('line', {}, 1);
    const [behind] = await line.desk.openTasks(line.runId);
    await rewindRun(line.desk.as('operator'), { to: 'step', runId: line.runId }, { step: ['first'], reason });
    expect(await line.desk.db.select().from(tasks).where(eq(tasks.id, behind!.id))).toMatchObject([
      { state: 'canceled', closeReason: 'run_rewound' },
    ]);
    const verbs = (
      await line.desk.db
        .select()
        .from(auditEvents)
        .where(eq(auditEvents.taskId, behind!.id))
        .orderBy(asc(auditEvents.seq))
    ).map(({ verb }) => verb);
    expect(verbs).toEqual(['task.opened', 'task.canceled']);
  });

  test('audits who did it, why, the target and the steps that run again', async () => {
    const { desk, runId } = await started('line', {}, 1);
    await rewindRun(desk.as('operator'), { to: 'step', runId }, { step: ['between'], reason });
    expect(
      await desk.db.select().from(auditEvents).where(eq(auditEvents.verb, 'run.time_travel_requested')),
    ).toMatchObject([
      {
        runId,
        actorId: 'usr_demo_operator',
        data: { reason, step: ['between'], runsAgain: ['Between'], askedAgain: ['Again'] },
      },
    ]);
  });

  test('is only for operators, and refused for steps not reached, running runs and cancelled runs', async () => {
    const { desk, runId } = await started('line', {}, 1);
    const input = { step: ['between'], reason };
    await expect(rewindRun(desk.as('requester2'), { to: 'step', runId }, input)).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(rewindRun(desk.as('manager'), { to: 'step', runId }, input)).rejects.toMatchObject({
      code: 'forbidden',
    });
    for (const step of [['last'], ['nowhere'], ['line', 'ask'], ['ask', 'deeper']])
      await expect(
        rewindRun(desk.as('operator'), { to: 'step', runId }, { step, reason }),
      ).rejects.toMatchObject({
        code: 'invalid',
      });
    for (const wrong of [
      { step: ['between'] },
      { reason },
      { step: [], reason },
      { step: 'between', reason },
    ])
      await expect(rewindRun(desk.as('operator'), { to: 'step', runId }, wrong)).rejects.toMatchObject({
        code: 'invalid',
      });
    await rewindRun(desk.as('operator'), { to: 'step', runId }, input);
    await expect(rewindRun(desk.as('operator'), { to: 'step', runId }, input)).rejects.toMatchObject({
      code: 'conflict',
    });
    await desk.drain(runId);
    await cancelRun(desk.as('operator'), runId, {});
    await expect(rewindRun(desk.as('operator'), { to: 'step', runId }, input)).rejects.toMatchObject({
      code: 'conflict',
    });
    await desk.drain(runId);
    await expect(rewindRun(desk.as('operator'), { to: 'step', runId }, input)).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  test('concurrently with a decision, one of the two wins', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { desk, runId } = await started('line', {}, 0);
      const [task] = await desk.openTasks(runId);
      const answer = () =>
        decideTask(desk.as('manager'), task!.id, {
          resumeData: { by: 'Mia' },
          payloadDigest: task!.payloadDigest,
        });
      const travel = () => rewindRun(desk.as('operator'), { to: 'step', runId }, { step: ['first'], reason });
      const both = await Promise.allSettled(round % 2 === 0 ? [answer(), travel()] : [travel(), answer()]);
      expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      await desk.drain(runId);
      while ((await answerNext(desk, runId)) > 0) desk.clock.advance(10);
      expect(await runOf(desk, runId)).toMatchObject({ status: 'success' });
    }
  });
});
