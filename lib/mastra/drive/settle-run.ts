import type { AnyWorkflow, WorkflowRunState } from '@mastra/core/workflows';
import type { WorkflowsStorage } from '@mastra/core/storage';
import { adoptPauses } from '@/lib/mastra/mends/adopt-pauses';
import { copiedOf, metaOf, resultsOf } from '@/lib/mastra/inspect/snapshot-tree';
import { keptQuestion } from '@/lib/mastra/mends/keep-questions';
import { itemsOf, runIdOf, withItems, type Item } from '@/lib/mastra/mends/foreach-items';
import { idOf, isForeach, nestedWorkflow } from '@/lib/mastra/authoring/steps';

type Result = WorkflowRunState['context'][string];

/** Each step's position in the graph, as the engine writes paths: `[2]`, or `[2, 0]` for a branch. */
function placesOf(workflow: AnyWorkflow): Map<string, number[]> {
  return new Map(
    workflow.stepGraph.flatMap((entry, index) =>
      'steps' in entry
        ? entry.steps.map((branch, place): [string, number[]] => [idOf(branch), [index, place]])
        : [[idOf(entry), [index]] as [string, number[]]],
    ),
  );
}

/** `finishedRound`: our own note on a nested step of a loop, the last round whose result we have. */
type Noted = Result & { startedAt?: number; metadata?: { iterationCount?: number }; finishedRound?: number };

const isLoop = (workflow: AnyWorkflow, stepId: string) =>
  workflow.stepGraph.some((entry) => entry.type === 'loop' && idOf(entry) === stepId);

/** The step of a nested workflow that waits, marked as waiting; null when the workflow does not wait. */
function waitingStep(step: Result, inner: AnyWorkflow, settled: WorkflowRunState): Result | null {
  const [id, waiting] = resultsOf(settled).find(([, result]) => result.status === 'suspended') ?? [];
  if (settled.status !== 'suspended' || id === undefined || waiting === undefined) return null;
  const meta = isForeach(inner, id) || nestedWorkflow(inner, id) ? metaOf(waiting) : {};
  const suspendPayload = {
    ...copiedOf(waiting),
    __workflow_meta: { ...meta, runId: settled.runId, path: [id, ...(meta.path ?? [])] },
  };
  return {
    ...step,
    status: 'suspended',
    suspendedAt: waiting.suspendedAt ?? Date.now(),
    suspendPayload,
  } as Result;
}

/** An item whose holder died, updated from the snapshot of its own run. */
async function settleItem(store: WorkflowsStorage, inner: AnyWorkflow, item: Item): Promise<Item> {
  const runId = runIdOf(item);
  const settled = runId === null ? null : await settleRun(store, inner, runId);
  if (!item || !settled || settled.status === 'pending') return item;
  if (settled.status === 'success')
    return { ...item, status: 'success', output: settled.result, suspendPayload: {} };
  const waiting = waitingStep(item as Result, inner, settled) as Item;
  if (waiting)
    return { ...waiting, answering: item.answering === true && waiting.suspendedAt === item.suspendedAt };
  return { status: 'running', suspendPayload: { __workflow_meta: { runId } } };
}

/**
 * Updates a running `foreach` item by item. The list waits again if no item was running and either an item
 * had an answer in hand or all items were reached; otherwise a restart continues with the unfinished items.
 */
async function settleItems(
  store: WorkflowsStorage,
  workflow: AnyWorkflow,
  stepId: string,
  step: Result,
): Promise<{ step: Result; begun: boolean } | null> {
  const inner = nestedWorkflow(workflow, stepId);
  const items: Item[] = [];
  for (const item of itemsOf(step))
    items.push(
      inner && (item?.status === 'running' || item?.status === 'suspended')
        ? await settleItem(store, inner, item)
        : item,
    );
  const first = items.findIndex((item) => item?.status === 'suspended');
  const asked = Array.isArray(step.payload) ? step.payload.length : items.length;
  const rests =
    !items.some((item) => item?.status === 'running') &&
    (items.some((item) => item?.answering) ||
      items.filter((item) => item?.status === 'suspended' || item?.status === 'success').length === asked);
  if (first === -1 || !rests)
    return items.length === 0 ? null : { step: withItems(step, items) as Result, begun: true };
  const still = items.map((item) => (item ? { ...item, answering: false } : item));
  const asks = items[first]!;
  return {
    step: withItems(
      {
        ...step,
        status: 'suspended',
        suspendedAt: asks.suspendedAt ?? Date.now(),
        suspendPayload: {
          ...copiedOf(asks),
          __workflow_meta: { ...(inner ? metaOf(asks) : {}), foreachIndex: first },
        },
      },
      still,
    ) as Result,
    begun: false,
  };
}

/**
 * Whether a running step can be settled: it has an answer to get again, or its nested workflow waits, never
 * began, or finished this loop round. Until a new round writes its snapshot, the previous round's is still
 * there, and a restart makes the step look younger than both.
 * @returns the step as it should be, or null; `begun`: whether there is a nested run to restart
 */
async function lookWithin(
  store: WorkflowsStorage,
  workflow: AnyWorkflow,
  snapshot: WorkflowRunState,
  stepId: string,
): Promise<{ step: Result; begun: boolean } | null> {
  const inner = nestedWorkflow(workflow, stepId);
  const step: Noted | undefined = snapshot.context[stepId];
  if (step?.status !== 'running') return null;
  if (isForeach(workflow, stepId)) return settleItems(store, workflow, stepId, step);
  if (!inner) {
    const asked = keptQuestion(step);
    return asked && { step: asked, begun: false };
  }
  const settled = await settleRun(store, inner, snapshot.runId);
  // A nested run that was opened but never begun starts over: restarting it would restart steps that do not
  // exist yet.
  if (!settled || settled.status === 'pending') return { step, begun: false };
  const waiting = waitingStep(step, inner, settled);
  if (waiting) return { step: waiting, begun: false };
  if (settled.status !== 'success' || !isLoop(workflow, stepId)) return null;
  const round = step.metadata?.iterationCount ?? 0;
  const thisRound = step.finishedRound === round || settled.timestamp > (step.startedAt ?? 0);
  return thisRound
    ? { step: { ...step, finishedRound: round } as Result, begun: true }
    : { step, begun: false };
}

/** After a finished step, a restart would run that step again. So point at the next one, or end the run. */
function afterFinished(workflow: AnyWorkflow, snapshot: WorkflowRunState): WorkflowRunState {
  const at = snapshot.activePaths[0];
  const entry = at === undefined ? undefined : workflow.stepGraph[at];
  // A loop or list is only recorded as a success once all its rounds are done. Finished branches need
  // nothing.
  const result = entry && !('steps' in entry) ? snapshot.context[idOf(entry)] : undefined;
  if (at === undefined || result?.status !== 'success') return snapshot;
  if (at + 1 < workflow.stepGraph.length) return { ...snapshot, activePaths: [at + 1], activeStepsPath: {} };
  return {
    ...snapshot,
    status: 'success',
    result: result.output,
    activePaths: [],
    activeStepsPath: {},
    timestamp: Date.now(),
  };
}

/**
 * Repairs a run whose holder died, as far as that needs no step to run: if nothing is running and something
 * waits, it is suspended again, nested workflows first; between two steps, it moves to the later one. Only
 * under the run's lease.
 * @returns the repaired snapshot; null if there is none
 */
export async function settleRun(
  store: WorkflowsStorage,
  workflow: AnyWorkflow,
  runId: string,
): Promise<WorkflowRunState | null> {
  const stored = await store.loadWorkflowSnapshot({ workflowName: workflow.id, runId });
  if (stored?.status !== 'running' && stored?.status !== 'waiting') return stored;
  const snapshot = adoptPauses(workflow, stored);
  const context = { ...snapshot.context };
  const activeStepsPath = { ...snapshot.activeStepsPath };
  for (const [stepId] of resultsOf(snapshot)) {
    const within = await lookWithin(store, workflow, snapshot, stepId);
    if (within === null) continue;
    context[stepId] = within.step;
    // Left in activeStepsPath, the engine would restart the nested run as well.
    if (!within.begun) delete activeStepsPath[stepId];
  }
  let settled: WorkflowRunState = { ...snapshot, context, activeStepsPath };
  const having = (status: string) =>
    resultsOf(settled)
      .filter(([, result]) => result.status === status)
      .map(([id]) => id);
  if (having('running').length === 0 && having('waiting').length === 0) {
    const places = placesOf(workflow);
    const suspended = having('suspended').flatMap((id): [string, number[]][] =>
      places.has(id) ? [[id, places.get(id)!]] : [],
    );
    settled =
      suspended.length > 0
        ? { ...settled, status: 'suspended', suspendedPaths: Object.fromEntries(suspended) }
        : afterFinished(workflow, settled);
  }
  await store.persistWorkflowSnapshot({ workflowName: workflow.id, runId, snapshot: settled });
  return settled;
}
