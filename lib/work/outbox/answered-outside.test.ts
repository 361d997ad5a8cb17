import { createStep, createWorkflow, type AnyWorkflow } from '@mastra/core/workflows';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { auditEvents, decisions, outbox, runs } from '@/db/schema';
import { humanTask } from '@/lib/mastra/authoring/human-task';
import { notificationsOf } from '@/lib/tell/messages/events';
import { sweep } from '@/lib/process/sweep/sweep';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { getTask } from '@/lib/desk/tasks/get-task';
import { actor, deskForTest, type TestDesk } from '@/tests/support/desk';
import { otherProgram } from '@/tests/support/other-program';
import { drainRun } from './drain-run';

const text = z.object({ a: z.string() });
const verdict = z.object({ approved: z.boolean() });
const options = { autoRestartActiveRuns: false };

const gate = (id: string) =>
  createStep({
    id,
    inputSchema: text,
    outputSchema: text,
    suspendSchema: text,
    resumeSchema: verdict,
    metadata: humanTask({ candidates: { groups: ['managers'] } }),
    execute: async ({ inputData, resumeData, suspend }) =>
      resumeData ? { a: `${inputData.a} ${id}:${resumeData.approved}` } : suspend(inputData),
  });

const define = (id: string) =>
  createWorkflow({ id, inputSchema: text, outputSchema: text, options }).then(gate('first'));

const workflows = (): Record<string, AnyWorkflow> => {
  const inner = define('inner').commit();
  return {
    two: define('two').then(gate('second')).commit(),
    one: define('one').commit(),
    beside: createWorkflow({ id: 'beside', inputSchema: text, outputSchema: z.any(), options })
      .parallel([gate('first'), gate('second')])
      .commit(),
    nested: createWorkflow({ id: 'nested', inputSchema: text, outputSchema: text, options })
      .then(inner)
      .then(gate('second'))
      .commit(),
    again: createWorkflow({ id: 'again', inputSchema: text, outputSchema: text, options })
      .dountil(gate('first'), async ({ inputData }) => inputData.a.endsWith('true'))
      .commit(),
  };
};

/** An adopted run of another program, and its open task. */
async function shared(workflowId: string) {
  const desk = await deskForTest(workflows());
  const program = await otherProgram(desk, workflows());
  const runId = await program.start(workflowId, { a: 'x' });
  await sweep(desk.as('system'), { anew: true });
  const task = (await desk.openTasks(runId)).find(({ stepPath }) => stepPath.at(-1) === 'first');
  const reject = () =>
    decideTask(desk.as('manager'), task!.id, { outcome: 'reject', payloadDigest: task!.payloadDigest });
  const answerThere = (approved = true) =>
    program.resume(workflowId, runId, workflowId === 'nested' ? 'inner.first' : 'first', { approved });
  return { desk, program, runId, taskId: task!.id, reject, answerThere };
}

const verbsOf = async (desk: TestDesk, runId: string) =>
  (await desk.db.select().from(auditEvents).where(eq(auditEvents.runId, runId))).map(({ verb }) => verb);
const rowOf = async (desk: TestDesk, runId: string) =>
  (await desk.db.select().from(runs).where(eq(runs.id, runId)))[0];
const storeOf = async (desk: TestDesk, runId: string, workflowId: string) =>
  desk.engine.read({ id: runId, workflowId });

describe.each(['two', 'one', 'nested', 'again'])('a run of another program (%s)', (workflowId) => {
  test('that the other program resumed first does not count our decision as applied', async () => {
    const { desk, runId, taskId, reject, answerThere } = await shared(workflowId);
    await answerThere(workflowId !== 'again');
    await reject();
    await desk.drain(runId);
    expect(await desk.db.select().from(decisions)).toMatchObject([
      { appliedAt: null, answeredOutsideAt: expect.any(Date) },
    ]);
    expect((await getTask(desk.as('manager'), taskId)).decision).toMatchObject({
      appliedAt: null,
      answeredOutsideAt: expect.any(String),
    });
    const verbs = await verbsOf(desk, runId);
    expect(verbs).toContain('decision.answered_outside');
    expect(verbs).not.toContain('decision.applied');
    expect((await rowOf(desk, runId))?.status).toBe((await storeOf(desk, runId, workflowId))?.status);
    expect(await desk.db.select().from(outbox).where(eq(outbox.state, 'pending'))).toEqual([]);
  });

  test('that we resumed first counts our decision as applied', async () => {
    const { desk, runId, reject, answerThere } = await shared(workflowId);
    await reject();
    await desk.drain(runId);
    await answerThere().catch(() => undefined);
    await sweep(desk.as('system'), { anew: true });
    expect(await desk.db.select().from(decisions)).toMatchObject([
      { appliedAt: expect.any(Date), answeredOutsideAt: null },
    ]);
    expect((await rowOf(desk, runId))?.status).toBe((await storeOf(desk, runId, workflowId))?.status);
  });

  test('that the other program resumes at the same moment as we do', async () => {
    const { desk, runId, reject, answerThere } = await shared(workflowId);
    await reject();
    const resume: typeof desk.engine.resume = async (...given) => {
      await answerThere(workflowId !== 'again');
      return desk.engine.resume(...given);
    };
    await drainRun({ ...desk.as('system'), engine: { ...desk.engine, resume } }, runId);
    desk.clock.advance(60_000);
    await desk.drain(runId);
    const steps = (await storeOf(desk, runId, workflowId))?.takers ?? [];
    const ours = steps.some(({ taskId }) => taskId !== null);
    const [decision] = await desk.db.select().from(decisions);
    expect(ours).toBe(decision?.appliedAt !== null);
    expect(decision).toMatchObject({ appliedAt: null, answeredOutsideAt: expect.any(Date) });
    expect((await rowOf(desk, runId))?.status).toBe((await storeOf(desk, runId, workflowId))?.status);
  });
});

test('the person who decided and operators are notified', async () => {
  const { desk, runId, reject, answerThere } = await shared('two');
  await answerThere();
  await reject();
  await desk.drain(runId);
  const [event] = await desk.db
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.verb, 'decision.answered_outside'));
  expect(notificationsOf(event!, null, null)).toMatchObject([
    { kind: 'stuck', principals: ['role:operator', 'role:admin', `user:${actor('manager').id}`] },
  ]);
});

test('the desk does not drive a run while another program does, and continues it afterwards', async () => {
  const { desk, runId, reject } = await shared('two');
  const store = { id: runId, workflowId: 'two' };
  await reject();
  const seen = await desk.engine.read(store);
  const running = { ...desk.engine, read: async () => ({ ...seen!, status: 'running' as const }) };
  const driven: string[] = [];
  const noting = (what: string) => async () => void driven.push(what);
  const engine = {
    ...running,
    restart: noting('restart'),
    settle: noting('settle'),
    resume: noting('resume'),
  };
  await drainRun({ ...desk.as('system'), engine }, runId);
  expect(driven).toEqual([]);
  expect(await desk.db.select().from(outbox)).toMatchObject([{ state: 'pending', attempts: 0 }]);
  desk.clock.advance(60_000);
  await desk.drain(runId);
  expect(await desk.db.select().from(decisions)).toMatchObject([{ appliedAt: expect.any(Date) }]);
});

describe('a run that has ended here and continues in the store', () => {
  test.each(['failed', 'success'] as const)('is mirrored when it waits there (%s here)', async (status) => {
    const { desk, runId } = await shared('two');
    await desk.db.update(runs).set({ status, finishedAt: new Date() }).where(eq(runs.id, runId));
    await sweep(desk.as('system'), { anew: true });
    expect(await rowOf(desk, runId)).toMatchObject({ status: 'suspended', finishedAt: null });
  });

  test('is mirrored when it failed here and has finished there', async () => {
    const { desk, runId, answerThere } = await shared('one');
    await answerThere();
    await desk.db.update(runs).set({ status: 'failed' }).where(eq(runs.id, runId));
    await sweep(desk.as('system'), { anew: true });
    expect(await rowOf(desk, runId)).toMatchObject({ status: 'success' });
  });

  test('stays cancelled when it was cancelled here', async () => {
    const { desk, runId } = await shared('two');
    await desk.db.update(runs).set({ status: 'canceled' }).where(eq(runs.id, runId));
    await sweep(desk.as('system'), { anew: true });
    expect(await rowOf(desk, runId)).toMatchObject({ status: 'canceled' });
  });
});

test.each(['two', 'beside', 'nested'])(
  'a question that another program answered is closed at once, while the run (%s) waits for another one',
  async (workflowId) => {
    const { desk, runId, taskId, answerThere } = await shared(workflowId);
    await answerThere();
    await sweep(desk.as('system'), { anew: true });
    expect((await rowOf(desk, runId))?.status).toBe('suspended');
    expect(await getTask(desk.as('operator'), taskId)).toMatchObject({
      state: 'canceled',
      closeReason: 'answered_outside',
    });
    expect((await desk.openTasks(runId)).map(({ stepPath }) => stepPath.at(-1))).toEqual(['second']);
    expect(await sweep(desk.as('system'), { anew: true })).toMatchObject({ projected: 0 });
  },
);
