import type { FencedStore } from '@/lib/mastra/stores/fence';
import { listWaiting, originOf, peekRuns } from '@/lib/mastra/drive/find-runs';
import { readRun } from '@/lib/mastra/drive/read-run';
import { readSnapshot } from '@/lib/mastra/inspect/read-snapshot';
import { snapshotsOf } from '@/lib/mastra/stores/snapshot-list';
import { workflowStoreOf } from '@/lib/mastra/stores/storage';
import type { Snapshots } from '@/lib/engine/snapshots';
import type { Workflows } from './registered';

/** The `Snapshots` port on this store. */
export function snapshotsOn({ byId, need }: Workflows, storage: FencedStore): Snapshots {
  const store = () => workflowStoreOf(storage);
  return {
    async ready() {
      await (await store()).getWorkflowRunById({ runId: 'none', workflowName: 'none' });
    },
    async read({ id, workflowId }) {
      return readRun(await store(), need(workflowId), id);
    },
    async snapshot(run) {
      return readSnapshot(await store(), run);
    },
    async peek(runs) {
      return peekRuns(snapshotsOf(storage, await store()), runs);
    },
    async listWaiting(after, limit) {
      return listWaiting(snapshotsOf(storage, await store()), [...byId.values()], after, limit);
    },
    async origin(run) {
      return originOf(await store(), run);
    },
  };
}
