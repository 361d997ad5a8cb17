import { createStep, createWorkflow } from '@mastra/core/workflows';
import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { ledgerEntries, outbox, runLeases, runs } from '@/db/schema';
import { recordEffect } from '@/lib/engine/record-effect';
import { log } from '@/lib/base/log';
import { startRun } from '@/lib/desk/runs/start-run';
import { deskForTest } from '@/tests/support/desk';
import { drainRun } from './drain-run';
import { LeaseLostError } from '@/lib/desk/runs/lease';

const any = z.object({}).loose();

/** A quick step, and one that works until it is aborted. */
function endless(isQuick: () => boolean) {
  const act = (id: string, work: (signal: AbortSignal) => Promise<void>) =>
    createStep({
      id,
      inputSchema: any,
      outputSchema: any,
      execute: async ({ runId, abortSignal }) => {
        await work(abortSignal);
        await recordEffect({ key: `${runId}/${id}`, runId, action: id, detail: {} });
        return {};
      },
    });
  const untilTold = (signal: AbortSignal) =>
    isQuick()
      ? Promise.resolve()
      : new Promise<void>((_, reject) =>
          signal.addEventListener('abort', () => reject(new Error('told to stop'))),
        );
  const long = createWorkflow({
    id: 'long',
    inputSchema: any,
    outputSchema: any,
    options: { autoRestartActiveRuns: false },
  })
    .then(act('first', () => Promise.resolve()))
    .then(act('second', untilTold))
    .commit();
  return { long };
}

test('work that exceeds the host’s limit is given up: the attempt counts, the lease is free, and a sweep continues from the last step', async () => {
  vi.spyOn(log, 'error').mockImplementation(() => undefined);
  let quick = false;
  const desk = await deskForTest(endless(() => quick));
  const { run } = await startRun(desk.as('requester'), { workflowId: 'long', input: {} });
  await expect(
    drainRun(desk.as('system'), run.id, { until: performance.now() + 300 }),
  ).rejects.toBeInstanceOf(LeaseLostError);
  expect(await desk.db.select().from(outbox)).toMatchObject([
    {
      state: 'pending',
      attempts: 1,
      lastError: expect.stringContaining('longer than this host lets a function work'),
    },
  ]);
  expect(await desk.db.select().from(runLeases)).toMatchObject([{ expiresAt: 0 }]);
  desk.clock.advance(5_000);
  quick = true;
  expect(await desk.drain(run.id)).toBe('drained');
  expect(await desk.db.select().from(runs)).toMatchObject([{ status: 'success' }]);
  expect(
    (await desk.db.select().from(ledgerEntries)).map(({ action, attempts }) => `${action} ${attempts}`),
  ).toEqual(['first 1', 'second 1']);
});

test('no work begins after the limit', async () => {
  const desk = await deskForTest(endless(() => true));
  const { run } = await startRun(desk.as('requester'), { workflowId: 'long', input: {} });
  expect(await drainRun(desk.as('system'), run.id, { until: performance.now() })).toBe('busy');
  expect(await desk.db.select().from(outbox)).toMatchObject([{ state: 'pending', attempts: 0 }]);
  expect(await desk.db.select().from(runLeases)).toEqual([]);
  expect(await desk.drain(run.id)).toBe('drained');
});
