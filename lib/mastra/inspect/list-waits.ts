import type { AnyWorkflow } from '@mastra/core/workflows';
import type { WorkflowsStorage } from '@mastra/core/storage';
import { entryIds, isForeach, nestedWorkflow } from '@/lib/mastra/authoring/steps';

/**
 * Restores a wait missing from `suspendedPaths`, without which the engine refuses the answer: @mastra/core
 * 1.71 drops it when a step beside it is restarted. Only under the run's lease; a no-op when nothing is
 * missing.
 */
export async function listWaits(
  store: WorkflowsStorage,
  workflow: AnyWorkflow,
  runId: string,
  [stepId, ...rest]: readonly string[],
): Promise<void> {
  if (stepId === undefined) return;
  const inner = isForeach(workflow, stepId) ? undefined : nestedWorkflow(workflow, stepId);
  if (inner) await listWaits(store, inner, runId, rest);
  const snapshot = await store.loadWorkflowSnapshot({ workflowName: workflow.id, runId });
  const at = workflow.stepGraph.findIndex((entry) => entryIds(entry).includes(stepId));
  const entry = workflow.stepGraph[at];
  if (
    !entry ||
    snapshot?.status !== 'suspended' ||
    snapshot.context[stepId]?.status !== 'suspended' ||
    snapshot.suspendedPaths[stepId]
  )
    return;
  const place = 'steps' in entry ? [at, entryIds(entry).indexOf(stepId)] : [at];
  await store.persistWorkflowSnapshot({
    workflowName: workflow.id,
    runId,
    snapshot: { ...snapshot, suspendedPaths: { ...snapshot.suspendedPaths, [stepId]: place } },
  });
}
