import type { TaskRow } from '@/db/schema';
import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { auditEvents, decisions, ledgerEntries, runs, tasks } from '@/db/schema';
import type { Json } from '@/db/schema/json';
import { sweep } from '@/lib/process/sweep/sweep';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { deskForTest, expense, type Person, type TestDesk } from '@/tests/support/desk';
import { previewRewind } from './preview-rewind';
import { rewindRun } from './rewind-run';

const reason = { reason: 'The wrong button.' };

async function approve(desk: TestDesk, runId: string, who: Person): Promise<TaskRow> {
  const [task] = await desk.openTasks(runId);
  await decideTask(desk.as(who), task!.id, { outcome: 'approve', payloadDigest: task!.payloadDigest });
  await desk.drain(runId);
  return task!;
}

async function paid(desk: TestDesk) {
  const runId = await desk.request('expense-report', expense(1240));
  const manager = await approve(desk, runId, 'manager');
  const finance = await approve(desk, runId, 'finance');
  return { runId, manager, finance };
}

const runOf = async ({ db }: TestDesk, runId: string) =>
  (await db.select().from(runs).where(eq(runs.id, runId)))[0]!;

describe('rewindRun to the question of a decision', () => {
  test('reopens the task of a finished run, names the steps that run again, and keeps both decisions', async () => {
    const desk = await deskForTest();
    const { runId, manager } = await paid(desk);
    expect(await previewRewind(desk.as('operator'), { to: 'decision', taskId: manager.id })).toMatchObject({
      runsAgain: ['Payment'],
      askedAgain: ['Manager approval', 'Finance approval'],
    });
    await rewindRun(desk.as('operator'), { to: 'decision', taskId: manager.id }, reason);
    expect(await runOf(desk, runId)).toMatchObject({ status: 'running', finishedAt: null, result: null });
    await desk.drain(runId);
    const [again] = await desk.openTasks(runId);
    expect(again).toMatchObject({ stepPath: ['manager-approval'], state: 'open' });
    expect(again!.id).not.toBe(manager.id);
    expect((await desk.db.select().from(decisions)).map(({ revisedAt }) => revisedAt !== null)).toEqual([
      true,
      true,
    ]);

    await decideTask(desk.as('manager2'), again!.id, {
      outcome: 'reject',
      comment: 'Not this one.',
      payloadDigest: again!.payloadDigest,
    });
    await desk.drain(runId);
    expect(await runOf(desk, runId)).toMatchObject({
      status: 'success',
      revision: 1,
      result: { status: 'rejected' },
    });
    expect(await desk.db.select().from(decisions)).toHaveLength(3);
    const verbs = (await desk.db.select().from(auditEvents).where(eq(auditEvents.runId, runId))).map(
      ({ verb }) => verb,
    );
    expect(
      verbs.filter((verb) => ['task.decided', 'decision.revised', 'run.finished'].includes(verb)),
    ).toEqual([
      'task.decided',
      'task.decided',
      'run.finished',
      'decision.revised',
      'task.decided',
      'run.finished',
    ]);
  });

  test('cancels the open tasks after it; of parallel decisions only this one is reopened', async () => {
    const desk = await deskForTest();
    const runId = await desk.request('expense-report', expense(1240));
    const manager = await approve(desk, runId, 'manager');
    const [behind] = await desk.openTasks(runId);
    await rewindRun(desk.as('operator'), { to: 'decision', taskId: manager.id }, reason);
    expect(await desk.db.select().from(tasks).where(eq(tasks.id, behind!.id))).toMatchObject([
      { state: 'canceled', closeReason: 'decision_reopened' },
    ]);
    expect(await desk.db.select().from(auditEvents).where(eq(auditEvents.taskId, behind!.id))).toMatchObject([
      { verb: 'task.opened' },
      { verb: 'task.canceled' },
    ]);
    await desk.drain(runId);
    expect(await desk.openTasks(runId)).toMatchObject([{ stepPath: ['manager-approval'] }]);
  });

  test('is allowed to the person who decided, within the policy’s window, and to operators', async () => {
    const desk = await deskForTest();
    const { manager, finance } = await paid(desk);
    await expect(
      rewindRun(desk.as('manager2'), { to: 'decision', taskId: manager.id }, reason),
    ).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(
      rewindRun(desk.as('requester2'), { to: 'decision', taskId: manager.id }, reason),
    ).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(
      rewindRun(desk.as('finance'), { to: 'decision', taskId: finance.id }, reason),
    ).rejects.toMatchObject({
      code: 'forbidden',
    });
    desk.clock.advance(3_600_000 - 1);
    await previewRewind(desk.as('manager'), { to: 'decision', taskId: manager.id });
    desk.clock.advance(1);
    await expect(
      rewindRun(desk.as('manager'), { to: 'decision', taskId: manager.id }, reason),
    ).rejects.toMatchObject({
      code: 'forbidden',
    });
    await rewindRun(desk.as('operator'), { to: 'decision', taskId: manager.id }, reason);
  });

  test('twice at once happens once; an open task, a missing reason and a cancelled run are refused', async () => {
    const desk = await deskForTest();
    const { runId, manager } = await paid(desk);
    await expect(
      rewindRun(desk.as('operator'), { to: 'decision', taskId: manager.id }, {}),
    ).rejects.toMatchObject({
      code: 'invalid',
      issues: [expect.objectContaining({ path: 'reason' })],
    });
    const both = await Promise.allSettled([
      rewindRun(desk.as('operator'), { to: 'decision', taskId: manager.id }, reason),
      rewindRun(desk.as('admin'), { to: 'decision', taskId: manager.id }, reason),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    await desk.drain(runId);
    const [open] = await desk.openTasks(runId);
    await expect(
      rewindRun(desk.as('operator'), { to: 'decision', taskId: open!.id }, reason),
    ).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await desk.db.select().from(ledgerEntries)).toMatchObject([{ attempts: 1 }]);
  });

  test('the sweep of another process continues after the first one died', async () => {
    const desk = await deskForTest();
    const { runId, manager } = await paid(desk);
    await rewindRun(desk.as('operator'), { to: 'decision', taskId: manager.id }, reason);
    await sweep({ db: desk.db, engine: await desk.reopen(), clock: desk.clock });
    expect(await desk.openTasks(runId)).toMatchObject([{ stepPath: ['manager-approval'] }]);
  });

  test('an earlier round of a loop stays as it is once the same question was asked again; the newest one can be taken back', async () => {
    const desk = await deskForTest();
    const runId = await desk.request('content-review', {
      headline: 'A new desk',
      body: 'It is here, at last.',
      audience: 'staff',
    });
    const give = async (who: Person, outcome: string, resumeData: Json = {}) => {
      const [task] = await desk.openTasks(runId);
      await decideTask(desk.as(who), task!.id, { outcome, resumeData, payloadDigest: task!.payloadDigest });
      await desk.drain(runId);
      return task!;
    };
    const first = await give('manager', 'request_changes', { feedback: 'Say more.' });
    await give('requester', 'resubmit', { headline: 'A new desk', body: 'It keeps every decision.' });
    const [open] = await desk.openTasks(runId);
    await expect(
      rewindRun(desk.as('operator'), { to: 'decision', taskId: first.id }, reason),
    ).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await desk.openTasks(runId)).toMatchObject([{ id: open!.id }]);
    const second = await give('manager', 'approve');
    await rewindRun(desk.as('operator'), { to: 'decision', taskId: second.id }, reason);
    await desk.drain(runId);
    expect(await desk.openTasks(runId)).toMatchObject([{ stepPath: ['review-round', 'review'] }]);
    await give('manager', 'reject', { feedback: 'Not like this.' });
    expect(await runOf(desk, runId)).toMatchObject({ status: 'success', result: { status: 'rejected' } });
  });
});
