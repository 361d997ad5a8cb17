import { createClient } from '@libsql/client';
import { createStep, createWorkflow } from '@mastra/core/workflows';
import { eq, sql } from 'drizzle-orm';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { runs, signals, sweepFaults, tasks } from '@/db/schema';
import { log } from '@/lib/base/log';
import { machineWait } from '@/lib/mastra/authoring/machine-wait';
import { newMetrics } from '@/lib/base/telemetry/metrics';
import { readFacts } from '@/lib/process/telemetry/read-facts';
import { countFindings, listFindings } from '@/lib/tell/findings/list-findings';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { startRun } from '@/lib/desk/runs/start-run';
import { sendSignal } from '@/lib/desk/signals/send-signal';
import { deskForTest, expense, type TestDesk } from '@/tests/support/desk';
import { parseMetrics } from '@/tests/support/parse-metrics';
import { beginSweep } from './sweep-journal';
import { sweep, type SweepOptions } from '@/lib/process/sweep/sweep';

const sweepOf = ({ db, engine, clock }: TestDesk, options?: SweepOptions) =>
  sweep({ db, engine, clock }, options);
const statusOf = async (desk: TestDesk, runId: string) =>
  (await desk.db.select().from(runs).where(eq(runs.id, runId)))[0]?.status;
const faultsOf = ({ db }: TestDesk) => db.select().from(sweepFaults);
const recoveryOf = async (desk: TestDesk) =>
  (await listFindings(desk.as('operator'), 'recovery', { limit: 10 })).items;

async function forgetSnapshot(desk: TestDesk, runId: string): Promise<void> {
  const client = createClient({ url: desk.url.replace(/app\.db$/, 'workflows.db'), timeout: 5000 });
  onTestFinished(() => client.close());
  await client.execute({ sql: 'delete from mastra_workflow_snapshot where run_id = ?', args: [runId] });
}

const note = createWorkflow({ id: 'note', inputSchema: z.unknown(), outputSchema: z.unknown() })
  .then(
    createStep({
      id: 'gate',
      inputSchema: z.unknown(),
      outputSchema: z.unknown(),
      resumeSchema: z.object({ approved: z.boolean() }),
      execute: async ({ resumeData, suspend }) => resumeData ?? suspend({}),
    }),
  )
  .commit();

const order = z.object({ order: z.string() });
const paid = z.object({ amount: z.number() }).refine(({ amount }) => {
  if (amount < 0) throw new TypeError('amount.currency is undefined');
  return true;
});
const shop = createWorkflow({ id: 'shop', inputSchema: order, outputSchema: paid })
  .then(
    createStep({
      id: 'payment',
      inputSchema: order,
      outputSchema: paid,
      suspendSchema: order,
      resumeSchema: paid,
      metadata: machineWait<z.infer<typeof order>, z.infer<typeof paid>>({
        event: { name: 'paid', key: (payload) => payload.order },
      }),
      execute: async ({ inputData, resumeData, suspend }) => resumeData ?? suspend(inputData),
    }),
  )
  .commit();

const till = createWorkflow({ id: 'till', inputSchema: paid, outputSchema: paid })
  .then(
    createStep({
      id: 'count',
      inputSchema: paid,
      outputSchema: paid,
      resumeSchema: paid,
      execute: async ({ resumeData, suspend }) => resumeData ?? suspend({}),
    }),
  )
  .commit();

/** An engine that fails on every page that contains this run. */
const withoutHeadsOf = (desk: TestDesk, runId: string): TestDesk['engine'] => ({
  ...desk.engine,
  peek: (asked) =>
    asked.some(({ id }) => id === runId)
      ? Promise.reject(new Error('malformed JSON'))
      : desk.engine.peek(asked),
});

describe('one failure does not hold up the others', () => {
  test.each(['hello', '', '{"a"', ['a'], 5])('a run whose input is %j', async (input) => {
    vi.spyOn(log, 'error').mockImplementation(() => undefined);
    const desk = await deskForTest({ note });
    await desk.request('note', input);
    const gone = await desk.request('note', 'else');
    await forgetSnapshot(desk, gone);
    expect(await sweepOf(desk)).toMatchObject({ failed: 0, lost: 1 });
    expect(await statusOf(desk, gone)).toBe('lost');
  });

  test('a run that the snapshot store cannot read is a finding from the second failure until it can be read', async () => {
    vi.spyOn(log, 'warn').mockImplementation(() => undefined);
    vi.spyOn(log, 'error').mockImplementation(() => undefined);
    const desk = await deskForTest();
    const poisoned = await desk.request('expense-report', expense());
    const gone = await desk.request('expense-report', expense(90));
    await forgetSnapshot(desk, gone);
    const engine = withoutHeadsOf(desk, poisoned);
    expect(await sweepOf({ ...desk, engine })).toMatchObject({ failed: 1, lost: 1 });
    expect(await statusOf(desk, poisoned)).toBe('suspended');
    expect(await recoveryOf(desk)).toEqual([]);
    desk.clock.advance(30_000);
    await sweepOf({ ...desk, engine });
    expect(await recoveryOf(desk)).toMatchObject([
      {
        runId: poisoned,
        title: expect.stringContaining('Train to Lyon'),
        reason: expect.stringContaining('has failed 2 times in a row'),
        detail: 'malformed JSON',
        actions: ['rebuild', 'cancel'],
      },
    ]);
    const metrics = newMetrics();
    await readFacts(desk.db, desk.clock, metrics);
    const seen = parseMetrics(await metrics.registry.metrics());
    expect(seen.value('countersign_findings', { kind: 'recovery' })).toBe(1);
    await sweepOf(desk);
    expect(await faultsOf(desk)).toEqual([]);
    expect(await countFindings(desk.as('operator'))).toMatchObject({ recovery: 0 });
  });

  test('a signal on which the author’s schema throws is kept, and others are matched', async () => {
    vi.spyOn(log, 'warn').mockImplementation(() => undefined);
    const desk = await deskForTest({ shop });
    const send = (key: string, amount: number) =>
      sendSignal(desk.as('operator'), { name: 'paid', key, data: { amount } });
    await send('A', -1);
    await send('B', 5);
    const [thrown, fine] = [
      await desk.request('shop', { order: 'A' }),
      await desk.request('shop', { order: 'B' }),
    ];
    expect(await sweepOf(desk)).toMatchObject({ failed: 1 });
    expect(await statusOf(desk, fine)).toBe('success');
    expect(await statusOf(desk, thrown)).toBe('suspended');
    expect(await faultsOf(desk)).toMatchObject([
      { part: 'signals', runId: thrown, message: 'amount.currency is undefined' },
    ]);
    expect(await desk.db.select().from(signals).where(eq(signals.key, 'A'))).toMatchObject([
      { state: 'kept' },
    ]);
  });

  test('a decision that cannot be validated is refused, and such a signal is kept for an operator', async () => {
    const logged = vi.spyOn(log, 'error').mockImplementation(() => undefined);
    vi.spyOn(log, 'warn').mockImplementation(() => undefined);
    const desk = await deskForTest({ shop, till });
    const message = expect.stringMatching(/^cannot be checked, since a rule of this workflow fails/);
    const start = startRun(desk.as('requester'), { workflowId: 'till', input: { amount: -1 } });
    await expect(start).rejects.toMatchObject({ code: 'invalid', issues: [{ path: 'input', message }] });
    const [task] = await desk.openTasks(await desk.request('till', { amount: 1 }));
    const { id, payloadDigest } = task!;
    const answer = (amount: number) =>
      decideTask(desk.as('manager'), id, { resumeData: { amount }, payloadDigest });
    await expect(answer(-1)).rejects.toMatchObject({
      code: 'invalid',
      issues: [{ path: 'resumeData', message }],
    });
    expect(logged).toHaveBeenCalledWith(expect.any(String), { error: expect.any(TypeError) });
    expect((await answer(5)).decision).toMatchObject({ resumeData: { amount: 5 } });
    await desk.request('shop', { order: 'A' });
    const sent = await sendSignal(desk.as('operator'), { name: 'paid', key: 'A', data: { amount: -1 } });
    expect(sent).toMatchObject({ state: 'kept', runIds: [] });
  });

  test('a hundred tasks that always fail come last, so that the next one is reached', async () => {
    vi.spyOn(log, 'warn').mockImplementation(() => undefined);
    const desk = await deskForTest();
    const runId = await desk.request('expense-report', expense());
    const [{ id: _, ...like }] = (await desk.openTasks(runId)) as [typeof tasks.$inferSelect];
    const due = (at: number) => ({ expiresAt: new Date(at), dueAt: new Date(at) });
    const policy = { ...like.policy, onExpiry: 'cancel' as const };
    await desk.db.update(tasks).set({ policy, ...due(200) });
    await desk.db.insert(tasks).values(
      Array.from({ length: 100 }, (__, index) => ({
        ...like,
        ...due(100),
        policy,
        id: `refused-${index}`,
        runId: `another${index}`,
      })),
    );
    await desk.db.run(sql`create trigger refuse before update of state on tasks when new.id like 'refused-%'
      begin select raise(abort, 'refused'); end`);
    await desk.db.run(sql`create trigger debts before insert on outbox when new.task_id like 'refused-%'
      begin select raise(abort, 'refused'); end`);
    expect(await sweepOf(desk)).toMatchObject({ failed: 100, expired: 0 });
    expect(await faultsOf(desk)).toHaveLength(100);
    expect(await sweepOf(desk)).toMatchObject({ failed: 99, expired: 1 });
  });

  test('a part that fails as a whole is a finding without a run', async () => {
    vi.spyOn(log, 'error').mockImplementation(() => undefined);
    const desk = await deskForTest();
    const tell = () => Promise.reject(new Error('the texts are gone'));
    await sweepOf(desk, { tell });
    desk.clock.advance(30_000);
    await sweepOf(desk, { tell });
    expect(await recoveryOf(desk)).toMatchObject([
      { runId: null, reason: expect.stringContaining('Notifying people'), detail: 'the texts are gone' },
    ]);
    await sweepOf(desk, { tell: () => Promise.resolve() });
    expect(await recoveryOf(desk)).toEqual([]);
  });
});

test('while the store cannot be reached, no run is recorded as faulty', async () => {
  vi.spyOn(log, 'warn').mockImplementation(() => undefined);
  vi.spyOn(log, 'error').mockImplementation(() => undefined);
  const desk = await deskForTest();
  await desk.request('expense-report', expense());
  const away = () => Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
  await sweepOf({ ...desk, engine: { ...desk.engine, peek: away, ready: away, listWaiting: away } });
  expect((await faultsOf(desk)).map(({ id }) => id).toSorted()).toEqual(['adoption', 'runs']);
});

test('the fault of a run that has ended is removed', async () => {
  vi.spyOn(log, 'warn').mockImplementation(() => undefined);
  const desk = await deskForTest();
  const runId = await desk.request('expense-report', expense());
  await sweepOf({ ...desk, engine: withoutHeadsOf(desk, runId) });
  expect(await faultsOf(desk)).toMatchObject([{ runId }]);
  await desk.db.update(runs).set({ status: 'canceled', finishedAt: desk.clock.now() });
  await sweepOf(desk);
  expect(await faultsOf(desk)).toEqual([]);
});

test('where one sweep has come to does not move where the first sweep of another desk begins', async () => {
  const { places } = await beginSweep(await deskForTest());
  places.runs = 'zzzz';
  expect((await beginSweep(await deskForTest())).places.runs).toBeNull();
});
