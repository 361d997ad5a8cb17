import type { AnyWorkflow, StepFlowEntry, WorkflowRunState } from '@mastra/core/workflows';
import type { WorkflowsStorage } from '@mastra/core/storage';
import { adoptPauses } from '@/lib/mastra/mends/adopt-pauses';
import { itemsOf, withItems } from '@/lib/mastra/mends/foreach-items';
import { keptQuestion } from '@/lib/mastra/mends/keep-questions';
import { loadTree, resultsOf, type SnapshotTree } from '@/lib/mastra/inspect/snapshot-tree';
import { entryIds, isForeach, nestedOf, nestedWorkflow } from '@/lib/mastra/authoring/steps';

type Result = WorkflowRunState['context'][string];

/**
 * Deletes the snapshots of workflows nested in these steps, so that a fresh start does not find old state.
 */
async function forgetNested(
  store: WorkflowsStorage,
  workflow: AnyWorkflow,
  tree: SnapshotTree,
  ids: ReadonlySet<string>,
): Promise<void> {
  for (const [key, inner] of tree.nested) {
    const nested = nestedWorkflow(workflow, key.split('\0')[0] ?? '');
    if (!nested || !ids.has(key.split('\0')[0] ?? '')) continue;
    await forgetNested(store, nested, inner, new Set(Object.keys(nested.steps)));
    await store.deleteWorkflowRunById({ workflowName: nested.id, runId: inner.snapshot.runId });
  }
}

/** A step as a process that died in it leaves it: begun, with no result. */
const begun = ({ payload, startedAt, metadata }: Result & { metadata?: unknown }): Result =>
  ({
    status: 'running',
    payload,
    startedAt: startedAt ?? Date.now(),
    ...(metadata === undefined ? {} : { metadata }),
  }) as Result;

/**
 * The same for a list, which keeps its finished items. Waiting items ask again, because their tasks were
 * closed when the run failed.
 */
const begunList = (step: Result): Result =>
  withItems(
    begun(step),
    itemsOf(step).map((item) => (item?.status === 'suspended' ? null : item)),
  ) as Result;

type Place = { at: number; entry: StepFlowEntry; heads: string[] };

/** The graph entry to go back to, and which of its steps run again. */
function placeOf(workflow: AnyWorkflow, snapshot: WorkflowRunState, path: readonly string[] | null): Place {
  const failed = resultsOf(snapshot).flatMap(([id, { status }]) => (status === 'failed' ? [id] : []));
  const wanted = path === null ? failed : path.slice(0, 1);
  const at = workflow.stepGraph.findIndex((entry) => entryIds(entry).some((id) => wanted.includes(id)));
  const entry = workflow.stepGraph[at];
  if (!entry)
    throw new Error(
      path === null
        ? `the run failed in no step of "${workflow.id}" as it is now`
        : `"${workflow.id}" has no step "${path.join('/')}" any more`,
    );
  return { at, entry, heads: entryIds(entry).filter((id) => wanted.includes(id)) };
}

/** The nested workflow to rewind inside this step; undefined when the step starts from scratch. */
function within(
  workflow: AnyWorkflow,
  tree: SnapshotTree,
  id: string,
  path: readonly string[] | null,
): AnyWorkflow | undefined {
  const inner = isForeach(workflow, id) ? undefined : nestedWorkflow(workflow, id);
  const status = tree.nested.get(id)?.snapshot.status;
  // Inside a failed step it is only `running` if an earlier rewind died after putting it back.
  const deeper = path === null ? status === 'failed' || status === 'running' : path.length > 1;
  return inner && deeper ? inner : undefined;
}

/**
 * Puts a run at rest back to before a step or, with null, to before those it failed in, as if the process had
 * died there; runs nothing. Drops later results, keeps parallel siblings, reruns all branches taken. Mastra's
 * own time travel gives failed siblings an empty success, and has no checkpoint.
 * Idempotent. Only under the run's lease.
 * @throws when the run or the step is gone
 */
export async function rewindRun(
  store: WorkflowsStorage,
  workflow: AnyWorkflow,
  runId: string,
  path: readonly string[] | null,
): Promise<void> {
  const found = await loadTree(store, workflow, runId);
  if (!found) throw new Error(`the run ${runId} has no snapshot`);
  const tree = { ...found, snapshot: adoptPauses(workflow, found.snapshot) };
  const { snapshot } = tree;
  if (path === null && snapshot.status === 'running') return;
  const { at, entry, heads } = placeOf(workflow, snapshot, path);
  const deeper = heads.filter((id) => within(workflow, tree, id, path));
  for (const id of deeper)
    await rewindRun(store, nestedWorkflow(workflow, id)!, runId, path === null ? null : path.slice(1));

  const behind = workflow.stepGraph.slice(at + 1).flatMap(entryIds);
  const beside = entry.type === 'conditional' ? entryIds(entry).filter((id) => !heads.includes(id)) : [];
  const keepsItems = path === null && entry.type === 'foreach';
  const anew = heads.filter((id) => !deeper.includes(id) && !keepsItems);
  await forgetNested(store, workflow, tree, new Set([...behind, ...beside, ...anew]));

  const context = { ...snapshot.context };
  for (const id of [...behind, ...beside]) delete context[id];
  for (const id of heads) {
    const step = context[id] ?? ({} as Result);
    // A step that failed after an answer waits for that answer again, in the same turn.
    context[id] = (path === null ? keptQuestion(step) : null) ?? (keepsItems ? begunList : begun)(step);
  }
  const branch = (id: string) => ('steps' in entry ? [at, entryIds(entry).indexOf(id)] : [at]);
  // A nested workflow that starts over has no snapshot for the engine to restart.
  const active = heads.filter(
    (id) => context[id]?.status === 'running' && (deeper.includes(id) || !nestedWorkflow(workflow, id)),
  );
  const waiting = entryIds(entry).filter((id) => context[id]?.status === 'suspended');
  const { result: _, error: __, tripwire: ___, ...kept } = snapshot;
  await store.persistWorkflowSnapshot({
    workflowName: workflow.id,
    runId,
    snapshot: {
      ...kept,
      status: 'running',
      context,
      activePaths: [at],
      activeStepsPath: Object.fromEntries(active.map((id) => [id, branch(id)])),
      suspendedPaths: Object.fromEntries(waiting.map((id) => [id, branch(id)])),
      waitingPaths: {},
      timestamp: Date.now(),
    },
  });
}

/**
 * Deletes a run's snapshots with those of nested workflows, even when unreadable. Only under the run's lease.
 */
export async function discardRun(
  store: WorkflowsStorage,
  workflow: AnyWorkflow,
  runId: string,
): Promise<void> {
  const tree = await loadTree(store, workflow, runId).catch(() => null);
  if (tree) await forgetNested(store, workflow, tree, new Set(Object.keys(workflow.steps)));
  const all = (one: AnyWorkflow): AnyWorkflow[] => [one, ...nestedOf(one).flatMap(all)];
  for (const { id } of all(workflow)) await store.deleteWorkflowRunById({ workflowName: id, runId });
}
