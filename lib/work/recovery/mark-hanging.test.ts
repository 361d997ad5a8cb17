import { createStep, createWorkflow } from '@mastra/core/workflows';
import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { auditEvents, outbox, runLeases, runs, tasks } from '@/db/schema';
import { log } from '@/lib/base/log';
import { machineWait } from '@/lib/mastra/authoring/machine-wait';
import { listFindings } from '@/lib/tell/findings/list-findings';
import { deskForTest, expense, type TestDesk } from '@/tests/support/desk';
import { Faults } from './faults';
import { markHanging } from './mark-hanging';
import { sweep } from '@/lib/process/sweep/sweep';
import { noResult } from './sweep-result';
import { walkFrom } from './walk';

const minutes = 60_000;
const any = z.object({}).loose();

const sweepOf = ({ db, engine, clock }: TestDesk) => sweep({ db, engine, clock });
const findings = async (desk: TestDesk) =>
  (await listFindings(desk.as('operator'), 'hanging', { limit: 10 })).items;
const told = async ({ db }: TestDesk) =>
  (await db.select().from(auditEvents).where(eq(auditEvents.verb, 'run.hanging'))).length;

beforeEach(() => {
  vi.spyOn(log, 'error').mockImplementation(() => undefined);
});

/** A run that has been waiting for people for some minutes. */
async function waiting(): Promise<{ desk: TestDesk; runId: string }> {
  const desk = await deskForTest();
  const runId = await desk.request('expense-report', expense());
  desk.clock.advance(4 * minutes);
  return { desk, runId };
}

/** The same run without its task, so that nothing can continue it. */
async function hanging() {
  const found = await waiting();
  await found.desk.db.update(tasks).set({ state: 'canceled' });
  return found;
}

describe('an unfinished run', () => {
  test('without an open task, a timer or a debt is a finding, and operators are alerted once', async () => {
    const { desk, runId } = await hanging();
    const results = await Promise.all([sweepOf(desk), sweepOf(desk)]);
    expect(results.reduce((sum, { hanging: found }) => sum + found, 0)).toBe(1);
    await sweepOf(desk);
    expect(await told(desk)).toBe(1);
    expect(await findings(desk)).toMatchObject([
      {
        runId,
        reason: expect.stringContaining('nothing moves it'),
        actions: expect.arrayContaining(['cancel']),
      },
    ]);
  });

  test.each(['pending', 'running', 'waiting'] as const)(
    'that is %s, too, when nobody drives it',
    async (status) => {
      const { desk, runId } = await hanging();
      await desk.db.update(runs).set({ status });
      const walk = walkFrom(null, Infinity, noResult(), 'hanging', await Faults.open(desk));
      expect(await markHanging(desk.as('system'), walk)).toBe(1);
      expect((await desk.db.select().from(runs).where(eq(runs.id, runId)))[0]?.hangingSince).not.toBeNull();
    },
  );

  test('that changed a moment ago is not a finding yet', async () => {
    const { desk } = await hanging();
    await desk.db.update(runs).set({ updatedAt: desk.clock.now() });
    expect(await sweepOf(desk)).toMatchObject({ hanging: 0 });
  });

  test('that waits for a person, a signal or a check is no finding', async () => {
    const { desk } = await waiting();
    expect(await sweepOf(desk)).toMatchObject({ hanging: 0 });
    const other = await deskForTest({
      ping: createWorkflow({ id: 'ping', inputSchema: any, outputSchema: any })
        .then(
          createStep({
            id: 'wait',
            inputSchema: any,
            outputSchema: any,
            metadata: machineWait({ event: { name: 'ping', key: 'one' } }),
            execute: async ({ inputData, resumeData, suspend }) =>
              (resumeData as Record<string, unknown> | undefined) ?? suspend(inputData),
          }),
        )
        .commit(),
    });
    await other.request('ping', {});
    other.clock.advance(60 * minutes);
    expect(await sweepOf(other)).toMatchObject({ hanging: 0 });
  });

  test.each(['pending', 'held', 'stuck'] as const)(
    'to which something %s is owed is not one',
    async (state) => {
      const { desk, runId } = await hanging();
      const at = new Date(desk.clock.now().getTime() + 60 * minutes);
      await desk.db
        .insert(outbox)
        .values({ id: 'debt', kind: 'resume', runId, state, dueAt: at, createdAt: desk.clock.now() });
      expect(await sweepOf(desk)).toMatchObject({ hanging: 0 });
    },
  );

  test('that is being driven is no finding, as a step may take long or sleep', async () => {
    const { desk, runId } = await hanging();
    await desk.db
      .update(runLeases)
      .set({ owner: 'elsewhere', expiresAt: Date.now() + 60 * minutes })
      .where(eq(runLeases.runId, runId));
    expect(await sweepOf(desk)).toMatchObject({ hanging: 0 });
  });

  test('that continues leaves the list immediately, and loses its mark in the next sweep', async () => {
    const { desk } = await hanging();
    await sweepOf(desk);
    await desk.db.update(tasks).set({ state: 'open' });
    expect(await findings(desk)).toEqual([]);
    await sweepOf(desk);
    expect((await desk.db.select().from(runs))[0]).toMatchObject({ hangingSince: null });
  });
});
