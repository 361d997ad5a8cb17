import type { WorkflowsStorage } from '@mastra/core/storage';
import type { AnyWorkflow } from '@mastra/core/workflows';
import type { Json } from '@/db/schema/json';
import type { RunHead, WaitingRun } from '@/lib/engine/types';
import { runStatusOf } from './read-run';
import type { SnapshotList, WaitingSnapshot } from '@/lib/mastra/stores/snapshot-list';
import { asJson } from '@/lib/mastra/inspect/snapshot-tree';
import { isForeach, nestedOf } from '@/lib/mastra/authoring/steps';

type Key = { id: string; workflowId: string };

export async function peekRuns(list: SnapshotList, runs: readonly Key[]): Promise<Map<string, RunHead>> {
  if (runs.length === 0) return new Map();
  const heads = await list.heads(runs.map(({ id, workflowId }) => ({ runId: id, workflowName: workflowId })));
  return new Map(
    heads.map(({ runId, status, waiting, since, root }) => [
      runId,
      { status: status === null ? null : runStatusOf(status), waiting, since, root },
    ]),
  );
}

const allNested = (workflow: AnyWorkflow): AnyWorkflow[] =>
  nestedOf(workflow).flatMap((inner) => [inner, ...allNested(inner)]);

/**
 * Workflows that may run as items of a `foreach`. Their runs have their own ids, so they look like
 * independent runs.
 */
const itemsOf = (workflow: AnyWorkflow): string[] =>
  [workflow, ...allNested(workflow)].flatMap((outer) =>
    Object.keys(outer.steps).flatMap((id) =>
      isForeach(outer, id)
        ? nestedOf(outer)
            .filter((inner) => inner.id === id)
            .map((inner) => inner.id)
        : [],
    ),
  );

/**
 * Of the snapshots sharing a run id, the run itself; the others are nested workflows. Undefined when this
 * code cannot tell, in which case the run is left alone rather than asked about twice.
 */
function outermost(
  snapshots: WaitingSnapshot[],
  nested: Map<string, Set<string>>,
  items: Set<string>,
): WaitingSnapshot | undefined {
  return snapshots.find(({ workflowName }) => {
    const inside = nested.get(workflowName);
    return (
      inside !== undefined &&
      !items.has(workflowName) &&
      snapshots.every((other) => other.workflowName === workflowName || inside.has(other.workflowName))
    );
  });
}

/** One page of the waiting runs of these workflows; see the engine port. */
export async function listWaiting(
  list: SnapshotList,
  workflows: readonly AnyWorkflow[],
  after: string | null,
  limit: number,
): Promise<{ runs: WaitingRun[]; next: string | null }> {
  const { snapshots, next } = await list.suspended(after, limit);
  const nested = new Map(
    workflows.map((workflow) => [workflow.id, new Set(allNested(workflow).map(({ id }) => id))]),
  );
  const items = new Set(workflows.flatMap(itemsOf));
  const byRun = Map.groupBy(snapshots, ({ runId }) => runId);
  const runs = [...byRun.values()].flatMap((group) => outermost(group, nested, items) ?? []);
  return {
    runs: runs.map(({ runId, workflowName, resourceId }) => ({
      id: runId,
      workflowId: workflowName,
      owner: resourceId,
    })),
    next,
  };
}

export async function originOf(
  store: WorkflowsStorage,
  { id, workflowId }: Key,
): Promise<{ input: Json; createdAt: Date } | null> {
  const run = await store.getWorkflowRunById({ runId: id, workflowName: workflowId });
  if (!run || typeof run.snapshot === 'string') return null;
  return { input: asJson(run.snapshot.context?.input), createdAt: run.createdAt };
}
