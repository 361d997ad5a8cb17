import { eq, sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { outbox, runs, sweepFaults, sweeps, tasks } from '@/db/schema';
import { deskForTest, expense, type TestDesk } from '@/tests/support/desk';
import { lastSweep } from './late-sweeps';
import { countFindings, listFindings } from './list-findings';
import { findingPage } from './row-findings';
import { findingKinds, type FindingKind } from '@/lib/desk/operators/types';

const minute = 60_000;
const day = 86_400_000;

const swept = (desk: TestDesk) =>
  desk.db.insert(sweeps).values({
    id: crypto.randomUUID(),
    process: 'here:1',
    startedAt: desk.clock.now(),
    endedAt: desk.clock.now(),
  });

const set = (desk: TestDesk, runId: string, values: Partial<typeof runs.$inferInsert>) =>
  desk.db
    .update(runs)
    .set({ updatedAt: desk.clock.now(), ...values })
    .where(eq(runs.id, runId));
const owe = (desk: TestDesk, runId: string, values: Partial<typeof outbox.$inferInsert>) =>
  desk.db.insert(outbox).values({
    id: `resume:${runId}`,
    kind: 'resume',
    runId,
    dueAt: desk.clock.now(),
    createdAt: desk.clock.now(),
    ...values,
  });

/** Creates one finding of each kind, for a waiting run. */
const made: Record<
  Exclude<FindingKind, 'webhooks' | 'deliveries' | 'sweeps'>,
  (desk: TestDesk, runId: string) => Promise<unknown>
> = {
  stuck: (desk, runId) => owe(desk, runId, { state: 'stuck', attempts: 8, lastError: 'no answer' }),
  lagging: (desk, runId) => owe(desk, runId, { dueAt: new Date(desk.clock.now().getTime() - 4 * minute) }),
  lost: (desk, runId) => set(desk, runId, { status: 'lost' }),
  failed: (desk, runId) =>
    set(desk, runId, { status: 'failed', error: { message: 'no answer', step: 'payment' } }),
  unreadable: (desk, runId) => set(desk, runId, { snapshotError: 'not JSON' }),
  oversized: (desk, runId) => set(desk, runId, { snapshotSize: 5_000_000 }),
  recovery: (desk, runId) =>
    desk.db.insert(sweepFaults).values({
      id: `runs:${runId}`,
      part: 'runs',
      runId,
      message: 'no such column',
      times: 2,
      firstAt: new Date(desk.clock.now().getTime() - 30_000),
      lastAt: desk.clock.now(),
    }),
  hanging: async (desk, runId) => {
    await set(desk, runId, {
      hangingSince: desk.clock.now(),
      updatedAt: new Date(desk.clock.now().getTime() - 4 * minute),
    });
    await desk.db.update(tasks).set({ state: 'canceled' }).where(eq(tasks.runId, runId));
  },
  unanswerable: (desk, runId) =>
    desk.db
      .update(tasks)
      .set({ standIns: ['role:operator'] })
      .where(eq(tasks.runId, runId)),
  repeated: (desk, runId) =>
    desk.db
      .update(tasks)
      .set({
        askedBefore: {
          times: 2,
          answers: [{ outcome: 'reject', label: 'Reject', name: 'Miriam Okafor', times: 2 }],
        },
      })
      .where(eq(tasks.runId, runId)),
  overdue: (desk, runId) =>
    desk.db
      .update(tasks)
      .set({ dueAt: new Date(desk.clock.now().getTime() - 1) })
      .where(eq(tasks.runId, runId)),
  stale: (desk, runId) =>
    desk.db
      .update(tasks)
      .set({ dueAt: null, createdAt: new Date(desk.clock.now().getTime() - 8 * day) })
      .where(eq(tasks.runId, runId)),
};

describe('listFindings', () => {
  test.each(Object.entries(made))(
    'finds what is %s, with a reason and the possible actions',
    async (name, make) => {
      const desk = await deskForTest();
      await swept(desk);
      const kind = name as FindingKind;
      const [runId] = [
        await desk.request('expense-report', expense(10)),
        await desk.request('expense-report', expense(20)),
      ];
      expect(Object.values(await countFindings(desk.as('operator'))).every((count) => count === 0)).toBe(
        true,
      );
      await make(desk, runId);
      const { items } = await listFindings(desk.as('operator'), kind, { limit: 10 });
      expect(items).toMatchObject([
        { kind, runId, workflowTitle: 'Expense report', reason: expect.stringMatching(/\w/) },
      ]);
      expect(items[0]!.actions.length).toBeGreaterThan(0);
      expect(Object.entries(await countFindings(desk.as('admin'))).filter(([, count]) => count > 0)).toEqual([
        [kind, 1],
      ]);
    },
  );

  test('reports that sweeps are not running', async () => {
    const desk = await deskForTest();
    expect((await listFindings(desk.as('operator'), 'sweeps', { limit: 10 })).items).toMatchObject([
      { title: 'The sweeps do not run' },
    ]);
    await swept(desk);
    expect(await countFindings(desk.as('operator'))).toMatchObject({ sweeps: 0 });
    expect(await lastSweep(desk.as('operator'))).toEqual(desk.clock.now());
    desk.clock.advance(20 * minute);
    expect(await countFindings(desk.as('operator'))).toMatchObject({ sweeps: 1 });
  });

  test('is not found for other people', async () => {
    const desk = await deskForTest();
    for (const who of ['requester', 'manager'] as const) {
      await expect(listFindings(desk.as(who), 'stuck', { limit: 10 })).rejects.toMatchObject({
        code: 'not_found',
      });
      await expect(countFindings(desk.as(who))).rejects.toMatchObject({ code: 'not_found' });
    }
  });

  test.each(['lost', 'lagging', 'overdue'] as const)(
    'lists each finding once over all pages (%s)',
    async (kind) => {
      const desk = await deskForTest();
      const all: string[] = [];
      for (let count = 0; count < 5; count += 1) {
        const runId = await desk.request('expense-report', expense(10 + count));
        await made[kind](desk, runId);
        if (count % 2 === 0) desk.clock.advance(10);
        all.push(runId);
      }
      desk.clock.advance(1000);
      const seen: (string | null)[] = [];
      let cursor: string | undefined;
      do {
        const page = await listFindings(desk.as('operator'), kind, {
          limit: 2,
          ...(cursor ? { cursor } : {}),
        });
        seen.push(...page.items.map(({ runId }) => runId));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      expect(seen.toSorted()).toEqual(all.toSorted());
    },
  );

  test.each(findingKinds.filter((kind) => kind !== 'sweeps' && kind !== 'webhooks' && kind !== 'deliveries'))(
    'finds what is %s by an index, without sorting',
    async (kind) => {
      const desk = await deskForTest();
      const plan = await desk.db.all<{ detail: string }>(
        sql`explain query plan ${findingPage(desk.as('operator'), kind, { limit: 10 }).getSQL()}`,
      );
      expect(plan.map(({ detail }) => detail).join('\n')).toMatch(/USING (COVERING )?INDEX/);
      expect(plan.map(({ detail }) => detail).join('\n')).not.toMatch(/^SCAN \w+$/m);
    },
  );
});
