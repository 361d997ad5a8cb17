import path from 'node:path';
import { createStep, createWorkflow, type AnyWorkflow, type WorkflowRunState } from '@mastra/core/workflows';
import { and, eq } from 'drizzle-orm';
import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { openClient } from '@/db/client';
import { auditEvents, ledgerEntries, runLeases, runs } from '@/db/schema';
import { recordEffect } from '@/lib/engine/record-effect';
import { log } from '@/lib/base/log';
import { drainRun } from '@/lib/work/outbox/drain-run';
import { LeaseLostError } from '@/lib/desk/runs/lease';
import type { Fence } from '@/lib/engine/types';
import { startRun } from '@/lib/desk/runs/start-run';
import { databaseForTest } from '@/tests/support/database';
import { deskForTest, type TestDesk } from '@/tests/support/desk';
import { underFence, type FencedStore } from './fence';
import { openStorage, workflowStoreOf } from './storage';

const any = z.object({}).loose();

/** A step that reports and then waits until released, and ignores the abort signal. */
function standing() {
  let [reach, letGo]: (() => void)[] = [];
  const reached = new Promise<void>((resolve) => (reach = resolve));
  const released = new Promise<void>((resolve) => (letGo = resolve));
  const aborted: boolean[] = [];
  const stand = async ({ abortSignal }: { abortSignal: AbortSignal }) => {
    reach!();
    await released;
    // A write in between has been refused by now, if at all.
    abortSignal.addEventListener('abort', () => aborted.push(true));
    return {};
  };
  return { reached, letGo: () => letGo!(), stand, aborted };
}

type Stand = (params: { abortSignal: AbortSignal }) => Promise<Record<string, never>>;
const step = (id: string, execute: Stand, retries = 0) =>
  createStep({ id, inputSchema: any, outputSchema: any, retries, execute });
const last = () =>
  createStep({
    id: 'last',
    inputSchema: z.unknown(),
    outputSchema: any,
    execute: async ({ runId }) => (
      await recordEffect({ key: `${runId}/last`, runId, action: 'last', detail: {} }),
      {}
    ),
  });
const flow = (id: string) =>
  createWorkflow({ id, inputSchema: any, outputSchema: any, options: { autoRestartActiveRuns: false } });
const quick: Stand = () => Promise.resolve({});

const shapes: Record<string, (stand: Stand) => AnyWorkflow> = {
  plain: (stand) => flow('shape').then(step('work', stand)).then(last()).commit(),
  nested: (stand) =>
    flow('shape')
      .then(
        flow('inner')
          .then(step('work', stand, 2))
          .commit(),
      )
      .then(last())
      .commit(),
  parallel: (stand) =>
    flow('shape')
      .parallel([step('work', stand), step('other', quick)])
      .then(last())
      .commit(),
  loop: (stand) =>
    flow('shape')
      .dountil(step('work', stand), async ({ iterationCount }) => iterationCount >= 3)
      .then(last())
      .commit(),
  foreach: (stand) =>
    flow('shape')
      .map(async () => [{}, {}, {}])
      .foreach(step('work', stand), { concurrency: 2 })
      .then(last())
      .commit(),
};

const snapshotsOf = async (desk: TestDesk) => {
  const client = openClient({
    url: `file:${path.join(path.dirname(desk.url.slice('file:'.length)), 'workflows.db')}`,
  });
  const { rows } = await client.execute(
    'select workflow_name, run_id, json(snapshot) as snapshot from mastra_workflow_snapshot order by 1, 2',
  );
  client.close();
  return rows.map((row) => ({ ...row }));
};

describe.each(Object.entries(shapes))('a holder that is slower than its lease (%s)', (_, make) => {
  test('writes no snapshot and runs no further step once another holder took the run over; what it did is reported', async () => {
    const told = vi.spyOn(log, 'error').mockImplementation(() => undefined);
    const slow = standing();
    const desk = await deskForTest({ shape: make(slow.stand) });
    const { run } = await startRun(desk.as('requester'), { workflowId: 'shape', input: {} });
    const driven = drainRun(desk.as('system'), run.id).catch((error: unknown) => error);
    await slow.reached;
    await desk.db.update(runLeases).set({ expiresAt: 0 });
    await drainRun(desk.as('system', await desk.reopen({ shape: make(quick) })), run.id);
    const snapshots = await snapshotsOf(desk);
    const [row] = await desk.db.select().from(runs);
    expect(row?.status).toBe('success');
    slow.letGo();
    expect(await driven).toBeInstanceOf(LeaseLostError);
    expect(await snapshotsOf(desk)).toEqual(snapshots);
    expect(await desk.db.select().from(runs)).toEqual([row]);
    expect(await desk.db.select().from(ledgerEntries)).toMatchObject([{ action: 'last', attempts: 1 }]);
    expect(
      await desk.db
        .select()
        .from(auditEvents)
        .where(and(eq(auditEvents.runId, run.id), eq(auditEvents.verb, 'lease.lost'))),
    ).toMatchObject([{ actorKind: 'system', data: { token: 1 } }]);
    expect(told).toHaveBeenCalledWith(
      'a lease was lost while its holder worked',
      expect.objectContaining({ runId: run.id }),
    );
    expect(slow.aborted.length).toBeGreaterThan(0);
  });
});

test('after the app database is restored from an older backup, a holder outbids tokens that no longer exist', async () => {
  const desk = await deskForTest({ shape: shapes.plain!(quick) });
  const { run } = await startRun(desk.as('requester'), { workflowId: 'shape', input: {} });
  expect(await desk.engine.takeOver({ runId: run.id, token: 41 })).toBe(41);
  expect(await desk.drain(run.id)).toBe('drained');
  expect(await desk.db.select().from(runs)).toMatchObject([{ status: 'success' }]);
  expect(await desk.db.select().from(runLeases)).toMatchObject([{ token: 42 }]);
});

const stores: Record<string, () => Promise<FencedStore>> = {
  'libSQL file': async () =>
    openStorage({
      kind: 'libsql',
      url: `file:${path.join((await databaseForTest()).dir, 'workflows.db')}`,
      authToken: undefined,
    }),
  memory: () => openStorage({ kind: 'memory' }),
};

const snapshot = (status: WorkflowRunState['status']): WorkflowRunState => ({
  runId: 'r',
  status,
  value: {},
  context: {},
  activePaths: [],
  activeStepsPath: {},
  serializedStepGraph: [],
  suspendedPaths: {},
  resumeLabels: {},
  waitingPaths: {},
  timestamp: 1,
});

function holder(token: number): Fence {
  const lost = new AbortController();
  return {
    runId: 'r',
    token,
    signal: lost.signal,
    steps: [],
    lose: (cause) => lost.abort(new Error('lost', { cause })),
  };
}

describe.each(Object.entries(stores))('the snapshot store (%s)', (_, open) => {
  async function opened() {
    const storage = await open();
    const store = await workflowStoreOf(storage);
    const write = (by: Fence, status: WorkflowRunState['status']) =>
      underFence(by, () =>
        store.persistWorkflowSnapshot({ workflowName: 'w', runId: 'inner', snapshot: snapshot(status) }),
      );
    const change = (by: Fence, expectedStatus: WorkflowRunState['status']) =>
      underFence(by, () =>
        store.updateWorkflowState({
          workflowName: 'w',
          runId: 'inner',
          opts: { status: 'running', expectedStatus },
        }),
      );
    const remove = (by: Fence) =>
      underFence(by, () => store.deleteWorkflowRunById({ workflowName: 'w', runId: 'inner' }));
    const status = async () =>
      (await store.loadWorkflowSnapshot({ workflowName: 'w', runId: 'inner' }))?.status;
    return { storage, store, write, change, remove, status };
  }

  test('accepts writes of the newest holder only, also under another run id; the older one learns that it lost', async () => {
    const { storage, write, change, remove, status } = await opened();
    const [first, second] = [holder(1), holder(2)];
    await storage.takeOver(first);
    await write(first, 'suspended');
    expect(await storage.takeOver(second)).toBe(2);
    for (const late of [() => write(first, 'failed'), () => change(first, 'suspended'), () => remove(first)])
      await expect(late()).rejects.toThrow('lost');
    expect(first.signal.aborted).toBe(true);
    expect(await status()).toBe('suspended');
    expect(await storage.takeOver(first)).toBe(2);
    expect(await change(second, 'failed')).toBeUndefined();
    expect(await change(second, 'suspended')).toMatchObject({ status: 'running', context: {} });
    await write(second, 'success');
    expect(await status()).toBe('success');
    await remove(second);
    expect(await status()).toBeUndefined();
  });

  test('refuses writes of somebody who never took the run over, and writes without a holder', async () => {
    const { store, write, status } = await opened();
    await expect(write(holder(1), 'running')).rejects.toThrow('lost');
    await expect(
      store.persistWorkflowSnapshot({ workflowName: 'w', runId: 'inner', snapshot: snapshot('running') }),
    ).rejects.toThrow('under the lease');
    expect(await status()).toBeUndefined();
  });
});
