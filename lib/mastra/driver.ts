import { RequestContext } from '@mastra/core/request-context';
import type { WorkflowsStorage } from '@mastra/core/storage';
import type { AnyWorkflow, Run } from '@mastra/core/workflows';
import { noRequester } from '@/lib/base/readable/requester-name';
import { DrivenElsewhereError } from '@/lib/engine/driven-elsewhere';
import type { Fence, RunFacts } from '@/lib/engine/types';
import { forgetRun, freshRun, mendRun } from '@/lib/mastra/mends/checkpoints';
import { claiming, underFence, type FencedStore } from '@/lib/mastra/stores/fence';
import { listWaits } from '@/lib/mastra/inspect/list-waits';
import { pruneSnapshot } from '@/lib/mastra/drive/prune-snapshot';
import { discardRun, rewindRun } from '@/lib/mastra/drive/rewind-run';
import { settleRun } from '@/lib/mastra/drive/settle-run';
import { contextKey } from '@/lib/mastra/authoring/step-context';
import { inFrame } from '@/lib/mastra/mends/step-frame';
import { workflowStoreOf } from '@/lib/mastra/stores/storage';
import type { Driver } from '@/lib/engine/driver';
import type { ToolCode } from './questions/tool-masks';
import type { Workflows } from './registered';

/** The engine refuses an answer up front when the run is not suspended, or somebody else resumed it first. */
function tellRefusal(error: unknown): never {
  const { id, message } = error as { id?: unknown; message?: unknown };
  if (id === 'WORKFLOW_RESUME_ALREADY_CLAIMED' || message === 'This workflow run was not suspended')
    throw new DrivenElsewhereError({ cause: error });
  throw error;
}

/** What every step finds under `countersign` in its request context, along with its own `idempotencyKey`. */
function contextOf(run: RunFacts): RequestContext {
  const context = new RequestContext();
  context.set(contextKey, { runId: run.id, requester: run.requester });
  return context;
}

/** Drives a run for its lease holder. When the lease is lost, its steps are aborted. */
function drive(
  store: () => Promise<WorkflowsStorage>,
  workflow: AnyWorkflow,
  run: RunFacts,
  fence: Fence,
  work: (engineRun: Run) => Promise<unknown>,
  taskId: string | null = null,
): Promise<void> {
  const driven = async () => {
    fence.signal.throwIfAborted();
    // A run adopted from another program, without a requester of ours, keeps its owner.
    const owner = run.requester.id === noRequester ? {} : { resourceId: run.requester.id };
    const engineRun: Run = await freshRun(() => workflow.createRun({ runId: run.id, ...owner }));
    mendRun(engineRun, store);
    const abort = () => engineRun.abortController.abort();
    fence.signal.addEventListener('abort', abort);
    try {
      await work(engineRun);
      // The engine may report a cancellation here and hide that its store refused the write.
      fence.signal.throwIfAborted();
    } finally {
      fence.signal.removeEventListener('abort', abort);
      forgetRun(engineRun);
    }
  };
  return underFence(fence, () => inFrame(run, taskId, driven));
}

/** Drives runs on this store. Callers hold the run's lease. */
export function driverOf({ need }: Workflows, storage: FencedStore, tools: ToolCode): Driver {
  const store = () => workflowStoreOf(storage);
  return {
    takeOver: (fence) => storage.takeOver(fence),
    start: (run, fence) =>
      drive(store, need(run.workflowId), run, fence, (engineRun) =>
        engineRun.start({ inputData: run.input, requestContext: contextOf(run) }),
      ),
    resume(run, { path, forEachIndex, taskId, version }, resumeData, fence) {
      const workflow = need(run.workflowId);
      const answer = {
        step: path,
        resumeData,
        requestContext: contextOf(run),
        ...(forEachIndex === null ? {} : { forEachIndex }),
      };
      const give = async (engineRun: Run) => {
        await listWaits(await store(), workflow, run.id, path);
        const claim = { workflowName: workflow.id, runId: run.id, version };
        await claiming(claim, () => engineRun.resume(answer)).catch(tellRefusal);
      };
      return drive(store, workflow, run, fence, give, taskId);
    },
    restart: (run, fence) =>
      drive(store, need(run.workflowId), run, fence, (engineRun) =>
        engineRun.restart({ requestContext: contextOf(run) }),
      ),
    cancel: (run, fence) => drive(store, need(run.workflowId), run, fence, (engineRun) => engineRun.cancel()),
    rewind: (run, path, fence) =>
      underFence(fence, async () => rewindRun(await store(), need(run.workflowId), run.id, path)),
    discard: (run, fence) =>
      underFence(fence, async () => discardRun(await store(), need(run.workflowId), run.id)),
    settle: (run, fence) =>
      underFence(fence, async () => void (await settleRun(await store(), need(run.workflowId), run.id))),
    prune: (run, scope, fence) =>
      underFence(fence, async () => pruneSnapshot(await store(), run, scope, tools.workflows)),
  };
}
