import { and, eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { auditEvents, outbox, runs, taskCandidates } from '@/db/schema';
import { countOpenTasks } from '@/lib/desk/tasks/list-tasks';
import { deskForTest, expense } from '@/tests/support/desk';
import { cancelRun } from './cancel-run';
import { startRun } from './start-run';

describe('cancelRun', () => {
  test('closes the open tasks immediately and ends the run, with audit row and reason', async () => {
    const desk = await deskForTest();
    const runId = await desk.request('purchase-order', {
      supplier: 'Acme',
      justification: 'We need new chairs.',
      lines: [{ item: 'Chair', quantity: 2, unitPrice: 99.5 }],
    });
    expect(await desk.openTasks(runId)).toHaveLength(2);
    await cancelRun(desk.as('requester'), runId, { reason: 'Found some in the cellar.' });
    expect(await desk.openTasks(runId)).toEqual([]);
    expect(await countOpenTasks(desk.as('manager'))).toBe(0);
    expect(await desk.db.select().from(taskCandidates).where(eq(taskCandidates.open, true))).toEqual([]);
    await desk.drain(runId);
    expect(await desk.db.select().from(runs)).toMatchObject([
      { status: 'canceled', cancelReason: 'Found some in the cellar.', finishedAt: expect.any(Date) },
    ]);
    expect((await desk.engine.read({ id: runId, workflowId: 'purchase-order' }))?.status).toBe('canceled');
    const verbs = (await desk.db.select().from(auditEvents)).map(({ verb }) => verb);
    expect(verbs.filter((verb) => verb === 'task.canceled')).toHaveLength(2);
    expect(verbs.filter((verb) => verb.startsWith('run.'))).toEqual([
      'run.requested',
      'run.started',
      'run.cancel_requested',
      'run.finished',
    ]);
  });

  test('succeeds once when called twice, also concurrently; a finished run is a conflict', async () => {
    const desk = await deskForTest();
    const runId = await desk.request('expense-report', expense());
    await Promise.all([
      cancelRun(desk.as('requester'), runId, {}),
      cancelRun(desk.as('operator'), runId, {}),
    ]);
    await desk.drain(runId);
    await cancelRun(desk.as('requester'), runId, {});
    expect(
      (await desk.db.select().from(auditEvents)).filter(({ verb }) => verb === 'run.cancel_requested'),
    ).toHaveLength(1);

    const ended = await desk.request('expense-report', expense());
    await desk.db.update(runs).set({ status: 'success' }).where(eq(runs.id, ended));
    await expect(cancelRun(desk.as('requester'), ended, {})).rejects.toMatchObject({ code: 'conflict' });
    expect(
      await desk.db
        .select()
        .from(outbox)
        .where(and(eq(outbox.runId, ended), eq(outbox.kind, 'cancel'))),
    ).toEqual([]);
  });

  test('a request that never reached the engine ends without starting', async () => {
    const desk = await deskForTest();
    const { run } = await startRun(desk.as('requester'), { workflowId: 'expense-report', input: expense() });
    await cancelRun(desk.as('requester'), run.id, {});
    await desk.drain(run.id);
    expect(await desk.db.select().from(runs)).toMatchObject([{ status: 'canceled' }]);
    expect(await desk.engine.read(run)).toBeNull();
    expect((await desk.db.select().from(outbox)).map(({ state }) => state)).toEqual(['done', 'done']);
  });

  test('is forbidden to approvers (403), and not_found for others (404)', async () => {
    const desk = await deskForTest();
    const runId = await desk.request('expense-report', expense());
    await expect(cancelRun(desk.as('manager'), runId, {})).rejects.toMatchObject({ code: 'forbidden' });
    await expect(cancelRun(desk.as('finance'), runId, {})).rejects.toMatchObject({ code: 'not_found' });
    await expect(cancelRun(desk.as('requester2'), runId, {})).rejects.toMatchObject({ code: 'not_found' });
    await expect(cancelRun(desk.as('requester'), 'no-such-run', {})).rejects.toMatchObject({
      code: 'not_found',
    });
    expect(await desk.openTasks(runId)).toHaveLength(1);
  });
});
