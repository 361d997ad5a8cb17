import type { SerializedStepFlowEntry } from '@mastra/core/workflows';
import type { WorkflowsStorage } from '@mastra/core/storage';
import { frameEntries, loadFrame, nestedFlowOf, type Frame } from '@/lib/mastra/inspect/snapshot-frames';
import { rootOf } from '@/lib/mastra/authoring/step-context';

/**
 * What to delete besides the run itself: its agents' calls, and snapshots made between two moments for items
 * of its lists.
 */
export type PruneScope = { calls: string[]; from: Date; to: Date };

const pageSize = 100;
/** Allowance for clocks that differ between processes. */
const marginMs = 60_000;

/** Workflows that run once per list item, at any depth. The snapshot does not name all their runs. */
function listedWorkflows(flow: readonly SerializedStepFlowEntry[]): string[] {
  return frameEntries(flow).flatMap(({ entry, foreach }) => {
    const nested = nestedFlowOf(entry);
    if (!nested) return [];
    return [...(foreach ? [nested.workflowId] : []), ...listedWorkflows(nested.flow)];
  });
}

async function runsOfItems(
  store: WorkflowsStorage,
  workflowName: string,
  runId: string,
  { from, to }: PruneScope,
): Promise<string[]> {
  const found: string[] = [];
  for (let page = 0; ; page += 1) {
    const { runs } = await store.listWorkflowRuns({
      workflowName,
      fromDate: new Date(from.getTime() - marginMs),
      toDate: new Date(to.getTime() + marginMs),
      page,
      perPage: pageSize,
    });
    found.push(...runs.filter(({ snapshot }) => rootOf(snapshot) === runId).map((run) => run.runId));
    if (runs.length < pageSize) return found;
  }
}

const idsOf = ({ runId, nested }: Frame): string[] => [runId, ...[...nested.values()].flatMap(idsOf)];

/** Deletes all snapshots under one id, newest first, so that nested workflows go before their run. */
async function deleteAll(store: WorkflowsStorage, runId: string): Promise<void> {
  for (
    let row = await store.getWorkflowRunById({ runId });
    row;
    row = await store.getWorkflowRunById({ runId })
  ) {
    await store.deleteWorkflowRunById({ runId, workflowName: row.workflowName });
  }
}

/**
 * Deletes a run's snapshots, nested workflows and agents first, so that a retry after a crash can still find
 * them. `toolWorkflows`: ids of workflows that agents have as tools. Only under the run's lease.
 * @throws what the store throws when it cannot read them
 */
export async function pruneSnapshot(
  store: WorkflowsStorage,
  run: { id: string; workflowId: string },
  scope: PruneScope,
  toolWorkflows: readonly string[],
): Promise<void> {
  const frame = await loadFrame(store, run.workflowId, run.id);
  const inLists = frame ? listedWorkflows(frame.snapshot.serializedStepGraph ?? []) : [];
  // A workflow that an agent ran as a tool has an id no snapshot names.
  const listed = [...new Set([...inLists, ...(scope.calls.length > 0 ? toolWorkflows : [])])];
  const items = await Promise.all(listed.map((name) => runsOfItems(store, name, run.id, scope)));
  const nested = new Set([...(frame ? idsOf(frame) : []), ...items.flat(), ...scope.calls]);
  nested.delete(run.id);
  for (const id of nested) await deleteAll(store, id);
  await deleteAll(store, run.id);
}
