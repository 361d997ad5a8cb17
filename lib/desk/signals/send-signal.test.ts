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
  test('decides the task that waits for its name and key, as its sender, and the run continues', async () => {
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

  test('a signal without a waiting task is kept, and decides the task once it opens', async () => {
    const desk = await deskForTest(workflows);
    expect(await sendSignal(desk.as('operator'), signal('A-1'))).toMatchObject({ state: 'kept', runIds: [] });
    const runId = await desk.request('shop', { order: 'A-1' });
    expect(await runOf(desk, runId)).toMatchObject({ status: 'success' });
    // The signal is used, so the next task with the same key needs another one.
    expect(await runOf(desk, await desk.request('shop', { order: 'A-1' }))).toMatchObject({
      status: 'suspended',
    });
  });

  test('a signal that is too old is never matched, and the sweep audits its expiry', async () => {
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

  test('a signal and its task that are written at the same time are matched', async () => {
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

  test('of twenty equal signals at once, one decides the task and the others are kept', async () => {
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

  test('data that the waiting step does not accept is refused; if it was kept before, the task stays open', async () => {
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

  test('its task is in no inbox, and no person may decide it, not even an operator', async () => {
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
