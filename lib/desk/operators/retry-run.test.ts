import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { auditEvents, decisions, ledgerEntries, outbox, runs } from '@/db/schema';
import { cancelRun } from '@/lib/desk/runs/cancel-run';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { deskForTest, expense, type TestDesk } from '@/tests/support/desk';
import { retryRun, retryRuns } from './retry-run';

const error = 'the store cannot be reached';

/** A run with a recorded decision whose debt is stuck after all attempts. */
async function stuckRun(desk: TestDesk): Promise<string> {
  const runId = await desk.request('expense-report', expense(120));
  const [task] = await desk.openTasks(runId);
  await decideTask(desk.as('manager'), task!.id, { outcome: 'approve', payloadDigest: task!.payloadDigest });
  await desk.db
    .update(outbox)
    .set({ state: 'stuck', attempts: 8, lastError: error })
    .where(eq(outbox.id, `resume:${task!.id}`));
  await desk.drain(runId);
  expect(await desk.db.select().from(runs).where(eq(runs.id, runId))).toMatchObject([
    { status: 'suspended' },
  ]);
  return runId;
}

describe('retryRun', () => {
  test('makes debts due again with all attempts, and audits who did it', async () => {
    const desk = await deskForTest();
    const runId = await stuckRun(desk);
    const [debt] = await retryRun(desk.as('operator'), runId, { reason: 'The store is back.' });
    expect(await desk.db.select().from(outbox).where(eq(outbox.id, debt!))).toMatchObject([
      { state: 'pending', attempts: 0, lastError: error },
    ]);
    expect(
      await desk.db.select().from(auditEvents).where(eq(auditEvents.verb, 'outbox.retried')),
    ).toMatchObject([
      {
        runId,
        actorId: 'usr_demo_operator',
        data: {
          owed: 'resume',
          before: { state: 'stuck', attempts: 8 },
          error,
          reason: 'The store is back.',
        },
      },
    ]);
    await desk.drain(runId);
    expect(await desk.db.select().from(runs)).toMatchObject([{ status: 'success' }]);
    expect(await desk.db.select().from(ledgerEntries)).toMatchObject([{ attempts: 1 }]);
  });

  test('is only for operators, a conflict without debts, and done once when called twice at once', async () => {
    const desk = await deskForTest();
    const runId = await stuckRun(desk);
    await expect(retryRun(desk.as('requester2'), runId, {})).rejects.toMatchObject({ code: 'not_found' });
    await expect(retryRun(desk.as('requester'), runId, {})).rejects.toMatchObject({ code: 'forbidden' });
    await expect(retryRun(desk.as('operator'), runId, { reason: '' })).rejects.toMatchObject({
      code: 'invalid',
    });
    const both = await Promise.allSettled([
      retryRun(desk.as('operator'), runId, {}),
      retryRun(desk.as('admin'), runId, {}),
    ]);
    expect(both.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0);
    await desk.drain(runId);
    await expect(retryRun(desk.as('operator'), runId, {})).rejects.toMatchObject({ code: 'conflict' });
    expect(await desk.db.select().from(ledgerEntries)).toMatchObject([{ attempts: 1 }]);
  });

  test('of several runs each has its own result', async () => {
    const desk = await deskForTest();
    const [stuck, well] = [await stuckRun(desk), await desk.request('expense-report', expense(5))];
    expect(await retryRuns(desk.as('operator'), { runIds: [stuck, well, 'none', stuck] })).toEqual([
      { id: stuck, ok: true },
      {
        id: well,
        ok: false,
        code: 'conflict',
        reason: 'nothing_owed',
        detail: 'There is nothing left to retry.',
      },
      { id: 'none', ok: false, code: 'not_found', reason: 'no_such_run', detail: 'There is no such run.' },
    ]);
    await expect(retryRuns(desk.as('manager'), { runIds: [stuck] })).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(retryRuns(desk.as('operator'), { runIds: [] })).rejects.toMatchObject({ code: 'invalid' });
  });

  test('a stuck run can be cancelled, and the decision is reported as not applied', async () => {
    const desk = await deskForTest();
    const runId = await stuckRun(desk);
    await cancelRun(desk.as('operator'), runId, { reason: 'It is not needed.' });
    await desk.drain(runId);
    expect(await desk.db.select().from(runs)).toMatchObject([{ status: 'canceled' }]);
    expect(await desk.db.$count(outbox, eq(outbox.state, 'done'))).toBe(3);
    expect(await desk.db.select().from(decisions)).toMatchObject([{ appliedAt: null }]);
    expect(await desk.db.$count(auditEvents, eq(auditEvents.verb, 'decision.not_applied'))).toBe(1);
    await expect(retryRun(desk.as('operator'), runId, {})).rejects.toMatchObject({ code: 'conflict' });
  });
});
