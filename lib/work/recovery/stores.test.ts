import { createClient, type Client } from '@libsql/client';
import { createStep, createWorkflow, type AnyWorkflow } from '@mastra/core/workflows';
import { and, eq } from 'drizzle-orm';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { auditEvents, decisions, outbox, runs, sweeps, taskCandidates, tasks } from '@/db/schema';
import { log } from '@/lib/base/log';
import { cancelRun } from '@/lib/desk/runs/cancel-run';
import { getRun } from '@/lib/desk/runs/get-run';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { getTask } from '@/lib/desk/tasks/get-task';
import { countOpenTasks } from '@/lib/desk/tasks/list-tasks';
import { otherProgram } from '@/tests/support/other-program';
import { actor, deskForTest, expense, type TestDesk } from '@/tests/support/desk';
import { listLaggingDebts } from './lagging-debts';
import { listStaleTasks } from './stale-tasks';
import { sweep } from '@/lib/process/sweep/sweep';
import { keptSweeps } from './sweep-journal';
import { archiveAudit } from '@/tests/support/archive-audit';

const hour = 3_600_000;
const tick = ({ db, engine, clock }: TestDesk, options: Parameters<typeof sweep>[1] = {}) =>
  sweep({ db, engine, clock }, options);
const verbsOf = async ({ db }: TestDesk, runId: string) =>
  (await db.select().from(auditEvents).where(eq(auditEvents.runId, runId))).map(({ verb }) => verb);
const runOf = async ({ db }: TestDesk, runId: string) =>
  (await db.select().from(runs).where(eq(runs.id, runId)))[0];

/** The snapshot file, opened without the desk. */
function files(desk: TestDesk): Client {
  const client = createClient({ url: desk.url.replace(/app\.db$/, 'workflows.db'), timeout: 5000 });
  onTestFinished(() => client.close());
  return client;
}

async function asked(workflows?: Record<string, AnyWorkflow>) {
  const desk = await deskForTest(workflows);
  const runId = await desk.request('expense-report', expense());
  const [task] = await desk.openTasks(runId);
  return { desk, runId, task: task!, store: files(desk) };
}

const any = z.object({}).loose();
const verdict = z.object({ approved: z.boolean() });

const gate = (id: string) =>
  createStep({
    id,
    inputSchema: any,
    outputSchema: any,
    suspendSchema: any,
    resumeSchema: verdict,
    execute: async ({ inputData, resumeData, suspend }) =>
      resumeData ? { ...inputData, [id]: resumeData.approved } : suspend(inputData),
  });
const asking = (id: string) =>
  createWorkflow({ id, inputSchema: any, outputSchema: any }).then(gate('gate')).commit();

describe('a snapshot that is gone', () => {
  test('makes the run lost once in concurrent sweeps, hides its tasks, and refuses decisions with the reason', async () => {
    vi.spyOn(log, 'error').mockImplementation(() => undefined);
    const { desk, runId, task, store } = await asked();
    await store.execute('delete from mastra_workflow_snapshot');
    const both = await Promise.all([tick(desk), tick(desk), tick(desk)]);
    expect(both.map(({ lost }) => lost).toSorted()).toEqual([0, 0, 1]);
    expect(await runOf(desk, runId)).toMatchObject({ status: 'lost' });
    expect((await verbsOf(desk, runId)).filter((verb) => verb === 'run.lost')).toHaveLength(1);
    expect(await countOpenTasks(desk.as('manager'))).toBe(0);
    expect(await getTask(desk.as('manager'), task.id)).toMatchObject({
      state: 'open',
      canDecide: false,
      refusal: { code: 'lost' },
    });
    await expect(
      decideTask(desk.as('manager'), task.id, { outcome: 'approve', payloadDigest: task.payloadDigest }),
    ).rejects.toMatchObject({ code: 'conflict', reason: 'run_lost' });
    desk.clock.advance(30 * 24 * hour);
    expect(await tick(desk)).toMatchObject({ expired: 0, reminded: 0, lost: 0 });
  });

  test('and is restored shows its tasks again, and earlier decisions are applied', async () => {
    vi.spyOn(log, 'error').mockImplementation(() => undefined);
    const { desk, runId, task, store } = await asked();
    const waiting = await desk.request('expense-report', expense(90));
    await store.execute('create table backup as select * from mastra_workflow_snapshot');
    await decideTask(desk.as('manager'), task.id, { outcome: 'approve', payloadDigest: task.payloadDigest });
    await store.execute('delete from mastra_workflow_snapshot');
    await desk.drain(runId);
    await tick(desk);
    expect([await runOf(desk, runId), await runOf(desk, waiting)]).toMatchObject([
      { status: 'lost' },
      { status: 'lost' },
    ]);
    expect(await desk.db.select().from(outbox).where(eq(outbox.kind, 'resume'))).toMatchObject([
      { state: 'held' },
    ]);
    await store.execute('insert into mastra_workflow_snapshot select * from backup');
    expect(await tick(desk)).toMatchObject({ found: 2 });
    await tick(desk);
    expect(await runOf(desk, runId)).toMatchObject({ status: 'success' });
    expect(await desk.db.select().from(decisions)).toMatchObject([{ appliedAt: expect.any(Date) }]);
    expect(await runOf(desk, waiting)).toMatchObject({ status: 'suspended' });
    expect(await verbsOf(desk, waiting)).toContain('run.found');
    expect((await desk.openTasks(waiting)).length).toBe(1);
    expect(await desk.db.select().from(taskCandidates).where(eq(taskCandidates.open, true))).toHaveLength(1);
  });

  test('is not lost if the run was recorded but never started', async () => {
    const { desk } = await asked();
    vi.spyOn(log, 'error').mockImplementation(() => undefined);
    const engine: TestDesk['engine'] = {
      ...desk.engine,
      start: () => Promise.reject(new Error('the store is away')),
    };
    const { startRun } = await import('@/lib/desk/runs/start-run');
    const { run } = await startRun(desk.as('requester'), { workflowId: 'expense-report', input: expense() });
    for (let times = 0; times < 10; times += 1) {
      await sweep({ db: desk.db, engine, clock: desk.clock });
      desk.clock.advance(hour);
    }
    expect(await desk.db.select().from(outbox).where(eq(outbox.runId, run.id))).toMatchObject([
      { state: 'stuck' },
    ]);
    expect(await runOf(desk, run.id)).toMatchObject({ status: 'running' });
  });

  test('is not assumed while the store cannot be reached, and the rest of the sweep continues', async () => {
    vi.spyOn(log, 'error').mockImplementation(() => undefined);
    const { desk, runId } = await asked();
    const away = () => Promise.reject(new Error('connect ECONNREFUSED'));
    const result = await sweep({
      db: desk.db,
      engine: { ...desk.engine, peek: away, listWaiting: away },
      clock: desk.clock,
    });
    expect(result).toMatchObject({ failed: 2, lost: 0, idle: false });
    expect(await runOf(desk, runId)).toMatchObject({ status: 'suspended' });
    expect(await desk.db.select().from(sweeps)).toMatchObject([
      { error: expect.stringContaining('ECONNREFUSED'), endedAt: expect.any(Date) },
    ]);
  });
});

describe('a snapshot that cannot be read', () => {
  test('is marked and audited once without affecting the inbox or other runs, and cleared when it can be read again', async () => {
    vi.spyOn(log, 'error').mockImplementation(() => undefined);
    const { desk, runId, store } = await asked();
    const other = await desk.request('expense-report', expense(70));
    const { rows } = await store.execute({
      sql: 'select hex(snapshot) as hex from mastra_workflow_snapshot where run_id = ?',
      args: [runId],
    });
    await store.execute({
      sql: "update mastra_workflow_snapshot set snapshot = x'ff00ff00' where run_id = ?",
      args: [runId],
    });
    expect(await tick(desk)).toMatchObject({ unreadable: 1, lost: 0 });
    expect(await tick(desk)).toMatchObject({ unreadable: 0, failed: 0, idle: true });
    expect(await runOf(desk, runId)).toMatchObject({
      status: 'suspended',
      snapshotError: 'snapshot_not_json',
    });
    expect(await countOpenTasks(desk.as('manager'))).toBe(2);
    const [task] = await desk.openTasks(other);
    await decideTask(desk.as('manager'), task!.id, {
      outcome: 'approve',
      payloadDigest: task!.payloadDigest,
    });
    await tick(desk);
    expect(await runOf(desk, other)).toMatchObject({ status: 'success' });
    await store.execute({
      sql: `update mastra_workflow_snapshot set snapshot = x'${String(rows[0]!.hex)}' where run_id = ?`,
      args: [runId],
    });
    expect(await tick(desk)).toMatchObject({ readable: 1 });
    expect(await runOf(desk, runId)).toMatchObject({ snapshotError: null });
    expect(
      (await verbsOf(desk, runId)).filter((verb) => verb.startsWith('run.') && verb.endsWith('readable')),
    ).toEqual(['run.unreadable', 'run.readable']);
  });

  test('can be cancelled, as the engine cannot resume it', async () => {
    const { desk, runId, store } = await asked();
    await store.execute({
      sql: "update mastra_workflow_snapshot set snapshot = x'ff00ff00' where run_id = ?",
      args: [runId],
    });
    await cancelRun(desk.as('operator'), runId, { reason: 'It cannot be read.' });
    await desk.drain(runId);
    expect(await runOf(desk, runId)).toMatchObject({
      status: 'canceled',
      cancelReason: 'It cannot be read.',
    });
    expect(
      await desk.db
        .select()
        .from(outbox)
        .where(and(eq(outbox.runId, runId), eq(outbox.kind, 'cancel'))),
    ).toMatchObject([{ state: 'done', attempts: 0 }]);
  });
});

describe('runs of other programs', () => {
  test('that wait are adopted once, with their owner as requester if that is a user’s id, and continue like any other', async () => {
    const desk = await deskForTest({ asking: asking('asking') });
    const program = await otherProgram(desk, { asking: asking('asking') });
    const runId = await program.start('asking', { item: 'A door' }, actor('requester2').id);
    const both = await Promise.all([tick(desk), tick(desk)]);
    expect(both.map(({ adopted }) => adopted).toSorted()).toEqual([0, 1]);
    expect(await runOf(desk, runId)).toMatchObject({
      status: 'suspended',
      requesterId: actor('requester2').id,
      adoptedAt: expect.any(Date),
      input: { item: 'A door' },
    });
    expect((await verbsOf(desk, runId)).toSorted()).toEqual(['run.adopted', 'task.opened']);
    const [task] = await desk.openTasks(runId);
    await decideTask(desk.as('manager'), task!.id, {
      outcome: 'approve',
      payloadDigest: task!.payloadDigest,
    });
    await desk.drain(runId);
    expect(await runOf(desk, runId)).toMatchObject({
      status: 'success',
      result: { item: 'A door', gate: true },
    });
  });

  test('of an unknown owner have no requester: only approvers and operators see them, and the owner is kept', async () => {
    const desk = await deskForTest({ asking: asking('asking') });
    const program = await otherProgram(desk, { asking: asking('asking') });
    const runId = await program.start('asking', {}, 'tenant-42');
    const unowned = await program.start('asking', {});
    expect(await tick(desk)).toMatchObject({ adopted: 2 });
    expect((await getRun(desk.as('operator'), runId)).requester).toEqual({ id: '', name: 'Another program' });
    await expect(getRun(desk.as('requester'), runId)).rejects.toMatchObject({ code: 'not_found' });
    expect(
      await desk.db
        .select()
        .from(auditEvents)
        .where(and(eq(auditEvents.verb, 'run.adopted'), eq(auditEvents.runId, runId))),
    ).toMatchObject([{ data: { owner: 'tenant-42', requester: 'Another program' } }]);
    for (const id of [runId, unowned]) {
      const [task] = await desk.openTasks(id);
      await decideTask(desk.as('manager'), task!.id, {
        outcome: 'reject',
        payloadDigest: task!.payloadDigest,
      });
      await desk.drain(id);
      expect(await runOf(desk, id)).toMatchObject({ status: 'success' });
    }
    expect(
      (
        await files(desk).execute(
          'select resourceId from mastra_workflow_snapshot order by resourceId nulls first',
        )
      ).rows.map((row) => row.resourceId),
    ).toEqual([null, 'tenant-42']);
  });

  test('are left alone while they are driven, after they ended, or if this code lacks their workflow', async () => {
    const desk = await deskForTest({
      asking: asking('asking'),
      outer: createWorkflow({ id: 'outer', inputSchema: any, outputSchema: any })
        .then(asking('inner'))
        .commit(),
    });
    const program = await otherProgram(desk, {
      asking: asking('asking'),
      unknown: asking('unknown'),
      outer: createWorkflow({ id: 'outer', inputSchema: any, outputSchema: any })
        .then(asking('inner'))
        .commit(),
    });
    await program.start('unknown', {});
    const nested = await program.start('outer', {});
    const driven = await program.start('asking', {});
    await files(desk).execute({
      sql: "update mastra_workflow_snapshot set snapshot = jsonb_set(snapshot, '$.status', 'running') where run_id = ?",
      args: [driven],
    });
    expect(await tick(desk)).toMatchObject({ adopted: 1 });
    expect(await desk.db.select().from(runs)).toMatchObject([{ id: nested, workflowId: 'outer' }]);
    expect(await desk.db.select().from(tasks)).toMatchObject([{ stepPath: ['inner', 'gate'] }]);
  });

  test('are mirrored when they are resumed there after adoption', async () => {
    const two = () =>
      createWorkflow({ id: 'two', inputSchema: any, outputSchema: any })
        .then(gate('one'))
        .then(gate('two'))
        .commit();
    const desk = await deskForTest({ two: two() });
    const program = await otherProgram(desk, { two: two() });
    const runId = await program.start('two', {});
    await tick(desk);
    await program.resume('two', runId, 'one', { approved: true });
    expect(await tick(desk)).toMatchObject({ projected: 1 });
    expect((await desk.openTasks(runId)).map(({ stepPath }) => stepPath)).toContainEqual(['two']);
    await program.resume('two', runId, 'two', { approved: true });
    expect(await tick(desk)).toMatchObject({ projected: 1 });
    expect(await runOf(desk, runId)).toMatchObject({ status: 'success' });
    expect(await desk.openTasks(runId)).toEqual([]);
    expect(await tick(desk)).toMatchObject({ idle: true });
  });
});

describe('a run whose rows are behind', () => {
  test('is projected from its snapshot, and the missing task opens', async () => {
    const { desk, runId, task } = await asked();
    await desk.db.batch([
      desk.db.delete(taskCandidates),
      desk.db.delete(tasks),
      desk.db.update(runs).set({ status: 'running' }),
    ]);
    expect(await tick(desk)).toMatchObject({ projected: 1 });
    expect(await desk.openTasks(runId)).toMatchObject([{ id: task.id }]);
    expect(await tick(desk)).toMatchObject({ projected: 0, idle: true });
  });
});

describe('tasks that nobody decides', () => {
  test('are reported once if they have no due time; the others have their policy', async () => {
    const desk = await deskForTest({ asking: asking('asking') });
    const runId = await desk.request('asking', {});
    vi.spyOn(log, 'warn').mockImplementation(() => undefined);
    desk.clock.advance(2 * hour);
    expect(await tick(desk, { staleAfterMs: 3 * hour })).toMatchObject({ stale: 0 });
    desk.clock.advance(hour);
    expect(
      (await Promise.all([tick(desk, { staleAfterMs: 3 * hour }), tick(desk, { staleAfterMs: 3 * hour })]))
        .map(({ stale }) => stale)
        .toSorted(),
    ).toEqual([0, 1]);
    expect((await verbsOf(desk, runId)).filter((verb) => verb === 'task.stale')).toHaveLength(1);
    await archiveAudit(desk.db);
    expect(await tick(desk, { staleAfterMs: 3 * hour, anew: true })).toMatchObject({ stale: 0 });
    expect(await verbsOf(desk, runId)).not.toContain('task.stale');
    expect(await listStaleTasks(desk, 3 * hour, 10)).toMatchObject([
      { runId, title: expect.stringMatching(/^Gate: /) },
    ]);
    await desk.request('asking', {});
    expect(await listStaleTasks(desk, 3 * hour, 10)).toHaveLength(1);
  });
});

test('a debt lags after a minute', async () => {
  const { desk, task } = await asked();
  await decideTask(desk.as('manager'), task.id, { outcome: 'approve', payloadDigest: task.payloadDigest });
  expect(await listLaggingDebts(desk, 10)).toEqual([]);
  desk.clock.advance(61_000);
  expect(await listLaggingDebts(desk, 10)).toMatchObject([{ kind: 'resume', taskId: task.id }]);
});

test('walks continue where the last sweep of any process stopped, and old sweeps are deleted', async () => {
  const { desk } = await asked();
  const long = Array.from({ length: 450 }, (_, index) => ({
    id: `run-${String(index).padStart(3, '0')}`,
    workflowId: 'expense-report',
    title: 'x',
    requesterId: 'x',
    input: null,
    status: 'lost' as const,
    createdAt: new Date(),
    updatedAt: new Date(),
  }));
  await desk.db.insert(runs).values(long);
  const places = async () =>
    (await desk.db.select().from(sweeps).orderBy(sweeps.startedAt)).map(
      ({ result }) => (result as { places: { runs: string | null } }).places.runs,
    );
  for (let times = 0; times < 3; times += 1) {
    await tick(desk);
    desk.clock.advance(1);
  }
  expect((await places()).map((place) => place === null)).toEqual([false, false, true]);
  const old = Array.from({ length: keptSweeps }, (_, index) => ({
    id: `swp_${index}`,
    process: 'x',
    startedAt: new Date(desk.clock.now().getTime() - 60_000 - index),
  }));
  await desk.db.insert(sweeps).values(old);
  await tick(desk);
  expect(await desk.db.$count(sweeps)).toBe(keptSweeps);
});
