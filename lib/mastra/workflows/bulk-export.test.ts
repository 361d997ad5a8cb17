import { and, eq, like } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { ledgerEntries, runs } from '@/db/schema';
import type { Json } from '@/db/schema/json';
import { slotHolders, takeSlot } from '@/lib/engine/slots';
import { askChecks } from '@/lib/work/recovery/ask-checks';
import { Faults } from '@/lib/work/recovery/faults';
import { sweep } from '@/lib/process/sweep/sweep';
import { cancelRun } from '@/lib/desk/runs/cancel-run';
import { deskForTest, type TestDesk } from '@/tests/support/desk';
import { exportSlots } from './bulk-export';
import { rewindRun } from '@/lib/desk/rewind/rewind-run';

const request: { [key: string]: Json } = {
  dataset: 'orders',
  from: '2026-01-01',
  to: '2026-03-31',
  purpose: 'Year-end audit',
};
const minute = 60_000;

const fiveExports = (desk: TestDesk) =>
  Promise.all(Array.from({ length: 5 }, () => desk.request('bulk-export', request)));
const finished = async ({ db }: TestDesk) =>
  (await db.select().from(runs).where(eq(runs.status, 'success'))).map(({ id }) => id);
const ledger = ({ db }: TestDesk, key: string) =>
  db.select().from(ledgerEntries).where(like(ledgerEntries.key, key));
const exportsOf = ({ db }: TestDesk, runId?: string) =>
  db
    .select()
    .from(ledgerEntries)
    .where(
      and(
        eq(ledgerEntries.action, 'export'),
        runId === undefined ? undefined : eq(ledgerEntries.runId, runId),
      ),
    );
const tick = ({ db, engine, clock }: TestDesk) => sweep({ db, engine, clock });

describe('bulk-export', () => {
  test('never lets more than two of five hold a slot, and completes all five, once each', async () => {
    const desk = await deskForTest();
    const ids = await fiveExports(desk);
    const seen: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      await askChecks(desk.as('system'), await Faults.open(desk));
      seen.push((await slotHolders(exportSlots)).length);
      await tick(desk);
      desk.clock.advance(minute);
    }
    expect(seen).toEqual([2, 2, 1, 0]);
    expect((await finished(desk)).toSorted()).toEqual(ids.toSorted());
    expect(await exportsOf(desk)).toHaveLength(5);
    expect((await exportsOf(desk)).map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1, 1]);
    expect(await ledger(desk, '%/slot/bulk-export/0')).toHaveLength(5);
    expect(await ledger(desk, '%/slot/bulk-export/0/returned')).toHaveLength(5);
  });

  test('gives two slots to five that ask at the same instant; a run with a slot keeps it', async () => {
    const desk = await deskForTest();
    const ids = await fiveExports(desk);
    const got = await Promise.all([...ids, ...ids].map((runId) => takeSlot(exportSlots, runId)));
    const winners = ids.filter((_, index) => got[index] !== null);
    expect(winners).toHaveLength(2);
    expect(got.slice(5)).toEqual(got.slice(0, 5));
    expect((await slotHolders(exportSlots)).toSorted()).toEqual(winners.toSorted());
  });

  test('a process that dies after taking the slot and before answering loses nothing', async () => {
    const desk = await deskForTest();
    const runId = await desk.request('bulk-export', request);
    const since = await takeSlot(exportSlots, runId);
    const engine = await desk.reopen();
    await sweep({ db: desk.db, engine, clock: desk.clock });
    expect(await finished(desk)).toEqual([runId]);
    expect(await ledger(desk, '%/slot/bulk-export/0')).toMatchObject([{ createdAt: since, attempts: 1 }]);
  });

  test('a restart between the answer and the export keeps the slot, and the export is done once', async () => {
    const desk = await deskForTest();
    const runId = await desk.request('bulk-export', request);
    await askChecks(desk.as('system'), await Faults.open(desk));
    expect(await slotHolders(exportSlots)).toEqual([runId]);
    await sweep({ db: desk.db, engine: await desk.reopen(), clock: desk.clock });
    expect(await exportsOf(desk, runId)).toMatchObject([{ attempts: 1 }]);
    expect(await slotHolders(exportSlots)).toEqual([]);
  });

  test('the slot of a run that was cancelled or has failed is free for the next', async () => {
    const desk = await deskForTest();
    const [first, second, third, fourth] = await fiveExports(desk);
    await takeSlot(exportSlots, first!);
    await takeSlot(exportSlots, second!);
    expect(await takeSlot(exportSlots, third!)).toBeNull();
    await cancelRun(desk.as('requester'), first!, {});
    await desk.drain(first!);
    expect(await takeSlot(exportSlots, third!)).not.toBeNull();
    expect(await takeSlot(exportSlots, fourth!)).toBeNull();
    await desk.db.update(runs).set({ status: 'failed' }).where(eq(runs.id, second!));
    expect(await takeSlot(exportSlots, fourth!)).not.toBeNull();
    expect(await slotHolders(exportSlots)).toEqual([third, fourth]);
  });

  test('a run taken back to the wait gives up its slot and waits for another', async () => {
    const desk = await deskForTest();
    const [again, second, third] = await fiveExports(desk);
    await takeSlot(exportSlots, again!);
    const [task] = await desk.openTasks(again!);
    await askChecks(desk.as('system'), await Faults.open(desk));
    await desk.drain(again!);
    await rewindRun(desk.as('operator'), { to: 'decision', taskId: task!.id }, { reason: 'The wrong month.' });
    await desk.drain(again!);
    expect(await desk.openTasks(again!)).toMatchObject([{ kind: 'check', state: 'open' }]);
    await Promise.all([second!, third!].map((runId) => takeSlot(exportSlots, runId)));
    expect(await takeSlot(exportSlots, again!)).toBeNull();
    expect(await slotHolders(exportSlots)).toHaveLength(2);
  });

  test('a period that ends before it begins is refused', async () => {
    const desk = await deskForTest();
    await expect(desk.request('bulk-export', { ...request, to: '2025-12-31' })).rejects.toMatchObject({
      code: 'invalid',
      issues: [{ path: 'input.to', message: 'must not be before the first day' }],
    });
  });
});
