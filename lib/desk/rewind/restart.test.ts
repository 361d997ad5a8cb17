import { asc, eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { auditEvents, decisions, ledgerEntries, runs } from '@/db/schema';
import type { Json } from '@/db/schema/json';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { cancelRun } from '@/lib/desk/runs/cancel-run';
import { deskForTest, type TestDesk } from '@/tests/support/desk';
import { failingWorkflows, type Outage } from '@/tests/support/failing-workflows';
import { previewRewind } from './preview-rewind';
import { rewindRun } from './rewind-run';

const reason = { reason: 'The service is back.' };

const runOf = async ({ db }: TestDesk, runId: string) =>
  (await db.select().from(runs).where(eq(runs.id, runId)))[0]!;

const effects = async ({ db }: TestDesk) =>
  Object.fromEntries(
    (await db.select().from(ledgerEntries)).map(({ action, attempts }) => [action, attempts]),
  );

async function answerAll(desk: TestDesk, runId: string): Promise<number> {
  let answered = 0;
  for (let open = await desk.openTasks(runId); open.length > 0; open = await desk.openTasks(runId)) {
    for (const task of open) {
      await decideTask(desk.as('manager'), task.id, {
        resumeData: { by: `answer ${(answered += 1)}` },
        payloadDigest: task.payloadDigest,
      });
      await desk.drain(runId);
      desk.clock.advance(10);
    }
  }
  return answered;
}

async function failedAt(workflowId: string, down: Outage, input: Json = {}) {
  const desk = await deskForTest(failingWorkflows(down));
  const runId = await desk.request(workflowId, input);
  const asked = await answerAll(desk, runId);
  expect(await runOf(desk, runId)).toMatchObject({ status: 'failed' });
  return { desk, runId, asked };
}

/** Workflow, input, what is down, how many answers until it fails, how many more after the restart, every effect of the run. */
const shapes: [string, string, string, Json, number, number, Record<string, number>][] = [
  ['a step in a line', 'line', 'between', {}, 1, 1, { first: 1, ask: 1, between: 1, again: 1, last: 1 }],
  [
    'a gate that fails with its answer',
    'line',
    'ask',
    {},
    1,
    1,
    { first: 1, ask: 1, between: 1, again: 1, last: 1 },
  ],
  ['the last step', 'line', 'last', {}, 2, 0, { first: 1, ask: 1, between: 1, again: 1, last: 1 }],
  ['a side of three', 'sides', 'left', {}, 0, 1, { first: 1, left: 1, right: 1, ask: 1, last: 1 }],
  ['a gate beside others', 'sides', 'ask', {}, 1, 0, { first: 1, left: 1, right: 1, ask: 1, last: 1 }],
  ['a branch', 'branch', 'taken', {}, 0, 0, { taken: 1, last: 1 }],
  [
    'an item of a list',
    'each',
    'item b',
    ['a', 'b', 'c'],
    0,
    0,
    { 'item a': 1, 'item b': 1, 'item c': 1, last: 1 },
  ],
  [
    'an asked item of a list',
    'ask-each',
    'ask b',
    ['a', 'b', 'c'],
    2,
    1,
    { 'ask a': 1, 'ask b': 1, 'ask c': 1, last: 1 },
  ],
  ['a nested step', 'nested', 'between', {}, 1, 0, { first: 1, ask: 1, between: 1, last: 1 }],
  ['a nested gate', 'nested', 'ask', {}, 1, 0, { first: 1, ask: 1, between: 1, last: 1 }],
  ['a step in rounds', 'loop', 'after', {}, 1, 1, { before: 2, ask: 2, after: 2, last: 1 }],
];

describe('rewindRun to the steps a run failed in', () => {
  test.each(shapes)(
    'goes on from %s; nothing that was finished runs again, nobody is asked the same twice',
    async (_, workflowId, name, input, before, after, all) => {
      const down: Outage = new Set([name]);
      const { desk, runId, asked } = await failedAt(workflowId, down, input);
      expect(asked).toBe(before);
      down.clear();
      await rewindRun(desk.as('operator'), { to: 'failure', runId }, reason);
      expect(await runOf(desk, runId)).toMatchObject({ status: 'running', error: null, finishedAt: null });
      await desk.drain(runId);
      expect(await answerAll(desk, runId)).toBe(after);
      expect(await runOf(desk, runId)).toMatchObject({ status: 'success' });
      expect(await effects(desk)).toEqual(all);
      const given = await desk.db.select().from(decisions).orderBy(asc(decisions.createdAt));
      expect(given).toHaveLength(before + after);
      expect(given.filter(({ appliedAt, revisedAt }) => appliedAt === null || revisedAt !== null)).toEqual(
        [],
      );
    },
  );

  test('two parallel steps that failed both run again', async () => {
    const down: Outage = new Set(['left', 'right']);
    const { desk, runId } = await failedAt('sides', down);
    down.clear();
    expect(await previewRewind(desk.as('operator'), { to: 'failure', runId })).toMatchObject({
      failedAt: ['Left', 'Right'],
      runsAgain: ['Left', 'Right'],
    });
    await rewindRun(desk.as('operator'), { to: 'failure', runId }, reason);
    await desk.drain(runId);
    await answerAll(desk, runId);
    expect(await runOf(desk, runId)).toMatchObject({ status: 'success', result: { last: true } });
    expect(await effects(desk)).toEqual({ first: 1, left: 1, right: 1, ask: 1, last: 1 });
  });

  test('a run that fails again can be restarted again', async () => {
    const down: Outage = new Set(['between']);
    const { desk, runId } = await failedAt('line', down);
    for (const attempt of [1, 2]) {
      await rewindRun(desk.as('operator'), { to: 'failure', runId }, reason);
      await desk.drain(runId);
      expect(await runOf(desk, runId)).toMatchObject({
        status: 'failed',
        attempt,
        error: { message: 'between is down', step: 'between' },
      });
    }
    const verbs = (
      await desk.db
        .select()
        .from(auditEvents)
        .where(eq(auditEvents.runId, runId))
        .orderBy(asc(auditEvents.seq))
    ).map(({ verb }) => verb);
    expect(verbs.slice(verbs.indexOf('run.finished'))).toEqual([
      'run.finished',
      'decision.applied',
      'run.restart_requested',
      'run.finished',
      'run.restart_requested',
      'run.finished',
    ]);
  });

  test('audits who did it and why', async () => {
    const { desk, runId } = await failedAt('line', new Set(['between']));
    expect(await previewRewind(desk.as('operator'), { to: 'failure', runId })).toEqual({
      runId,
      failedAt: ['Between'],
      runsAgain: ['Between'],
      askedAgain: [],
      answersKept: [],
    });
    await rewindRun(desk.as('operator'), { to: 'failure', runId }, reason);
    const events = await desk.db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.verb, 'run.restart_requested'));
    expect(events).toMatchObject([
      {
        runId,
        actorKind: 'user',
        actorId: 'usr_demo_operator',
        data: { ...reason, error: 'between is down' },
      },
    ]);
  });

  test('is for operators, for failed requests, with a reason', async () => {
    const { desk, runId } = await failedAt('line', new Set(['between']));
    await expect(rewindRun(desk.as('requester2'), { to: 'failure', runId }, reason)).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(rewindRun(desk.as('requester'), { to: 'failure', runId }, reason)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(previewRewind(desk.as('requester'), { to: 'failure', runId })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(rewindRun(desk.as('operator'), { to: 'failure', runId }, {})).rejects.toMatchObject({
      code: 'invalid',
      issues: [expect.objectContaining({ path: 'reason' })],
    });
    const waiting = await desk.request('line', {});
    await expect(
      rewindRun(desk.as('operator'), { to: 'failure', runId: waiting }, reason),
    ).rejects.toMatchObject({
      code: 'conflict',
    });
    await cancelRun(desk.as('operator'), waiting, {});
    await expect(
      rewindRun(desk.as('operator'), { to: 'failure', runId: waiting }, reason),
    ).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  test('twice at once happens once', async () => {
    const down: Outage = new Set(['between']);
    const { desk, runId } = await failedAt('line', down);
    down.clear();
    const both = await Promise.allSettled([
      rewindRun(desk.as('operator'), { to: 'failure', runId }, reason),
      rewindRun(desk.as('admin'), { to: 'failure', runId }, reason),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await desk.drain(runId);
    await answerAll(desk, runId);
    expect(await effects(desk)).toEqual({ first: 1, ask: 1, between: 1, again: 1, last: 1 });
  });
});
