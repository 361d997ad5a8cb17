import { createClient } from '@libsql/client';
import { asc, eq } from 'drizzle-orm';
import { createStep, createWorkflow } from '@mastra/core/workflows';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { auditEvents, decisions, ledgerEntries, outbox, runs, tasks } from '@/db/schema';
import type { Json } from '@/db/schema/json';
import { cancelRun } from '@/lib/desk/runs/cancel-run';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { deskForTest, expense, type Person, type TestDesk } from '@/tests/support/desk';
import { failingWorkflows } from '@/tests/support/failing-workflows';
import { previewRewind } from './preview-rewind';
import { rewindRun } from './rewind-run';

const reason = { reason: 'The store was wiped.' };

const runOf = async ({ db }: TestDesk, runId: string) =>
  (await db.select().from(runs).where(eq(runs.id, runId)))[0]!;

const effects = async ({ db }: TestDesk) =>
  Object.fromEntries(
    (await db.select().from(ledgerEntries)).map(({ action, attempts }) => [action, attempts]),
  );

/** Deletes every snapshot, as if the workflow store were lost. */
async function wipe(desk: TestDesk): Promise<void> {
  const store = createClient({ url: desk.url.replace(/app\.db$/, 'workflows.db'), timeout: 5000 });
  await store.execute('delete from mastra_workflow_snapshot');
  store.close();
}

async function answer(desk: TestDesk, runId: string, who: Person, given: object) {
  const [task] = await desk.openTasks(runId);
  await decideTask(desk.as(who), task!.id, { payloadDigest: task!.payloadDigest, ...given });
  await desk.drain(runId);
  desk.clock.advance(1000);
  return task!;
}

/** A dear expense that a manager has approved, and that finance answers while the store is gone: it is lost. */
async function lostExpense() {
  const desk = await deskForTest();
  const runId = await desk.request('expense-report', expense(1240));
  const first = await answer(desk, runId, 'manager', { outcome: 'approve', comment: 'Good trip.' });
  await wipe(desk);
  const second = await answer(desk, runId, 'finance', { outcome: 'approve' });
  expect(await runOf(desk, runId)).toMatchObject({ status: 'lost' });
  return { desk, runId, first, second };
}

describe('rewindRun to the beginning of the journal', () => {
  test('applies a lost run’s decisions again in order, also the one that was never applied, without opening tasks', async () => {
    const { desk, runId, first, second } = await lostExpense();
    expect(await previewRewind(desk.as('operator'), { to: 'journal', runId })).toMatchObject({
      answers: [
        { title: first.title, outcome: 'Approve', by: 'Miriam Okafor', askedAnew: false },
        { title: second.title, outcome: 'Approve', askedAnew: false },
      ],
      askedAgain: [],
    });
    await rewindRun(desk.as('operator'), { to: 'journal', runId }, reason);
    expect(await runOf(desk, runId)).toMatchObject({ status: 'running', attempt: 1, revision: 0 });
    await desk.drain(runId);
    expect(await runOf(desk, runId)).toMatchObject({
      status: 'success',
      result: { status: 'paid' },
      input: expense(1240),
    });
    expect(await effects(desk)).toEqual({ payment: 1 });
    expect(
      (await desk.db.select().from(decisions)).map(({ appliedAt, revisedAt }) => [
        appliedAt !== null,
        revisedAt,
      ]),
    ).toEqual([
      [true, null],
      [true, null],
    ]);
    expect(await desk.db.select().from(tasks)).toMatchObject([{ state: 'decided' }, { state: 'decided' }]);
    expect(await desk.db.$count(outbox, eq(outbox.state, 'done'))).toBe(await desk.db.$count(outbox));
    const events = await desk.db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.runId, runId))
      .orderBy(asc(auditEvents.seq));
    expect(
      events
        .slice(events.findIndex(({ verb }) => verb === 'run.rebuild_requested'))
        .map(({ verb, taskId }) => [verb, taskId]),
    ).toEqual([
      ['run.rebuild_requested', null],
      ['decision.replayed', first.id],
      ['decision.replayed', second.id],
      ['run.finished', null],
      ['run.rebuilt', null],
    ]);
    expect(events.find(({ verb }) => verb === 'run.rebuild_requested')).toMatchObject({
      actorId: 'usr_demo_operator',
      data: { ...reason, before: { status: 'lost', attempt: 0 }, after: { status: 'running', attempt: 1 } },
    });
  });

  test('opens new tasks where the journal ends, and closes the old ones', async () => {
    const desk = await deskForTest();
    const runId = await desk.request('expense-report', expense(1240));
    await answer(desk, runId, 'manager', { outcome: 'approve' });
    const [open] = await desk.openTasks(runId);
    await wipe(desk);
    await desk.db.update(runs).set({ status: 'lost' }).where(eq(runs.id, runId));
    expect(await previewRewind(desk.as('operator'), { to: 'journal', runId })).toMatchObject({
      askedAgain: [open!.title],
    });
    await rewindRun(desk.as('operator'), { to: 'journal', runId }, reason);
    const late = decideTask(desk.as('finance'), open!.id, {
      outcome: 'approve',
      payloadDigest: open!.payloadDigest,
    });
    await expect(late).rejects.toMatchObject({ code: 'conflict' });
    await desk.drain(runId);
    expect(await desk.db.select().from(tasks).where(eq(tasks.id, open!.id))).toMatchObject([
      { state: 'canceled', closeReason: 'run_rebuilt' },
    ]);
    const again = await answer(desk, runId, 'finance', { outcome: 'approve' });
    expect(again.id).not.toBe(open!.id);
    expect(again).toMatchObject({ title: open!.title, payload: open!.payload });
    expect(await runOf(desk, runId)).toMatchObject({ status: 'success' });
    expect(await effects(desk)).toEqual({ payment: 1 });
  });

  test('does not apply a decision if the question differs; it stays in the journal and a task opens', async () => {
    let price = 10;
    const any = z.object({}).loose();
    const gate = createStep({
      id: 'confirm',
      inputSchema: any,
      outputSchema: any,
      resumeSchema: z.object({ ok: z.boolean() }),
      execute: async ({ resumeData, suspend }) => resumeData ?? suspend({ price }),
    });
    const second = createStep({
      id: 'next',
      inputSchema: any,
      outputSchema: any,
      resumeSchema: z.object({ ok: z.boolean() }),
      execute: async ({ resumeData, suspend }) => resumeData ?? suspend({ next: true }),
    });
    const desk = await deskForTest({
      quote: createWorkflow({ id: 'quote', inputSchema: any, outputSchema: any })
        .then(gate)
        .then(second)
        .commit(),
    });
    const runId = await desk.request('quote', {});
    for (let round = 0; round < 2; round += 1)
      await answer(desk, runId, 'manager', { resumeData: { ok: true } });
    await wipe(desk);
    await desk.db.update(runs).set({ status: 'lost' }).where(eq(runs.id, runId));
    price = 20;
    await rewindRun(desk.as('operator'), { to: 'journal', runId }, reason);
    await desk.drain(runId);
    expect(await desk.openTasks(runId)).toMatchObject([{ stepPath: ['confirm'], payload: { price: 20 } }]);
    expect(
      (await desk.db.select().from(decisions)).map(({ appliedAt, revisedAt }) => [
        appliedAt,
        revisedAt !== null,
      ]),
    ).toEqual([
      [null, true],
      [null, true],
    ]);
    expect(await desk.db.$count(auditEvents, eq(auditEvents.verb, 'decision.not_replayed'))).toBe(2);
    await answer(desk, runId, 'manager', { resumeData: { ok: false } });
    await answer(desk, runId, 'manager', { resumeData: { ok: false } });
    expect(await runOf(desk, runId)).toMatchObject({ status: 'success', result: { ok: false } });
  });

  test('asks again about an agent’s tool call instead of applying the old decision', async () => {
    const desk = await deskForTest();
    const runId = await desk.request('refund-assistant', {
      prompt: 'Please refund €20 for order A-1042, the chair was broken.',
    });
    const before = await answer(desk, runId, 'finance', { outcome: 'approve' });
    expect(before.kind).toBe('tool-call');
    const done = await effects(desk);
    await wipe(desk);
    await desk.db.update(runs).set({ status: 'lost' }).where(eq(runs.id, runId));
    expect((await previewRewind(desk.as('operator'), { to: 'journal', runId })).answers).toMatchObject([
      { askedAnew: true },
    ]);
    await rewindRun(desk.as('operator'), { to: 'journal', runId }, reason);
    await desk.drain(runId);
    expect(await desk.openTasks(runId)).toMatchObject([{ kind: 'tool-call', state: 'open' }]);
    expect(await effects(desk)).toEqual(done);
  });

  test.each<[string, Json, number]>([
    ['sides', {}, 1],
    ['ask-each', ['a', 'b', 'c'], 3],
    ['nested', {}, 1],
    ['loop', {}, 2],
  ])('replays the answers of “%s”', async (workflowId, input, answers) => {
    const desk = await deskForTest(failingWorkflows(new Set()));
    const runId = await desk.request(workflowId, input);
    while ((await desk.openTasks(runId)).length > 0)
      await answer(desk, runId, 'manager', { resumeData: { by: 'Mia' } });
    const { result } = await runOf(desk, runId);
    await wipe(desk);
    await desk.db.update(runs).set({ status: 'lost' }).where(eq(runs.id, runId));
    await rewindRun(desk.as('operator'), { to: 'journal', runId }, reason);
    await desk.drain(runId);
    expect(await runOf(desk, runId)).toMatchObject({ status: 'success', result });
    expect((await desk.db.select().from(decisions)).map(({ revisedAt }) => revisedAt)).toEqual(
      Array.from({ length: answers }, () => null),
    );
  });

  test('refuses runs that are not broken, people who are not operators, and a missing reason', async () => {
    const { desk, runId } = await lostExpense();
    await expect(rewindRun(desk.as('requester2'), { to: 'journal', runId }, reason)).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(rewindRun(desk.as('requester'), { to: 'journal', runId }, reason)).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(rewindRun(desk.as('operator'), { to: 'journal', runId }, {})).rejects.toMatchObject({
      code: 'invalid',
    });
    const waiting = await desk.request('expense-report', expense(10));
    await expect(
      rewindRun(desk.as('operator'), { to: 'journal', runId: waiting }, reason),
    ).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(previewRewind(desk.as('operator'), { to: 'journal', runId: waiting })).rejects.toMatchObject(
      { code: 'conflict' },
    );
  });

  test('is not started again when it was cancelled after a process had died in its rebuild', async () => {
    const { desk, runId } = await lostExpense();
    await rewindRun(desk.as('operator'), { to: 'journal', runId }, reason);
    await desk.db
      .update(outbox)
      .set({ data: { discarded: true } })
      .where(eq(outbox.kind, 'rebuild'));
    await cancelRun(desk.as('operator'), runId, {});
    await desk.drain(runId);
    expect(await runOf(desk, runId)).toMatchObject({ status: 'canceled' });
    expect(await desk.openTasks(runId)).toEqual([]);
    expect(await effects(desk)).toEqual({});
  });

  test('twice at once happens once; a lost run can be cancelled instead, by operators', async () => {
    const { desk, runId } = await lostExpense();
    const both = await Promise.allSettled([
      rewindRun(desk.as('operator'), { to: 'journal', runId }, reason),
      rewindRun(desk.as('admin'), { to: 'journal', runId }, reason),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await desk.drain(runId);
    expect(await effects(desk)).toEqual({ payment: 1 });

    const other = await lostExpense();
    await expect(cancelRun(other.desk.as('requester'), other.runId, {})).rejects.toMatchObject({
      code: 'conflict',
    });
    await cancelRun(other.desk.as('operator'), other.runId, { reason: 'It was asked for again.' });
    await other.desk.drain(other.runId);
    expect(await runOf(other.desk, other.runId)).toMatchObject({
      status: 'canceled',
      cancelReason: 'It was asked for again.',
    });
    await expect(
      rewindRun(other.desk.as('operator'), { to: 'journal', runId: other.runId }, reason),
    ).rejects.toMatchObject({
      code: 'conflict',
    });
  });
});
