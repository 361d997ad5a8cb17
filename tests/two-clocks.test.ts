import { createStep, createWorkflow } from '@mastra/core/workflows';
import { eq } from 'drizzle-orm';
import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { decisions, outbox, runs } from '@/db/schema';
import { log } from '@/lib/base/log';
import { humanTask } from '@/lib/mastra/authoring/human-task';
import { drainRun } from '@/lib/work/outbox/drain-run';
import { cancelRun } from '@/lib/desk/runs/cancel-run';
import { reviseDecision } from '@/lib/desk/rewind/revise-decision';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { deskForTest, type Person, type TestDesk } from './support/desk';

const text = z.object({ text: z.string() });
let whileMailed: () => Promise<unknown> = async () => undefined;

const gate = createStep({
  id: 'gate',
  inputSchema: text,
  outputSchema: text,
  suspendSchema: text,
  resumeSchema: z.object({ approved: z.boolean() }),
  metadata: humanTask({ candidates: { groups: ['managers'] } }),
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

const hour = 3_600_000;

/** The same desk as another process has it, whose clock is this far ahead (or, negative, behind). */
const elsewhere =
  (desk: TestDesk, aheadMs: number) =>
  (who: Person | 'system' = 'system') => ({
    ...desk.as(who),
    clock: { now: () => new Date(desk.clock.now().getTime() + aheadMs) },
  });

const statusOf = async (desk: TestDesk, runId: string) =>
  (await desk.db.select().from(runs).where(eq(runs.id, runId)))[0]?.status;

/** A run whose answer waits to be given to the engine; it was recorded by a process with such a clock. */
async function answered(aheadMs: number) {
  const desk = await deskForTest({ letter });
  const runId = await desk.request('letter', { text: 'x' });
  const [task] = await desk.openTasks(runId);
  const { id, payloadDigest } = task!;
  await decideTask(elsewhere(desk, aheadMs)('manager'), id, { outcome: 'approve', payloadDigest });
  return { desk, runId, taskId: id };
}

describe.each([
  ['ahead', hour],
  ['behind', -hour],
])('what a process recorded whose clock is an hour %s', (_, aheadMs) => {
  test('is done at once by another', async () => {
    const { desk, runId } = await answered(aheadMs);
    await desk.drain(runId);
    expect(await statusOf(desk, runId)).toBe('success');
  });

  test('is tried again by another when it failed there, whatever time that clock gave the next try', async () => {
    vi.spyOn(log, 'error').mockImplementation(() => undefined);
    const { desk, runId } = await answered(0);
    const broken = { ...desk.engine, resume: () => Promise.reject(new Error('No.')) };
    await drainRun({ ...elsewhere(desk, aheadMs)(), engine: broken }, runId);
    expect(await desk.db.select().from(outbox).where(eq(outbox.kind, 'resume'))).toMatchObject([
      { state: 'pending', attempts: 1 },
    ]);
    await desk.drain(runId);
    expect(await statusOf(desk, runId)).toBe('success');
  });

  test('a return that was accepted after a cancel that came too late is done; a cancel after it keeps the run as it is', async () => {
    const { desk, runId, taskId } = await answered(0);
    whileMailed = () => cancelRun(desk.as('requester'), runId, {});
    await desk.drain(runId);
    whileMailed = async () => undefined;
    const { as, run } = { as: elsewhere(desk, aheadMs), run: () => statusOf(desk, runId) };
    await reviseDecision(as('operator'), taskId, { reason: 'wrong answer' });
    await desk.drain(runId);
    expect(await run()).toBe('suspended');
    expect(await desk.db.select().from(decisions)).toMatchObject([{ revisedAt: expect.any(Date) }]);

    const [again] = await desk.openTasks(runId);
    const { id, payloadDigest } = again!;
    await decideTask(desk.as('manager'), id, { outcome: 'approve', payloadDigest });
    await desk.drain(runId);
    await reviseDecision(desk.as('operator'), id, { reason: 'wrong again' });
    await cancelRun(as('requester'), runId, {});
    await desk.drain(runId);
    expect(await run()).toBe('success');
  });
});
