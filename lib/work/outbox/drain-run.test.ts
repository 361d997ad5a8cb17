import { and, eq } from 'drizzle-orm';
import { describe, expect, test, vi } from 'vitest';
import { decisions, ledgerEntries, outbox, runLeases, runs, tasks } from '@/db/schema';
import { log } from '@/lib/base/log';
import { cancelRun } from '@/lib/desk/runs/cancel-run';
import type { Engine } from '@/lib/engine/engine';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { deskForTest, expense } from '@/tests/support/desk';
import { drainRun } from './drain-run';
import { LeaseLostError } from '@/lib/desk/runs/lease';

/** A desk on which a manager has approved an expense, and the decision is not applied yet. */
async function approved() {
  const desk = await deskForTest();
  const runId = await desk.request('expense-report', expense());
  const [task] = await desk.openTasks(runId);
  await decideTask(desk.as('manager'), task!.id, { outcome: 'approve', payloadDigest: task!.payloadDigest });
  const drainWith = (changes: Partial<Engine>) =>
    drainRun({ ...desk.as('system'), engine: { ...desk.engine, ...changes } }, runId);
  return { desk, runId, taskId: task!.id, drainWith };
}

const stolen = { owner: 'somebody else', token: 99 };

describe('drainRun', () => {
  test('a decision is never applied to a cancelled request, also while the cancel is being retried', async () => {
    vi.spyOn(log, 'error').mockImplementation(() => undefined);
    const { desk, runId, drainWith } = await approved();
    await cancelRun(desk.as('requester'), runId, {});
    await drainWith({ cancel: () => Promise.reject(new Error('the store is away')) });
    expect(await desk.db.select().from(ledgerEntries)).toEqual([]);
    expect(
      (await desk.db.select().from(outbox))
        .filter(({ state }) => state === 'pending')
        .map(({ kind }) => kind)
        .toSorted(),
    ).toEqual(['cancel', 'resume']);
    desk.clock.advance(60_000);
    await desk.drain(runId);
    expect(await desk.db.select().from(runs)).toMatchObject([{ status: 'canceled' }]);
    expect(await desk.db.select().from(ledgerEntries)).toEqual([]);
    expect(await desk.db.select().from(decisions)).toMatchObject([{ appliedAt: null }]);
  });

  test('a cancel that the engine silently dropped is retried', async () => {
    vi.spyOn(log, 'error').mockImplementation(() => undefined);
    const { desk, runId, drainWith } = await approved();
    await cancelRun(desk.as('requester'), runId, {});
    await drainWith({ cancel: () => Promise.resolve() });
    expect(
      await desk.db
        .select()
        .from(outbox)
        .where(and(eq(outbox.runId, runId), eq(outbox.kind, 'cancel'))),
    ).toMatchObject([{ state: 'pending', attempts: 1 }]);
    desk.clock.advance(60_000);
    await desk.drain(runId);
    expect(await desk.db.select().from(runs)).toMatchObject([{ status: 'canceled' }]);
  });

  test('a holder that lost its lease during work writes nothing, and the next one does', async () => {
    const { desk, runId, taskId, drainWith } = await approved();
    const resume: Engine['resume'] = async (...args) => {
      await desk.engine.resume(...args);
      await desk.db.update(runLeases).set(stolen);
    };
    await expect(drainWith({ resume })).rejects.toBeInstanceOf(LeaseLostError);
    expect(await desk.db.select().from(runLeases)).toMatchObject([stolen]);
    expect(await desk.db.select().from(runs)).toMatchObject([{ status: 'suspended' }]);
    expect(
      await desk.db
        .select()
        .from(outbox)
        .where(eq(outbox.id, `resume:${taskId}`)),
    ).toMatchObject([{ state: 'pending', attempts: 0 }]);
    await desk.db.update(runLeases).set({ expiresAt: 0 });
    await desk.drain(runId);
    expect(await desk.db.select().from(runs)).toMatchObject([{ status: 'success' }]);
    expect(await desk.db.select().from(decisions)).toMatchObject([{ appliedAt: expect.any(Date) }]);
    expect(await desk.db.select().from(ledgerEntries)).toMatchObject([{ attempts: 1 }]);
  });

  test('a holder that lost its lease and then failed does not make a paid debt pending again', async () => {
    const { desk, taskId, drainWith } = await approved();
    const resume = async () => {
      await desk.db.batch([
        desk.db.update(runLeases).set(stolen),
        desk.db.update(outbox).set({ state: 'done' }),
      ]);
      throw new Error('claimed by another caller');
    };
    await expect(drainWith({ resume })).rejects.toBeInstanceOf(LeaseLostError);
    expect(
      await desk.db
        .select()
        .from(outbox)
        .where(eq(outbox.id, `resume:${taskId}`)),
    ).toMatchObject([{ state: 'done', attempts: 0 }]);
    expect(await desk.db.select().from(tasks)).toMatchObject([{ state: 'decided' }]);
  });
});
