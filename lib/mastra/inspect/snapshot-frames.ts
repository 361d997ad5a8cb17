import type { SerializedStepFlowEntry, WorkflowRunState } from '@mastra/core/workflows';
import type { WorkflowsStorage } from '@mastra/core/storage';
import { pauseNames, pausesIn } from './pause-names';
import { metaOf, nestedKey, resultsOf, type StepResult } from './snapshot-tree';

/** A step result with the parts only operators see. */
export type FullResult = StepResult & {
  payload?: unknown;
  resumePayload?: unknown;
  output?: unknown;
  resumedAt?: number;
  metadata?: { iterationCount?: number; nestedRunId?: string | string[] };
};

/**
 * A snapshot read by the graph stored in it, so that runs of removed workflows can be shown; nested ones by
 * `nestedKey`.
 */
export type Frame = {
  workflowId: string;
  runId: string;
  snapshot: WorkflowRunState;
  results: Map<string, FullResult>;
  nested: Map<string, Frame>;
};

/** A nested workflow: its id and graph. */
export type NestedFlow = { workflowId: string; flow: SerializedStepFlowEntry[] };

type SingleEntry = Extract<SerializedStepFlowEntry, { type: 'foreach' }>['step'];

export const idOfEntry = (entry: SingleEntry): string => (entry.type === 'step' ? entry.step.id : entry.id);

export function nestedFlowOf(entry: SingleEntry): NestedFlow | undefined {
  if (entry.type === 'workflow')
    return { workflowId: entry.workflowId, flow: entry.serializedStepFlow ?? [] };
  if (entry.type === 'step' && entry.step.serializedStepFlow)
    return { workflowId: entry.step.id, flow: entry.step.serializedStepFlow };
  return undefined;
}

/** Every single step of a flow, and whether it is in a `foreach`. */
export function frameEntries(
  flow: readonly SerializedStepFlowEntry[],
): { entry: SingleEntry; foreach: boolean }[] {
  return flow.flatMap((entry): { entry: SingleEntry; foreach: boolean }[] => {
    switch (entry.type) {
      case 'parallel':
      case 'conditional':
        return entry.steps.map((inner) => ({ entry: inner, foreach: false }));
      case 'loop':
        return [{ entry: entry.step, foreach: false }];
      case 'foreach':
        return [{ entry: entry.step, foreach: true }];
      case 'sleep':
      case 'sleepUntil':
        return [];
      default:
        return [{ entry, foreach: false }];
    }
  });
}

/** Results by id. Pauses that older processes named get the names in the snapshot's graph. */
function resultsByName(snapshot: WorkflowRunState): Map<string, FullResult> {
  const names = pauseNames(snapshot, pausesIn(snapshot.serializedStepGraph ?? []));
  return new Map(resultsOf(snapshot).map(([id, result]) => [names.get(id) ?? id, result]));
}

const listOf = (ids: string | string[] | undefined) => (ids === undefined ? [] : [ids].flat());

/** The runs a nested step's result names: one, or one per item of a `foreach`. */
function runsOf(
  result: FullResult,
  runId: string,
  foreach: boolean,
): { index: number | null; runId: string }[] {
  const meta = metaOf(result);
  if (!foreach) return [{ index: null, runId: meta.runId ?? runId }];
  if (!meta.foreachOutput)
    return listOf(result.metadata?.nestedRunId).map((id, index) => ({ index, runId: id }));
  return meta.foreachOutput.flatMap((item: FullResult | null, index) => {
    const inner = metaOf(item).runId ?? listOf(item?.metadata?.nestedRunId)[0];
    return inner === undefined ? [] : [{ index, runId: inner }];
  });
}

/**
 * Reads a run's snapshot with nested ones; null when the store has none.
 * @throws what the store throws
 */
export async function loadFrame(
  store: WorkflowsStorage,
  workflowId: string,
  runId: string,
): Promise<Frame | null> {
  const snapshot = await store.loadWorkflowSnapshot({ workflowName: workflowId, runId });
  if (!snapshot) return null;
  const results = resultsByName(snapshot);
  const nested = new Map<string, Frame>();
  for (const { entry, foreach } of frameEntries(snapshot.serializedStepGraph ?? [])) {
    const [inner, result] = [nestedFlowOf(entry), results.get(idOfEntry(entry))];
    if (!inner || !result) continue;
    for (const run of runsOf(result, runId, foreach)) {
      const frame = await loadFrame(store, inner.workflowId, run.runId);
      if (frame) nested.set(nestedKey(idOfEntry(entry), run.index), frame);
    }
  }
  return { workflowId, runId, snapshot, results, nested };
}
