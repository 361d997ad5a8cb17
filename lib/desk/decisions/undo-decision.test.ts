import { and, eq, sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { createStep, createWorkflow } from '@mastra/core/workflows';
import { z } from 'zod';
import { auditEvents, decisions, notifications, outbox, runs, tasks, undoneDecisions } from '@/db/schema';
import type { Context } from '@/lib/people/context';
import { humanTask } from '@/lib/mastra/authoring/human-task';
import { collectNotifications } from '@/lib/tell/drain/collect';
import { sweep } from '@/lib/process/sweep/sweep';
import { cancelRun } from '@/lib/desk/runs/cancel-run';
import { deskForTest, expense, type TestDesk } from '@/tests/support/desk';
import { decideTask } from './decide-task';
import { undoDecision } from './undo-decision';

const window = 8_000;

async function asked(desk: TestDesk) {
  const runId = await desk.request('expense-report', expense());
  const [task] = await desk.openTasks(runId);
  return { runId, task: task! };
}

async function decided(desk: TestDesk, undoable = true) {
  const { runId, task } = await asked(desk);
  const input = { outcome: 'approve', payloadDigest: task.payloadDigest, undoable };
  const { decision } = await decideTask(desk.as('manager'), task.id, input);
  await desk.drain(runId);
  return { runId, task, decision };
}

const stateOf = async ({ db }: TestDesk, taskId: string) =>
  (await db.select({ state: tasks.state }).from(tasks).where(eq(tasks.id, taskId)))[0]!.state;
const statusOf = async ({ db }: TestDesk, runId: string) =>
  (await db.select({ status: runs.status }).from(runs).where(eq(runs.id, runId)))[0]!.status;
const verbsOf = async ({ db }: TestDesk, taskId: string) =>
  (
    await db
      .select({ verb: auditEvents.verb })
      .from(auditEvents)
      .where(eq(auditEvents.taskId, taskId))
      .orderBy(auditEvents.seq)
  ).map(({ verb }) => verb);
const toldOf = async (desk: TestDesk, taskId: string) => {
  await collectNotifications(desk.as('system'));
  return desk.db.$count(
    notifications,
    and(eq(notifications.taskId, taskId), eq(notifications.kind, 'decided')),
  );
};

/** A context whose rival acts right before the n-th batch or statement list is sent. */
function withRival(ctx: Context, act: () => Promise<unknown>): Context {
  let acted = false;
  const batch: Context['db']['batch'] = async (statements) => {
    if (!acted) {
      acted = true;
      await act();
    }
    return ctx.db.batch(statements);
  };
  return {
    ...ctx,
    db: new Proxy(ctx.db, {
      get: (target, name) => (name === 'batch' ? batch : (Reflect.get(target, name) as unknown)),
    }),
  };
}

describe('a decision that can be undone', () => {
  test('is recorded immediately, and applied after the window; only then is the requester notified', async () => {
    const desk = await deskForTest();
    const { runId, task, decision } = await decided(desk);
    expect(decision.undoUntil!.getTime() - decision.createdAt.getTime()).toBe(window);
    expect([await stateOf(desk, task.id), await statusOf(desk, runId)]).toEqual(['decided', 'suspended']);
    expect(await toldOf(desk, task.id)).toBe(0);
    desk.clock.advance(window - 1);
    await sweep(desk.as('system'));
    expect(await statusOf(desk, runId)).toBe('suspended');
    desk.clock.advance(2);
    await sweep(desk.as('system'));
    expect(await statusOf(desk, runId)).toBe('success');
    expect(await toldOf(desk, task.id)).toBe(1);
    expect(await verbsOf(desk, task.id)).toEqual([
      'task.opened',
      'task.decided',
      'decision.final',
      'decision.applied',
    ]);
  });

  test('can be undone by the person who decided: the task opens again, without a debt, and the journal keeps the decision', async () => {
    const desk = await deskForTest();
    const { runId, task, decision } = await decided(desk);
    expect(await undoDecision(desk.as('manager'), task.id)).toMatchObject({
      state: 'open',
      canDecide: true,
      decision: null,
      payloadDigest: task.payloadDigest,
    });
    expect(await undoDecision(desk.as('manager'), task.id)).toMatchObject({ state: 'open' });
    expect(await desk.db.select().from(decisions)).toEqual([]);
    expect(await desk.db.select().from(undoneDecisions)).toMatchObject([
      { id: decision.id, outcome: 'approve', comment: null },
    ]);
    desk.clock.advance(60_000);
    await sweep(desk.as('system'));
    expect(await statusOf(desk, runId)).toBe('suspended');
    expect(await toldOf(desk, task.id)).toBe(0);
    expect((await verbsOf(desk, task.id)).filter((verb) => verb === 'decision.undone')).toHaveLength(1);

    await decideTask(desk.as('manager2'), task.id, { outcome: 'approve', payloadDigest: task.payloadDigest });
    await desk.drain(runId);
    expect(await statusOf(desk, runId)).toBe('success');
  });

  test('cannot be undone by others, and is not_found for those who may not see it', async () => {
    const desk = await deskForTest();
    const { task } = await decided(desk);
    await expect(undoDecision(desk.as('manager2'), task.id)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(undoDecision(desk.as('operator'), task.id)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(undoDecision(desk.as('requester2'), task.id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await stateOf(desk, task.id)).toBe('decided');
  });

  test('cannot be undone once it is applied, after the window, or without a window', async () => {
    const desk = await deskForTest();
    const late = await decided(desk);
    desk.clock.advance(window);
    await expect(undoDecision(desk.as('manager'), late.task.id)).rejects.toMatchObject({ code: 'conflict' });
    const now = await decided(desk, false);
    expect(await statusOf(desk, now.runId)).toBe('success');
    await expect(undoDecision(desk.as('manager'), now.task.id)).rejects.toMatchObject({ code: 'conflict' });
    const open = await asked(desk);
    await expect(undoDecision(desk.as('manager'), open.task.id)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('a window that a wrong clock wrote hours away does not block the run', async () => {
    const desk = await deskForTest();
    const { runId } = await decided(desk);
    desk.clock.advance(-2 * 3_600_000);
    await sweep(desk.as('system'));
    expect(await statusOf(desk, runId)).toBe('success');
  });
});

describe('two at once', () => {
  test('applying begins between the look of the undo and its write: too late', async () => {
    const desk = await deskForTest();
    const { runId, task } = await decided(desk);
    const apply = async () => {
      desk.clock.advance(window);
      await desk.drain(runId);
      desk.clock.advance(-window);
    };
    await expect(undoDecision(withRival(desk.as('manager'), apply), task.id)).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await statusOf(desk, runId)).toBe('success');
  });

  test('the undo comes between the look of the drain and the end of the time: nothing is applied', async () => {
    const desk = await deskForTest();
    const { runId, task } = await decided(desk);
    const { drainRun } = await import('@/lib/work/outbox/drain-run');
    const undo = async () => {
      desk.clock.advance(-window);
      await undoDecision(desk.as('manager'), task.id);
      desk.clock.advance(window);
    };
    desk.clock.advance(window);
    await drainRun(withRival(desk.as('system'), undo), runId);
    expect([await stateOf(desk, task.id), await statusOf(desk, runId)]).toEqual(['open', 'suspended']);
    expect(
      await desk.db
        .select()
        .from(outbox)
        .where(sql`${outbox.id} = ${`resume:${task.id}`}`),
    ).toEqual([]);
  });

  test('a cancel between: the task stays as it is', async () => {
    const desk = await deskForTest();
    const { runId, task } = await decided(desk);
    const cancel = () => cancelRun(desk.as('requester'), runId, {});
    await expect(undoDecision(withRival(desk.as('manager'), cancel), task.id)).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await stateOf(desk, task.id)).toBe('decided');
    await desk.drain(runId);
    expect(await statusOf(desk, runId)).toBe('canceled');
  });
});

describe('the policy of a step', () => {
  const io = z.object({ text: z.string() });
  const flow = (undo: string | false) => ({
    flow: createWorkflow({ id: 'flow', inputSchema: io, outputSchema: io })
      .then(
        createStep({
          id: 'gate',
          inputSchema: io,
          outputSchema: io,
          resumeSchema: z.object({ approved: z.boolean() }),
          metadata: humanTask({ candidates: { groups: ['managers'] }, undo }),
          execute: async ({ inputData, resumeData, suspend }) => (resumeData ? inputData : suspend({})),
        }),
      )
      .commit(),
  });

  test.each([
    ['30s', undefined, 30_000],
    ['30s', false, 30_000],
    [false as const, true, null],
  ])('undo: %s, asked for: %s', async (undo, undoable, expected) => {
    const desk = await deskForTest(flow(undo));
    const runId = await desk.request('flow', { text: 'x' });
    const [task] = await desk.openTasks(runId);
    const input = {
      outcome: 'approve',
      payloadDigest: task!.payloadDigest,
      ...(undoable === undefined ? {} : { undoable }),
    };
    const { decision } = await decideTask(desk.as('manager'), task!.id, input);
    expect(decision.undoUntil && decision.undoUntil.getTime() - decision.createdAt.getTime()).toBe(expected);
  });
});
