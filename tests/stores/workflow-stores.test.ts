import type { WorkflowRunState } from '@mastra/core/workflows';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { openClient } from '@/db/client';
import type { WorkflowStoreConfig } from '@/lib/base/env';
import { underFence, type FencedStore } from '@/lib/mastra/stores/fence';
import { waitingPage } from '@/lib/mastra/stores/snapshot-list';
import { openStorage, workflowStoreOf } from '@/lib/mastra/stores/storage';
import type { Fence } from '@/lib/engine/types';
import { expectShape, shapesForPeople } from '@/tests/support/expect-shape';
import { contentsOf, onEach, workflowStores } from './places';

const workflowName = 'w';
const runId = 'inner';

const snapshot = (
  status: WorkflowRunState['status'],
  context: WorkflowRunState['context'] = {},
): WorkflowRunState => ({
  runId,
  status,
  value: {},
  context,
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

onEach('snapshots and shapes', workflowStores, (place) => {
  test.each(shapesForPeople)('%s', async (__, shape, order) => {
    await expectShape(shape, order, true, { store: await place() });
  });

  describe('the store itself', () => {
    let config: WorkflowStoreConfig;
    beforeAll(async () => {
      config = await place();
    });

    async function opened(): Promise<{
      storage: FencedStore;
      store: Awaited<ReturnType<typeof workflowStoreOf>>;
    }> {
      const storage = await openStorage(config);
      onTestFinished(() => storage.close());
      return { storage, store: await workflowStoreOf(storage) };
    }

    test('is created once, with only the tables in use, when eight open it empty at once', async ({
      task: { meta },
    }) => {
      const began = performance.now();
      await (await openStorage(config)).close();
      const alone = performance.now() - began;
      expect(await contentsOf(config)).toEqual(
        config.kind === 'upstash' ? [] : ['countersign_fences', 'mastra_workflow_snapshot'],
      );
      const another = await place();
      const together = performance.now();
      const all = await Promise.all(Array.from({ length: 8 }, () => openStorage(another)));
      meta.measured = `opened empty in ${Math.round(alone)} ms, by eight at once in ${Math.round(performance.now() - together)} ms`;
      await Promise.all(all.map((storage) => storage.close()));
      expect(await contentsOf(another)).toEqual(await contentsOf(config));
    });

    test('returns exactly what was written: empty lists, long numbers, every kind of text', async () => {
      const { storage, store } = await opened();
      const by = holder(1);
      await storage.takeOver(by);
      const payload = {
        list: [],
        object: {},
        nothing: null,
        no: false,
        zero: 0,
        blank: '',
        long: 1234567890123456,
        small: 1.0000000000000002,
        text: 'é “𝒳” \\u0041 \n',
        nested: [[], [{}]],
      };
      const written = snapshot('suspended', {
        gate: { status: 'suspended', payload, startedAt: 1, suspendPayload: payload, suspendedAt: 2 },
      });
      await underFence(by, () =>
        store.persistWorkflowSnapshot({ workflowName, runId, resourceId: 'usr_1', snapshot: written }),
      );
      expect(await store.loadWorkflowSnapshot({ workflowName, runId })).toEqual(written);
      expect(await store.getWorkflowRunById({ workflowName, runId })).toMatchObject({
        workflowName,
        runId,
        resourceId: 'usr_1',
      });
      expect(await store.loadWorkflowSnapshot({ workflowName: 'other', runId })).toBeNull();
    });

    test('lets one of fifty claim a run that has a resource id', async () => {
      const { storage, store } = await opened();
      const by = holder(2);
      await storage.takeOver(by);
      await underFence(by, () =>
        store.persistWorkflowSnapshot({
          workflowName,
          runId,
          resourceId: 'usr_1',
          snapshot: snapshot('suspended'),
        }),
      );
      const claim = () =>
        underFence(by, () =>
          store.updateWorkflowState({
            workflowName,
            runId,
            opts: { status: 'running', expectedStatus: 'suspended' },
          }),
        );
      const won = (await Promise.all(Array.from({ length: 50 }, claim))).filter(
        (state) => state?.status === 'running',
      );
      expect(won).toHaveLength(1);
    });

    test('accepts writes of the newest holder only, on any connection; the older one learns that it lost', async () => {
      const [{ storage, store }, other] = [await opened(), await opened()];
      const [first, second] = [holder(10), holder(11)];
      const write = (by: Fence, status: WorkflowRunState['status'], to = store) =>
        underFence(by, () => to.persistWorkflowSnapshot({ workflowName, runId, snapshot: snapshot(status) }));
      expect(await storage.takeOver(first)).toBe(10);
      await write(first, 'running');
      expect(await other.storage.takeOver(second)).toBe(11);
      await write(second, 'suspended', other.store);
      expect(await storage.takeOver(first)).toBe(11);
      await expect(write(first, 'failed')).rejects.toThrow('lost');
      expect(first.signal.aborted).toBe(true);
      const late = holder(10);
      await expect(
        underFence(late, () =>
          store.updateWorkflowState({ workflowName, runId, opts: { status: 'failed' } }),
        ),
      ).rejects.toThrow('lost');
      await expect(
        underFence(holder(10), () => store.deleteWorkflowRunById({ workflowName, runId })),
      ).rejects.toThrow('lost');
      expect((await store.loadWorkflowSnapshot({ workflowName, runId }))?.status).toBe('suspended');
      await expect(
        store.persistWorkflowSnapshot({ workflowName, runId, snapshot: snapshot('failed') }),
      ).rejects.toThrow('under the lease');
    });

    test('forgets a snapshot that is deleted', async () => {
      const { storage, store } = await opened();
      const by = holder(20);
      await storage.takeOver(by);
      await underFence(by, () =>
        store.persistWorkflowSnapshot({ workflowName, runId, snapshot: snapshot('success') }),
      );
      await underFence(by, () => store.deleteWorkflowRunById({ workflowName, runId }));
      expect(await store.loadWorkflowSnapshot({ workflowName, runId })).toBeNull();
      expect(await store.getWorkflowRunById({ workflowName, runId })).toBeNull();
    });
  });
});

const libsql = Object.fromEntries(Object.entries(workflowStores).filter(([name]) => name.includes('LibSQL')));

onEach('index of waiting runs', libsql, (place) => {
  test('a page is read from the index alone, in its order', async () => {
    const config = await place();
    const storage = await openStorage(config);
    onTestFinished(() => storage.close());
    if (config.kind !== 'libsql') throw new Error('not a libSQL store');
    const client = openClient(config);
    onTestFinished(() => client.close());
    const explained = async (how: string) =>
      (await client.execute({ sql: `${how} ${waitingPage}`, args: ['', 10] })).rows;
    expect((await explained('explain query plan')).map(({ detail }) => detail)).toEqual([
      'SEARCH mastra_workflow_snapshot USING INDEX countersign_waits (run_id>?)',
    ]);
    // The plan alone does not show it, so check the opcodes: the row with its snapshot is never read.
    const done = await explained('explain');
    const [index] = done.filter(({ opcode }) => opcode === 'DeferredSeek').map(({ p1 }) => p1);
    expect(
      new Set(done.filter(({ opcode }) => opcode === 'Column' || opcode === 'Function').map(({ p1 }) => p1)),
    ).toEqual(new Set([index]));
  });
});
