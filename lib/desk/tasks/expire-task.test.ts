import { createStep, createWorkflow } from '@mastra/core/workflows';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { auditEvents, decisions, runs, tasks } from '@/db/schema';
import { humanTask, type HumanTask } from '@/lib/mastra/authoring/human-task';
import { deskForTest } from '@/tests/support/desk';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { expireTask } from './expire-task';

const answer = z.object({ approved: z.boolean() });

const timed = (onExpiry: NonNullable<HumanTask<unknown, z.infer<typeof answer>>['onExpiry']>) => {
  const gate = createStep({
    id: 'gate',
    inputSchema: z.object({ what: z.string() }),
    outputSchema: answer,
    suspendSchema: z.object({ what: z.string() }),
    resumeSchema: answer,
    metadata: humanTask<unknown, z.infer<typeof answer>>({
      candidates: { groups: ['managers'] },
      due: '2h',
      onExpiry,
    }),
    execute: async ({ inputData, resumeData, suspend }) => resumeData ?? suspend(inputData),
  });
  return {
    timed: createWorkflow({ id: 'timed', inputSchema: z.object({ what: z.string() }), outputSchema: answer })
      .then(gate)
      .commit(),
  };
};

async function waiting(onExpiry: Parameters<typeof timed>[0]) {
  const desk = await deskForTest(timed(onExpiry));
  const runId = await desk.request('timed', { what: 'A door' });
  const [task] = await desk.openTasks(runId);
  return { desk, runId, task: task! };
}

const hours = (count: number) => count * 3_600_000;

describe('expireTask', () => {
  test('decides with the preset data as the system, once, and the run continues', async () => {
    const { desk, runId, task } = await waiting({ resumeData: { approved: false } });
    expect(task.expiresAt).toEqual(task.dueAt);
    expect(await expireTask(desk.as('system'), task.id)).toBe(false);
    desk.clock.advance(hours(2) + 1);
    const both = await Promise.all([
      expireTask(desk.as('system'), task.id),
      expireTask(desk.as('system'), task.id),
    ]);
    expect(both.toSorted()).toEqual([false, true]);
    await desk.drain(runId);
    expect(await desk.db.select().from(runs)).toMatchObject([
      { status: 'success', result: { approved: false } },
    ]);
    expect(await desk.db.select().from(tasks)).toMatchObject([{ state: 'expired' }]);
    expect(await desk.db.select().from(decisions)).toMatchObject([
      { actorKind: 'system', outcome: 'expired', appliedAt: expect.any(Date) },
    ]);
    expect(
      (await desk.db.select().from(auditEvents).where(eq(auditEvents.taskId, task.id))).map(
        ({ verb }) => verb,
      ),
    ).toEqual(['task.opened', 'task.expired', 'decision.applied']);
  });

  test('a person can decide until just before the expiry, and not at that moment', async () => {
    const late = await waiting({ resumeData: { approved: false } });
    late.desk.clock.advance(hours(2));
    await expect(
      decideTask(late.desk.as('manager'), late.task.id, {
        outcome: 'approve',
        payloadDigest: late.task.payloadDigest,
      }),
    ).rejects.toMatchObject({ code: 'conflict' });
    const early = await waiting({ resumeData: { approved: false } });
    early.desk.clock.advance(hours(2) - 1);
    await decideTask(early.desk.as('manager'), early.task.id, {
      outcome: 'approve',
      payloadDigest: early.task.payloadDigest,
    });
    early.desk.clock.advance(hours(1));
    expect(await expireTask(early.desk.as('system'), early.task.id)).toBe(false);
  });

  test('cancels the run if the policy says so', async () => {
    const { desk, runId, task } = await waiting('cancel');
    desk.clock.advance(hours(3));
    expect(await expireTask(desk.as('system'), task.id)).toBe(true);
    await desk.drain(runId);
    expect(await desk.db.select().from(runs)).toMatchObject([{ status: 'canceled' }]);
    expect(await desk.db.select().from(tasks)).toMatchObject([{ state: 'expired' }]);
  });

  test('leaves a task open if its policy only notifies, and a late decision counts', async () => {
    const { desk, task } = await waiting('notify');
    desk.clock.advance(hours(30));
    expect(await expireTask(desk.as('system'), task.id)).toBe(false);
    await decideTask(desk.as('manager'), task.id, { outcome: 'approve', payloadDigest: task.payloadDigest });
  });

  test('is only done by the system', async () => {
    const { desk, task } = await waiting('cancel');
    await expect(expireTask(desk.as('admin'), task.id)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(expireTask(desk.as('system'), 'task_none')).rejects.toMatchObject({ code: 'not_found' });
  });
});
