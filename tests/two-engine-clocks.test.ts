import { createStep, createWorkflow } from '@mastra/core/workflows';
import { eq, sql } from 'drizzle-orm';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { openDatabase } from '@/db/client';
import { auditEvents, decisions, runLeases, runs, tasks } from '@/db/schema';
import { humanTask } from '@/lib/mastra/human-task';
import { leaseMs } from '@/lib/desk/runs/lease';
import { mirrorRun } from '@/lib/desk/runs/mirror-run';
import { sweep } from '@/lib/process/sweep/sweep';
import { decideTask } from '@/lib/desk/decisions/decide-task';
import { deskForTest, type TestDesk } from './support/desk';
import { otherProgram } from './support/other-program';
import { previewRewind } from '@/lib/desk/rewind/preview-rewind';
import { rewindRun } from '@/lib/desk/rewind/rewind-run';

const hour = 3_600_000;
const any = z.object({}).loose();
const answer = z.object({ approved: z.boolean() });
const realNow = Date.now;

afterEach(() => void vi.restoreAllMocks());

/** Runs the work as a process whose clock is this far ahead (or, negative, behind). */
async function byClock<T>(aheadMs: number, work: () => Promise<T>): Promise<T> {
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => realNow() + aheadMs);
  return work().finally(() => clock.mockRestore());
}

let [down, begun] = [false, 0];
const ask = createStep({
  id: 'ask',
  inputSchema: any,
  outputSchema: any,
  suspendSchema: any,
  resumeSchema: answer,
  metadata: humanTask<unknown, z.infer<typeof answer>>({ candidates: { groups: ['managers'] } }),
  execute: async ({ resumeData, suspend }) => {
    if (resumeData) return resumeData;
    begun += 1;
    if (down && begun > 1) throw new Error('it is down');
    return suspend({});
  },
});
/** Asks the same question each round until it is approved. */
const rounds = createWorkflow({
  id: 'rounds',
  inputSchema: any,
  outputSchema: any,
  options: { autoRestartActiveRuns: false },
})
  .dountil(ask, async ({ inputData }) => (inputData as { approved?: boolean }).approved === true)
  .commit();

const at = (desk: TestDesk, aheadMs: number, who: 'manager' | 'operator' | 'system' = 'manager') => ({
  ...desk.as(who),
  clock: { now: () => new Date(desk.clock.now().getTime() + aheadMs) },
});

async function loseSnapshots({ url }: TestDesk): Promise<void> {
  const store = openDatabase({ url: url.replace(/app\.db$/, 'workflows.db'), authToken: undefined });
  await store.run(sql`delete from mastra_workflow_snapshot`);
  store.$client.close();
}

/** Decides the open task and drives the run, in a process with this clock. */
const answerAt = (desk: TestDesk, runId: string, aheadMs: number, outcome: 'approve' | 'reject') =>
  byClock(aheadMs, async () => {
    const [task] = await desk.openTasks(runId);
    const { id, payloadDigest } = task!;
    await decideTask(at(desk, aheadMs), id, { outcome, payloadDigest });
    await desk.drain(runId);
    return id;
  });

/** A run of three rounds, each in another process; the last one approves. */
async function threeRounds(aheadMs: number) {
  [down, begun] = [false, 0];
  const desk = await deskForTest({ rounds });
  const runId = await desk.request('rounds', {});
  const ids = [
    await answerAt(desk, runId, aheadMs, 'reject'),
    await answerAt(desk, runId, -aheadMs, 'reject'),
    await answerAt(desk, runId, 0, 'approve'),
  ];
  const standing = async () => {
    const rows = await desk.db.select().from(decisions);
    return ids.map((id) => rows.find(({ taskId }) => taskId === id)?.revisedAt === null);
  };
  const status = async () => (await desk.db.select().from(runs).where(eq(runs.id, runId)))[0]?.status;
  expect(await status()).toBe('success');
  return { desk, runId, ids, standing, status };
}

describe.each([
  ['ahead', hour],
  ['behind', -hour],
])('rounds of a loop in processes whose clocks are an hour apart, %s first', (_, aheadMs) => {
  test('only the last decision can be reopened, and the earlier ones stay', async () => {
    const { desk, runId, ids, standing, status } = await threeRounds(aheadMs);
    const reason = { reason: 'It was wrong.' };
    for (const id of ids.slice(0, 2))
      await expect(
        rewindRun(desk.as('operator'), { to: 'decision', taskId: id }, reason),
      ).rejects.toMatchObject({
        code: 'conflict',
      });
    await rewindRun(desk.as('operator'), { to: 'decision', taskId: ids[2]! }, reason);
    await desk.drain(runId);
    expect(await status()).toBe('suspended');
    expect(await standing()).toEqual([true, true, false]);
  });

  test('rewinding to the step overrules only the decision of the last round', async () => {
    const { desk, runId, standing } = await threeRounds(aheadMs);
    await rewindRun(desk.as('admin'), { to: 'step', runId }, { step: ['ask'], reason: 'Once more.' });
    await byClock(aheadMs, () => desk.drain(runId));
    expect(await standing()).toEqual([true, true, false]);
  });

  test('the same holds if the database is restored from a backup before the rewind finishes', async () => {
    const { desk, runId, standing } = await threeRounds(aheadMs);
    await rewindRun(desk.as('admin'), { to: 'step', runId }, { step: ['ask'], reason: 'Once more.' });
    const rewind = vi.spyOn(desk.engine, 'rewind').mockRejectedValueOnce(new Error('it died'));
    await desk.drain(runId);
    expect(rewind).toHaveBeenCalledTimes(1);
    await desk.db.run(sql`update tasks set rowid = rowid + 100`);
    desk.clock.advance(hour);
    await desk.drain(runId);
    expect(await standing()).toEqual([true, true, false]);
  });

  test('a rebuild applies the decisions in the order they were recorded', async () => {
    const { desk, runId, standing, status } = await threeRounds(aheadMs);
    await loseSnapshots(desk);
    await desk.db.update(runs).set({ status: 'suspended' }).where(eq(runs.id, runId));
    await mirrorRun(desk.as('system'), runId);
    await rewindRun(desk.as('admin'), { to: 'journal', runId }, { reason: 'It is gone.' });
    await desk.drain(runId);
    expect(await status()).toBe('success');
    expect(await standing()).toEqual([true, true, true]);
    const replayed = await desk.db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.verb, 'decision.replayed'));
    expect(replayed).toHaveLength(3);
  });

  test('a round that failed before it suspended has no decision for a restart to keep', async () => {
    [down, begun] = [true, 0];
    const desk = await deskForTest({ rounds });
    const runId = await desk.request('rounds', {});
    await answerAt(desk, runId, aheadMs, 'reject');
    expect((await desk.db.select().from(runs))[0]?.status).toBe('failed');
    expect(await previewRewind(desk.as('operator'), { to: 'failure', runId })).toMatchObject({
      answersKept: [],
    });
  });

  test('finds a question that another program asked again', async () => {
    [down, begun] = [false, 0];
    const desk = await deskForTest({ rounds });
    const runId = await desk.request('rounds', {});
    const other = await otherProgram(desk, { rounds });
    await byClock(aheadMs, () => other.resume('rounds', runId, 'ask', { approved: false }));
    await sweep(desk.as('system'));
    expect(await desk.db.select().from(tasks)).toMatchObject([{ state: 'canceled' }, { state: 'open' }]);
  });
});

test('a lease that ends hours from now, because a clock was set back, hides no run', async () => {
  const desk = await deskForTest({ rounds });
  const runId = await desk.request('rounds', {});
  await loseSnapshots(desk);
  const end = realNow() + 5 * hour;
  await desk.db.update(runLeases).set({ owner: 'gone', expiresAt: end }).where(eq(runLeases.runId, runId));
  await sweep(desk.as('system'));
  const [lease] = await desk.db.select().from(runLeases);
  expect(lease!.expiresAt).toBeLessThanOrEqual(realNow() + leaseMs);
  await desk.db.update(runLeases).set({ expiresAt: 1 });
  await sweep(desk.as('system'));
  expect((await desk.db.select().from(runs))[0]?.status).toBe('lost');
});
