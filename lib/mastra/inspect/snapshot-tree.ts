import type { AnyWorkflow, WorkflowRunState } from '@mastra/core/workflows';
import type { WorkflowsStorage } from '@mastra/core/storage';
import type { Json } from '@/db/schema/json';
import { isRecord } from '@/lib/base/schema/types';
import { isForeach, nestedWorkflow } from '@/lib/mastra/authoring/steps';

/** The parts of a step result the desk reads. */
export type StepResult = {
  status?: string;
  /** The step's input. */
  payload?: unknown;
  suspendPayload?: unknown;
  /** What the step suspended with, if `suspendPayload` cannot hold it (lib/mastra/mends/keep-payload.ts). */
  kept?: { payload: Json };
  suspendedAt?: number;
  startedAt?: number;
  endedAt?: number;
  error?: unknown;
};

/** What the engine adds to the suspend payload of a nested workflow or a `foreach`. */
export type WorkflowMeta = {
  runId?: string;
  path?: string[];
  foreachOutput?: (StepResult | null)[];
  foreachIndex?: number;
};

/** A snapshot with those of its nested workflows, waiting or finished, by step id (and `foreach` index). */
export type SnapshotTree = { snapshot: WorkflowRunState; nested: Map<string, SnapshotTree> };

export const nestedKey = (stepId: string, forEachIndex: number | null): string =>
  forEachIndex === null ? stepId : `${stepId}\0${forEachIndex}`;

/** The key under which an agent step keeps the tool call it asks about. Only that step reads it. */
export const agentCallKey = '__agent_call';

export const asJson = (value: unknown): Json =>
  value === undefined ? null : (JSON.parse(JSON.stringify(value) ?? 'null') as Json);

/**
 * The engine's note in the suspend payload of a nested workflow or a `foreach`. Never read it on other steps,
 * where the same key is user data.
 */
export function metaOf(result: StepResult | null | undefined): WorkflowMeta {
  const payload = result?.suspendPayload;
  return isRecord(payload) && isRecord(payload.__workflow_meta) ? payload.__workflow_meta : {};
}

/**
 * The suspend payload of a nested workflow or `foreach` without the engine's note: a copy of what was asked
 * inside.
 */
export function copiedOf(result: StepResult | null | undefined): Record<string, unknown> {
  const { __workflow_meta: _, ...copied } = isRecord(result?.suspendPayload) ? result.suspendPayload : {};
  return copied;
}

/** Releases before `kept` wrapped payloads that were not objects; objects were never wrapped. */
function unwrapped(payload: unknown): unknown {
  const [key, ...others] = isRecord(payload) ? Object.keys(payload) : [];
  const inner = isRecord(payload) && key === '__payload' && others.length === 0 ? payload[key] : payload;
  return typeof inner === 'object' && inner !== null ? payload : inner;
}

/**
 * A step's whole suspend payload. Only for steps that run code, not for a nested workflow or a whole
 * `foreach`.
 */
export const suspendPayloadOf = (result: StepResult): Json =>
  result.kept ? result.kept.payload : asJson(unwrapped(result.suspendPayload));

/** The step results of a snapshot, without the run's input, which is stored among them. */
export function resultsOf({ context }: WorkflowRunState): [string, StepResult][] {
  return Object.entries(context ?? {}).flatMap(([id, result]) =>
    id === 'input' || typeof result !== 'object' || result === null ? [] : [[id, result as StepResult]],
  );
}

/** The runs of one nested step: one, or one per item of a `foreach`. */
function runsOf(
  result: StepResult,
  runId: string,
  foreach: boolean,
): { index: number | null; runId: string }[] {
  const meta = metaOf(result);
  if (!foreach) return [{ index: null, runId: meta.runId ?? runId }];
  return (meta.foreachOutput ?? []).flatMap((item, index) => {
    const inner = metaOf(item).runId;
    return inner === undefined ? [] : [{ index, runId: inner }];
  });
}

/** Reads a run's snapshot with nested ones; null when the store has none. */
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
