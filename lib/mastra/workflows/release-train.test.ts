import { eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { decisions, ledgerEntries, runs } from '@/db/schema';
import type { Json } from '@/db/schema/json';
import { drainRun } from '@/lib/work/outbox/drain-run';
import { sendSignal } from '@/lib/desk/signals/send-signal';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { actor, deskForTest, type Person, type TestDesk } from '@/tests/support/desk';

const release: { [key: string]: Json } = {
  service: 'checkout',
  version: '2.4.0',
  changes: 'Customers can pay by invoice.',
  rollback: 'Deploy 2.3.1 again.',
};
const url = 'https://ci.example.com/builds/9';
const built = (status: 'passed' | 'failed', key = 'checkout@2.4.0') => ({
  name: 'ci.finished',
  key,
  data: { status, url },
});

const runOf = async ({ db }: TestDesk, runId: string) =>
  (await db.select().from(runs).where(eq(runs.id, runId)))[0]!;
const effectsOf = ({ db }: TestDesk, runId: string) =>
  db.select().from(ledgerEntries).where(eq(ledgerEntries.runId, runId));

async function answer(
  desk: TestDesk,
  runId: string,
  who: Person,
  step: string,
  outcome: string,
  resumeData: Json = {},
): Promise<void> {
  const task = (await desk.openTasks(runId)).find(({ stepPath }) => stepPath[0] === step)!;
  await decideTask(desk.as(who), task.id, { outcome, resumeData, payloadDigest: task.payloadDigest });
}

describe('release-train', () => {
  test('asks two reviewers and CI at once, and goes out once all three agree', async () => {
    const desk = await deskForTest();
    const runId = await desk.request('release-train', release);
    expect((await desk.openTasks(runId)).toSorted((a, b) => a.title.localeCompare(b.title))).toMatchObject([
      {
        kind: 'step',
        title: 'Approve prices and invoices of checkout 2.4.0',
        candidates: ['group:finance'],
        priority: 'high',
      },
      {
        kind: 'step',
        title: 'Approve the changes of checkout 2.4.0',
        candidates: ['group:managers'],
        priority: 'high',
      },
      {
        kind: 'event',
        title: 'Waits for the result of CI',
        candidates: [],
        signalName: 'ci.finished',
        signalKey: 'checkout@2.4.0',
      },
    ]);
    await answer(desk, runId, 'manager', 'product-review', 'approve');
    await sendSignal(desk.as('operator'), built('passed'));
    await desk.drain(runId);
    expect(await runOf(desk, runId)).toMatchObject({ status: 'suspended' });
    expect(await effectsOf(desk, runId)).toEqual([]);
    await answer(desk, runId, 'finance', 'billing-review', 'approve');
    await desk.drain(runId);
    expect(await runOf(desk, runId)).toMatchObject({
      status: 'success',
      result: { status: 'released', service: 'checkout', version: '2.4.0', buildUrl: url },
    });
    expect(await effectsOf(desk, runId)).toMatchObject([{ action: 'release', attempts: 1 }]);
  });

  test('answers from before a restart, and CI’s signal from before the request, still count', async () => {
    const desk = await deskForTest();
    expect(await sendSignal(desk.as('operator'), built('passed'))).toMatchObject({ state: 'kept' });
    const runId = await desk.request('release-train', release);
    expect((await desk.openTasks(runId)).map(({ stepPath }) => stepPath[0]).toSorted()).toEqual([
      'billing-review',
      'product-review',
    ]);
    // Recorded, but the process ends before they are applied.
    await Promise.all([
      answer(desk, runId, 'manager2', 'product-review', 'approve'),
      answer(desk, runId, 'finance2', 'billing-review', 'approve'),
    ]);
    expect(await runOf(desk, runId)).toMatchObject({ status: 'suspended' });
    await drainRun(desk.as('system', await desk.reopen()), runId);
    expect(await runOf(desk, runId)).toMatchObject({ status: 'success', result: { status: 'released' } });
    expect(await effectsOf(desk, runId)).toMatchObject([{ attempts: 1 }]);
    expect((await desk.db.select().from(decisions)).map(({ actorId }) => actorId).toSorted()).toEqual(
      [actor('finance2').id, actor('manager2').id, actor('operator').id].toSorted(),
    );
  });

  test.each([
    ['CI failed', 'approve', {}, 'failed', ['CI failed.']],
    [
      'a reviewer says no',
      'reject',
      { comment: 'Invoices lack the tax number.' },
      'passed',
      ['Billing review: Invoices lack the tax number.'],
    ],
    ['both', 'reject', { comment: 'Not yet.' }, 'failed', ['Billing review: Not yet.', 'CI failed.']],
  ] as const)('is stopped with the reasons when %s', async (_, outcome, resumeData, status, reasons) => {
    const desk = await deskForTest();
    const runId = await desk.request('release-train', release);
    await answer(desk, runId, 'finance', 'billing-review', outcome, resumeData);
    await answer(desk, runId, 'manager', 'product-review', 'approve');
    await sendSignal(desk.as('operator'), built(status));
    await desk.drain(runId);
    expect(await runOf(desk, runId)).toMatchObject({
      status: 'success',
      result: { status: 'stopped', buildUrl: url, reasons },
    });
    expect(await effectsOf(desk, runId)).toEqual([]);
  });

  test('nobody reviews their own release, a no needs a reason, and another build does not count', async () => {
    const desk = await deskForTest();
    const runId = await desk.request('release-train', release, 'manager');
    await expect(answer(desk, runId, 'manager', 'product-review', 'approve')).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(answer(desk, runId, 'manager2', 'product-review', 'reject')).rejects.toMatchObject({
      code: 'invalid',
    });
    expect(await sendSignal(desk.as('operator'), built('passed', 'checkout@2.4.1'))).toMatchObject({
      state: 'kept',
      runIds: [],
    });
    await expect(
      sendSignal(desk.as('operator'), {
        name: 'ci.finished',
        key: 'checkout@2.4.0',
        data: { status: 'green', url },
      }),
    ).rejects.toMatchObject({ code: 'invalid' });
    expect(await desk.openTasks(runId)).toHaveLength(3);
  });
});
