import { DefaultExecutionEngine, type AnyWorkflow, type ExecutionEngine } from '@mastra/core/workflows';
import type { EngineRun } from '@/lib/engine/types';
import { itemsOf } from './foreach-items';
import {
  asJson,
  nestedKey,
  resultsOf,
  type SnapshotTree,
  type StepResult,
} from '@/lib/mastra/inspect/snapshot-tree';
import { isAnswered, taskInHand } from './step-frame';
import { isForeach, nestedWorkflow } from '@/lib/mastra/authoring/steps';

/** `tookAnswerOf`: our note on a step's result, the task whose answer the step took. */
type Taken = StepResult & { tookAnswerOf?: string; resumedAt?: number; resumePayload?: unknown };

const mended = new WeakSet<ExecutionEngine>();

/**
 * Records on a step's result whose answer it took, because the engine does not say who resumed a run and
 * other programs may share the store. The engine copies the note to the step's next result.
 */
export function keepTakers(engine: ExecutionEngine): void {
  if (!(engine instanceof DefaultExecutionEngine) || mended.has(engine)) return;
  mended.add(engine);
  const executeStep = engine.executeStep.bind(engine);
  engine.executeStep = (params) => {
    const taskId = taskInHand();
    if (taskId === null || !isAnswered(params)) return executeStep(params);
    const { step, stepResults } = params;
    const taken = Object.assign({}, stepResults[step.id], { tookAnswerOf: taskId });
    return executeStep({ ...params, stepResults: { ...stepResults, [step.id]: taken } });
  };
}

/**
 * Every step or list item that took an answer, as far as the snapshot still shows it; see the engine port.
 */
export function takersOf(
  workflow: AnyWorkflow,
  tree: SnapshotTree,
  prefix: string[] = [],
  forEachIndex: number | null = null,
): EngineRun['takers'] {
  return resultsOf(tree.snapshot).flatMap(([stepId, result]) => {
    const path = [...prefix, stepId];
    const inner = nestedWorkflow(workflow, stepId);
    const at = (one: Taken, index: number | null): EngineRun['takers'] => {
      const known = index ?? forEachIndex;
      const innerTree = tree.nested.get(nestedKey(stepId, index));
      if (inner) return innerTree ? takersOf(inner, innerTree, path, known) : [];
      const { tookAnswerOf: taskId = null, resumedAt, resumePayload } = one;
      if (taskId === null && resumedAt === undefined) return [];
      const suspendedAt = one.status === 'suspended' ? (one.suspendedAt ?? null) : null;
      return [{ path, forEachIndex: known, taskId, resumeData: asJson(resumePayload), suspendedAt }];
    };
    if (!isForeach(workflow, stepId)) return at(result, null);
    return itemsOf(result).flatMap((item, index) => (item ? at(item, index) : []));
  });
}
