import { createStep, createWorkflow } from '@mastra/core/workflows';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { auditEvents, decisions, runs, signals, tasks } from '@/db/schema';
import { machineWait } from '@/lib/mastra/authoring/machine-wait';
import { sweep } from '@/lib/process/sweep/sweep';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { listTasks } from '@/lib/desk/tasks/list-tasks';
import { parseTaskQuery } from '@/lib/desk/tasks/task-query';
import { actor, deskForTest, type TestDesk } from '@/tests/support/desk';
import { signalMaxAgeMs } from './match-signals';
import { sendSignal } from './send-signal';

const order = z.object({ order: z.string() });
const paid = z.object({ amount: z.number().positive() });

const wait = createStep({
  id: 'payment-arrives',
  inputSchema: order,
  outputSchema: paid,
  suspendSchema: order,
  resumeSchema: paid,
  metadata: machineWait<z.infer<typeof order>, z.infer<typeof paid>>({
    title: 'The payment arrives',
    event: { name: 'payment.settled', key: (payload) => payload.order },
  }),
  execute: async ({ inputData, resumeData, suspend }) => resumeData ?? suspend(inputData),
});
const workflows = {
  shop: createWorkflow({ id: 'shop', inputSchema: order, outputSchema: paid }).then(wait).commit(),
};
const signal = (key: string, data: object = { amount: 12 }) => ({ name: 'payment.settled', key, data });

async function runOf({ db }: TestDesk, runId: string) {
  const [run] = await db.select().from(runs).where(eq(runs.id, runId));
  return run;
}

describe('sendSignal', () => {
  test('answers the task that waits for its name and key, as its sender, and the run goes on', async () => {
    const desk = await deskForTest(workflows);
    const runId = await desk.request('shop', { order: 'A-1' });
    const other = await desk.request('shop', { order: 'A-2' });
    expect(await desk.openTasks(runId)).toMatchObject([
      {
        kind: 'event',
        title: 'The payment arrives',
        signalName: 'payment.settled',
        signalKey: 'A-1',
        candidates: [],
      },
    ]);
    expect(await sendSignal(desk.as('operator'), signal('A-1'))).toMatchObject({
      state: 'used',
      runIds: [runId],
    });
    await desk.drain(runId);
    expect(await runOf(desk, runId)).toMatchObject({ status: 'success', result: { amount: 12 } });
    expect(await runOf(desk, other)).toMatchObject({ status: 'suspended' });
    expect(await desk.db.select().from(decisions)).toMatchObject([
      { actorId: actor('operator').id, outcome: 'received' },
    ]);
    expect((await desk.db.select().from(auditEvents)).map(({ verb }) => verb)).toEqual(
      expect.arrayContaining(['signal.received', 'task.decided', 'decision.applied']),
    );
  });

  test('one that comes before the wait is kept and answers it when it comes', async () => {
    const desk = await deskForTest(workflows);
    expect(await sendSignal(desk.as('operator'), signal('A-1'))).toMatchObject({ state: 'kept', runIds: [] });
    const runId = await desk.request('shop', { order: 'A-1' });
    expect(await runOf(desk, runId)).toMatchObject({ status: 'success' });
    // It is used up: the next wait for the same key needs its own.
    expect(await runOf(desk, await desk.request('shop', { order: 'A-1' }))).toMatchObject({
      status: 'suspended',
    });
  });

  test('one that is too old answers nothing any more, and the sweep says so', async () => {
    const desk = await deskForTest(workflows);
    await sendSignal(desk.as('operator'), signal('A-1'));
    desk.clock.advance(signalMaxAgeMs);
    const runId = await desk.request('shop', { order: 'A-1' });
    await sweep({ db: desk.db, engine: desk.engine, clock: desk.clock });
    expect(await runOf(desk, runId)).toMatchObject({ status: 'suspended' });
    expect(await desk.db.select().from(signals)).toMatchObject([{ state: 'expired' }]);
    await sweep({ db: desk.db, engine: desk.engine, clock: desk.clock });
    expect(
      (await desk.db.select().from(auditEvents)).filter(({ verb }) => verb === 'signal.expired'),
    ).toMatchObject([{ data: { key: 'A-1', before: { state: 'kept' }, after: { state: 'expired' } } }]);
  });

  test('a signal and its wait that come at the same instant meet', async () => {
    const desk = await deskForTest(workflows);
    const keys = Array.from({ length: 10 }, (_, index) => `K-${index}`);
    await Promise.all(
      keys.flatMap((key) => [
        desk.request('shop', { order: key }),
        sendSignal(desk.as('operator'), signal(key)),
      ]),
    );
    await sweep({ db: desk.db, engine: desk.engine, clock: desk.clock });
    expect((await desk.db.select().from(runs)).map(({ status }) => status)).toEqual(
      keys.map(() => 'success'),
    );
    expect((await desk.db.select().from(signals)).map(({ state }) => state)).toEqual(keys.map(() => 'used'));
  });

  test('twenty of the same at once answer one wait once; the others are kept', async () => {
    const desk = await deskForTest(workflows);
    const runId = await desk.request('shop', { order: 'A-1' });
    const sent = await Promise.all(
      Array.from({ length: 20 }, () => sendSignal(desk.as('operator'), signal('A-1'))),
    );
    await desk.drain(runId);
    expect(await desk.db.select().from(decisions)).toHaveLength(1);
    expect(sent.filter(({ state }) => state === 'kept').length).toBeGreaterThanOrEqual(1);
    expect(await runOf(desk, runId)).toMatchObject({ status: 'success' });
  });

  test('data that does not fit the wait is refused at once; kept data that turns out not to fit leaves the task open', async () => {
    const desk = await deskForTest(workflows);
    const runId = await desk.request('shop', { order: 'A-1' });
    await expect(sendSignal(desk.as('operator'), signal('A-1', { amount: -1 }))).rejects.toMatchObject({
      code: 'invalid',
      issues: [expect.objectContaining({ path: 'data.amount' })],
    });
    expect(await desk.db.select().from(signals)).toEqual([]);
    await sendSignal(desk.as('operator'), signal('A-2', { amount: 'much' }));
    const later = await desk.request('shop', { order: 'A-2' });
    expect([await runOf(desk, runId), await runOf(desk, later)]).toMatchObject([
      { status: 'suspended' },
      { status: 'suspended' },
    ]);
    expect(await desk.db.select().from(signals)).toMatchObject([{ state: 'refused' }]);
  });

  test('people do not answer it: it is in nobody’s inbox, and not even an operator may decide', async () => {
    const desk = await deskForTest(workflows);
    await desk.request('shop', { order: 'A-1' });
    const [task] = await desk.db.select().from(tasks);
    for (const who of ['manager', 'operator', 'admin'] as const)
      expect((await listTasks(desk.as(who), parseTaskQuery({}))).items).toEqual([]);
    await expect(
      decideTask(desk.as('operator'), task!.id, {
        resumeData: { amount: 1 },
        payloadDigest: task!.payloadDigest,
      }),
    ).rejects.toMatchObject({ code: 'forbidden' });
  });

  test.each([
    ['somebody who is no operator', 'manager', signal('A-1'), 'forbidden'],
    ['a name that is none', 'operator', { ...signal('A-1'), name: 'payment/settled' }, 'invalid'],
    ['no key', 'operator', { name: 'payment.settled', data: {} }, 'invalid'],
  ] as const)('refuses %s', async (_, who, body, code) => {
    const desk = await deskForTest(workflows);
    await expect(sendSignal(desk.as(who), body)).rejects.toMatchObject({ code });
    expect(await desk.db.select().from(signals)).toEqual([]);
  });
});
