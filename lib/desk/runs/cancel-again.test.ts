import { createStep, createWorkflow } from '@mastra/core/workflows';
import { and, eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { outbox, runs } from '@/db/schema';
import { humanTask } from '@/lib/mastra/authoring/human-task';
import { sweep } from '@/lib/process/sweep/sweep';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { deskForTest, type TestDesk } from '@/tests/support/desk';
import { cancelRun } from './cancel-run';
import { rewindRun } from '@/lib/desk/rewind/rewind-run';

const text = z.object({ text: z.string() });
let whileMailed: () => Promise<unknown> = async () => undefined;

const gate = createStep({
  id: 'gate',
  inputSchema: text,
  outputSchema: text,
  suspendSchema: text,
  resumeSchema: z.object({ approved: z.boolean() }),
  metadata: humanTask({ candidates: { groups: ['managers'] }, due: '1h', onExpiry: 'cancel' }),
  execute: async ({ inputData, resumeData, suspend }) => (resumeData ? inputData : suspend(inputData)),
});
const mail = createStep({
  id: 'mail',
  inputSchema: text,
  outputSchema: text,
  execute: async ({ inputData }) => (await whileMailed(), inputData),
});
const letter = createWorkflow({
  id: 'letter',
  inputSchema: text,
  outputSchema: text,
  options: { autoRestartActiveRuns: false },
})
  .then(gate)
  .then(mail)
  .commit();

const runOf = async (desk: TestDesk, runId: string) =>
  (await desk.db.select().from(runs).where(eq(runs.id, runId)))[0];
const cancels = (desk: TestDesk, runId: string) =>
  desk.db
    .select({ state: outbox.state })
    .from(outbox)
    .where(and(eq(outbox.runId, runId), eq(outbox.kind, 'cancel')));

async function approve(desk: TestDesk, runId: string): Promise<string> {
  const [task] = await desk.openTasks(runId);
  await decideTask(desk.as('manager'), task!.id, { outcome: 'approve', payloadDigest: task!.payloadDigest });
  await desk.drain(runId);
  return task!.id;
}

/** A run that finished before its cancel took effect, and whose decision was then reopened, so it waits again. */
async function canceledInVain() {
  const desk = await deskForTest({ letter });
  const runId = await desk.request('letter', { text: 'x' });
  whileMailed = () => cancelRun(desk.as('requester'), runId, { reason: 'too late' });
  const taskId = await approve(desk, runId);
  whileMailed = async () => undefined;
  expect(await runOf(desk, runId)).toMatchObject({ status: 'success', cancelReason: 'too late' });
  desk.clock.advance(60_000);
  await rewindRun(desk.as('operator'), { to: 'decision', taskId }, { reason: 'wrong answer' });
  await desk.drain(runId);
  expect(await runOf(desk, runId)).toMatchObject({ status: 'suspended', cancelReason: null });
  return { desk, runId };
}

describe('a run that goes on after a cancel that came too late', () => {
  test('is ended by the next cancel', async () => {
    const { desk, runId } = await canceledInVain();
    await cancelRun(desk.as('requester'), runId, { reason: 'not needed' });
    await desk.drain(runId);
    expect(await runOf(desk, runId)).toMatchObject({ status: 'canceled', cancelReason: 'not needed' });
    expect(await desk.openTasks(runId)).toEqual([]);
    expect(await cancels(desk, runId)).toEqual([{ state: 'done' }, { state: 'done' }]);
  });

  test('is ended by the time of its question', async () => {
    const { desk, runId } = await canceledInVain();
    desk.clock.advance(2 * 3_600_000);
    expect((await sweep(desk.as('system'))).expired).toBe(1);
    expect(await runOf(desk, runId)).toMatchObject({ status: 'canceled' });
    expect(await desk.openTasks(runId)).toEqual([]);
  });

  test('is cancelled once, however many ask at once', async () => {
    const { desk, runId } = await canceledInVain();
    desk.clock.advance(2 * 3_600_000);
    const asked = await Promise.all([
      cancelRun(desk.as('requester'), runId, {}),
      cancelRun(desk.as('operator'), runId, {}),
      sweep(desk.as('system')),
    ]);
    expect(asked[0].debt).toBe(asked[1].debt);
    await desk.drain(runId);
    expect(await cancels(desk, runId)).toHaveLength(2);
    expect(await runOf(desk, runId)).toMatchObject({ status: 'canceled' });
  });

  test('is also ended when it went back to a step, and an answer can be taken back again that a cancel kept', async () => {
    const desk = await deskForTest({ letter });
    const runId = await desk.request('letter', { text: 'x' });
    const taskId = await approve(desk, runId);
    await rewindRun(desk.as('operator'), { to: 'decision', taskId }, { reason: 'wrong answer' });
    await cancelRun(desk.as('requester'), runId, {});
    await desk.drain(runId);
    // It had ended, and was cancelled before it went back: it stays as it was.
    expect(await runOf(desk, runId)).toMatchObject({ status: 'success' });
    await rewindRun(desk.as('operator'), { to: 'decision', taskId }, { reason: 'still wrong' });
    await desk.drain(runId);
    expect(await runOf(desk, runId)).toMatchObject({ status: 'suspended' });
    await approve(desk, runId);
    await rewindRun(desk.as('operator'), { to: 'step', runId }, { step: ['gate'], reason: 'ask again' });
    await desk.drain(runId);
    await cancelRun(desk.as('requester'), runId, {});
    await desk.drain(runId);
    expect(await runOf(desk, runId)).toMatchObject({ status: 'canceled' });
  });

  test('says each time that it ended', async () => {
    const { desk, runId } = await canceledInVain();
    await cancelRun(desk.as('requester'), runId, {});
    await desk.drain(runId);
    const told = await desk.db.query.auditEvents.findMany({
      where: (event) => and(eq(event.runId, runId), eq(event.verb, 'run.finished')),
    });
    expect(told.map(({ data }) => (data as { after: unknown }).after)).toEqual([
      { status: 'success' },
      { status: 'canceled' },
    ]);
  });
});

test('a run that had failed and was cancelled before it was rebuilt stays as it was', async () => {
  const desk = await deskForTest({ letter });
  const runId = await desk.request('letter', { text: 'x' });
  whileMailed = () => Promise.reject(new Error('no post'));
  await approve(desk, runId);
  whileMailed = async () => undefined;
  expect(await runOf(desk, runId)).toMatchObject({ status: 'failed' });
  await rewindRun(desk.as('operator'), { to: 'journal', runId }, { reason: 'try again' });
  await cancelRun(desk.as('requester'), runId, { reason: 'not needed' });
  await desk.drain(runId);
  expect(await runOf(desk, runId)).toMatchObject({ status: 'failed' });
  expect(await desk.openTasks(runId)).toEqual([]);
});
