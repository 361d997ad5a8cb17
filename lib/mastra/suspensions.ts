import type { AnyWorkflow, WorkflowRunState } from '@mastra/core/workflows';
import type { Json } from '@/db/schema/json';
import type { Suspension } from '@/lib/runs/engine';
import { nestedWorkflow } from './steps';

/** A snapshot and, by step id, the snapshots of the nested workflows it has entered. */
export type SnapshotTree = { snapshot: WorkflowRunState; nested: Map<string, SnapshotTree> };

type StepResult = { status?: string; suspendPayload?: unknown; suspendedAt?: number };
type WorkflowMeta = { path?: string[]; foreachOutput?: StepResult[] };

export const asJson = (value: unknown): Json => (value === undefined ? null : (JSON.parse(JSON.stringify(value) ?? 'null') as Json));

/** Takes away what the engine adds to a payload for itself: people are shown, and sign, what the author wrote. */
function splitPayload(payload: unknown): { payload: Json; meta: WorkflowMeta } {
  if (typeof payload !== 'object' || payload === null || !('__workflow_meta' in payload)) return { payload: asJson(payload), meta: {} };
  const { __workflow_meta: meta, ...rest } = payload;
  return { payload: asJson(rest), meta: (meta ?? {}) as WorkflowMeta };
}

type Found = Pick<Suspension, 'path' | 'forEachIndex' | 'suspendedAt' | 'payload'>;

/** A `foreach` has one entry for all items; each item that was asked waits by itself. */
function itemsOf(path: string[], items: StepResult[]): Found[] {
  return items.flatMap((item, forEachIndex) =>
    item?.status === 'suspended' ? [{ path, forEachIndex, suspendedAt: item.suspendedAt ?? 0, payload: splitPayload(item.suspendPayload).payload }] : [],
  );
}

function find(workflow: AnyWorkflow, tree: SnapshotTree, prefix: string[]): Found[] {
  const { input: _, ...steps } = tree.snapshot.context;
  return Object.entries(steps as Record<string, StepResult>).flatMap(([stepId, result]) => {
    if (result?.status !== 'suspended') return [];
    const path = [...prefix, stepId];
    const { payload, meta } = splitPayload(result.suspendPayload);
    if (meta.foreachOutput) return itemsOf(path, meta.foreachOutput);
    const inner = nestedWorkflow(workflow, stepId);
    const innerTree = tree.nested.get(stepId);
    if (inner && innerTree) return find(inner, innerTree, path);
    return [{ path: meta.path ? [...path, ...meta.path] : path, forEachIndex: null, suspendedAt: result.suspendedAt ?? 0, payload }];
  });
}

/**
 * Every wait in a snapshot, one for each question. The step results are read rather than `suspendedPaths`:
 * after a crash the latter may miss a parallel branch that still waits.
 */
export function suspensionsOf(workflow: AnyWorkflow, tree: SnapshotTree): Suspension[] {
  const { status, runId } = tree.snapshot;
  if (status !== 'suspended' && status !== 'running' && status !== 'waiting') return [];
  return find(workflow, tree, []).map((found) => ({ ...found, runId, workflowId: workflow.id }));
}
