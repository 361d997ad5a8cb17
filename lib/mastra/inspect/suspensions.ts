import type { AnyWorkflow } from '@mastra/core/workflows';
import type { EngineRun, Suspension } from '@/lib/engine/types';
import type { Json, StoredToolCall } from '@/db/schema/json';
import { isRecord } from '@/lib/base/schema/types';
import { agentPolicyOf } from '@/lib/mastra/authoring/agent-policy';
import { inputEvidence } from '@/lib/mastra/inspect/input-evidence';
import {
  agentCallKey,
  asJson,
  copiedOf,
  suspendPayloadOf,
  metaOf,
  nestedKey,
  resultsOf,
  type SnapshotTree,
  type StepResult,
} from './snapshot-tree';
import { isForeach, nestedWorkflow, type StepDefinition } from '@/lib/mastra/authoring/steps';

type Found = Omit<Suspension, 'runId' | 'workflowId' | 'ofInput'> & {
  /** The step that asks and its input; null where the snapshot does not say. */
  by: { step: StepDefinition | undefined; input: Json } | null;
};

/** What people are asked, and the tool that asks, which an agent step keeps in its payload. */
function askedBy(step: StepDefinition | undefined, evidence: Json): Pick<Found, 'payload' | 'toolCall'> {
  if (!agentPolicyOf(step?.metadata) || !isRecord(evidence)) return { payload: evidence, toolCall: null };
  const { [agentCallKey]: mark, ...asked } = evidence as { [agentCallKey]?: { toolCall?: StoredToolCall } };
  return { payload: asked as Json, toolCall: mark?.toolCall ?? null };
}

/** The part of a path that exists in the code. */
function knownPath(workflow: AnyWorkflow, [id, ...rest]: readonly string[]): string[] {
  if (id === undefined || !Object.hasOwn(workflow.steps, id)) return [];
  const inner = nestedWorkflow(workflow, id);
  return [id, ...(inner ? knownPath(inner, rest) : [])];
}

/** The waits of one suspended step or `foreach` item: its own, or those of its nested workflow. */
function waitsOf(
  workflow: AnyWorkflow,
  tree: SnapshotTree,
  stepId: string,
  result: StepResult,
  path: string[],
  forEachIndex: number | null,
): Found[] {
  const { suspendedAt = 0, startedAt = null } = result;
  const inner = nestedWorkflow(workflow, stepId);
  if (!inner) {
    const asked = askedBy(workflow.steps[stepId], suspendPayloadOf(result));
    const by = { step: workflow.steps[stepId], input: asJson(result.payload) };
    return [{ path, forEachIndex, suspendedAt, startedAt, ...asked, turn: null, by }];
  }
  const innerTree = tree.nested.get(nestedKey(stepId, forEachIndex));
  // In a `foreach` over a nested workflow, the engine only takes the answer for the first waiting item.
  const turn = forEachIndex === null ? null : path.join('/');
  if (innerTree) {
    const found = find(inner, innerTree, path);
    if (found.length > 0)
      return found.map((wait) => ({
        ...wait,
        forEachIndex: wait.forEachIndex ?? forEachIndex,
        turn: turn ?? wait.turn,
      }));
  }
  // Without the nested snapshot, the engine's note says which step asks.
  const asks = [...path, ...knownPath(inner, metaOf(result).path ?? [])];
  const payload = asJson(copiedOf(result));
  return [{ path: asks, forEachIndex, suspendedAt, startedAt, payload, turn, toolCall: null, by: null }];
}

function find(workflow: AnyWorkflow, tree: SnapshotTree, prefix: string[]): Found[] {
  return resultsOf(tree.snapshot).flatMap(([stepId, result]) => {
    const list = isForeach(workflow, stepId);
    if (result.status !== 'suspended' && !(list && result.status === 'running')) return [];
    const path = [...prefix, stepId];
    if (!list) return waitsOf(workflow, tree, stepId, result, path, null);
    // A `foreach` has one entry for all items, but each waits separately.
    const items = metaOf(result).foreachOutput ?? [];
    const { startedAt = null } = result;
    return items.flatMap((item, index) =>
      item?.status === 'suspended'
        ? waitsOf(workflow, tree, stepId, item, path, index).map((wait) => ({ ...wait, startedAt }))
        : [],
    );
  });
}

/**
 * Every wait in a snapshot, one per question. Reads the step results, because after a crash `suspendedPaths`
 * may miss a parallel branch that still waits.
 */
export function suspensionsOf(workflow: AnyWorkflow, tree: SnapshotTree): Suspension[] {
  const { status, runId } = tree.snapshot;
  if (status !== 'suspended' && status !== 'running' && status !== 'waiting') return [];
  return find(workflow, tree, []).map(({ by, ...found }) => {
    const input = by
      ? inputEvidence(workflow, by.step, { asked: found.payload, input: by.input })
      : undefined;
    const evidence = { payload: input ?? found.payload, ofInput: input !== undefined };
    return { ...found, ...evidence, runId, workflowId: workflow.id };
  });
}

/**
 * Every running step in a snapshot: for a list the items running or failed, for a nested workflow its steps.
 */
export function runningIn(
  workflow: AnyWorkflow,
  tree: SnapshotTree,
  prefix: string[] = [],
  forEachIndex: number | null = null,
): EngineRun['running'] {
  return resultsOf(tree.snapshot).flatMap(([stepId, result]) => {
    if (result.status !== 'running') return [];
    const path = [...prefix, stepId];
    const inner = nestedWorkflow(workflow, stepId);
    const at = (index: number | null, startedAt: number | undefined) => {
      const innerTree = tree.nested.get(nestedKey(stepId, index));
      const known = index ?? forEachIndex;
      return inner && innerTree
        ? runningIn(inner, innerTree, path, known)
        : [{ path, forEachIndex: known, startedAt: startedAt ?? 0 }];
    };
    if (!isForeach(workflow, stepId)) return at(null, result.startedAt);
    return (metaOf(result).foreachOutput ?? []).flatMap((item, index) =>
      item && item.status !== 'suspended' && item.status !== 'success' ? at(index, item.startedAt) : [],
    );
  });
}
