import type { AnyWorkflow, WorkflowRunState } from '@mastra/core/workflows';
import type { WorkflowsStorage } from '@mastra/core/storage';
import type { Json } from '@/db/schema/json';
import { payloadKey } from './keep-payload';
import { isForeach, nestedWorkflow } from './steps';

/** The parts of a step result that the desk reads. The engine adds more. */
export type StepResult = {
  status?: string;
  suspendPayload?: unknown;
  suspendedAt?: number;
  startedAt?: number;
  endedAt?: number;
  error?: unknown;
};

/** What the engine adds to the payload of a nested workflow or a `foreach`. */
export type WorkflowMeta = {
  runId?: string;
  path?: string[];
  foreachOutput?: (StepResult | null)[];
  foreachIndex?: number;
};

/** A snapshot and the snapshots of the nested workflows it waits in or has left, by step id (and `foreach` index). */
export type SnapshotTree = { snapshot: WorkflowRunState; nested: Map<string, SnapshotTree> };

export const nestedKey = (stepId: string, forEachIndex: number | null): string =>
  forEachIndex === null ? stepId : `${stepId}\0${forEachIndex}`;

/** Where an agent step keeps which call its question is about; for the step alone. */
export const agentCallKey = '__agent_call';

export const asJson = (value: unknown): Json =>
  value === undefined ? null : (JSON.parse(JSON.stringify(value) ?? 'null') as Json);

/** Takes away what the engine adds to a payload for itself: people are shown, and sign, what the author wrote. */
export function splitPayload(payload: unknown): { payload: Json; meta: WorkflowMeta } {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload))
    return { payload: asJson(payload), meta: {} };
  const { __workflow_meta: meta, [agentCallKey]: _, ...rest } = payload as Record<string, unknown>;
  return {
    payload: asJson(payloadKey in rest ? rest[payloadKey] : rest),
    meta: (meta ?? {}) as WorkflowMeta,
  };
}

/** The step results of a snapshot, without the run's input that stands among them. */
export function resultsOf({ context }: WorkflowRunState): [string, StepResult][] {
  return Object.entries(context ?? {}).flatMap(([id, result]) =>
    id === 'input' || typeof result !== 'object' || result === null ? [] : [[id, result as StepResult]],
  );
}

/** The runs of one nested step: its own, or one for each item of a `foreach`. */
function runsOf(
  result: StepResult,
  runId: string,
  foreach: boolean,
): { index: number | null; runId: string }[] {
  const { meta } = splitPayload(result.suspendPayload);
  if (!foreach) return [{ index: null, runId: meta.runId ?? runId }];
  return (meta.foreachOutput ?? []).flatMap((item, index) => {
    const inner = splitPayload(item?.suspendPayload).meta.runId;
    return inner === undefined ? [] : [{ index, runId: inner }];
  });
}

/** Reads a run's snapshot and those of its nested workflows; null when the store has none. */
export async function loadTree(
  store: WorkflowsStorage,
  workflow: AnyWorkflow,
  runId: string,
): Promise<SnapshotTree | null> {
  const snapshot = await store.loadWorkflowSnapshot({ workflowName: workflow.id, runId });
  if (!snapshot) return null;
  const nested = new Map<string, SnapshotTree>();
  for (const [stepId, result] of resultsOf(snapshot)) {
    const inner = nestedWorkflow(workflow, stepId);
    if (!inner) continue;
    for (const run of runsOf(result, runId, isForeach(workflow, stepId))) {
      const tree = await loadTree(store, inner, run.runId);
      if (tree) nested.set(nestedKey(stepId, run.index), tree);
    }
  }
  return { snapshot, nested };
}
