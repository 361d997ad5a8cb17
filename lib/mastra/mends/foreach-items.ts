import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { WorkflowsStorage } from '@mastra/core/storage';
import { DefaultExecutionEngine, type AnyWorkflow, type ExecutionEngine } from '@mastra/core/workflows';
import { copiedOf, metaOf, type StepResult } from '@/lib/mastra/inspect/snapshot-tree';
import { idOf } from '@/lib/mastra/authoring/steps';

/**
 * One item of a `foreach` in the snapshot. `answering`: it has been handed its answer, and will be again
 * after a crash.
 */
export type Item = (StepResult & { answering?: boolean; output?: unknown }) | null | undefined;

/** A running `foreach`: what is known of each item, and how many are running. */
type List = {
  workflowId: string;
  runId: string;
  id: string;
  entry: { payload: unknown; startedAt: number };
  items: Item[];
  running: number;
};
type Running = { list: List; nestedRunId: string | null };

type Engine = DefaultExecutionEngine;
type StepParams = Parameters<Engine['executeStep']>[0];
type Results = StepParams['stepResults'];

const running = new AsyncLocalStorage<Running>();

/** The snapshot entry of a `foreach`, with its items where the engine looks for them. */
export const withItems = (result: StepResult, items: Item[]): StepResult => {
  const suspendPayload = {
    ...copiedOf(result),
    __workflow_meta: { ...metaOf(result), foreachOutput: items },
  };
  return { ...result, suspendPayload };
};

export const itemsOf = (result: StepResult | undefined): Item[] => metaOf(result).foreachOutput ?? [];

/** The run id of an item that is a nested workflow; null before it has a run. */
export const runIdOf = (item: Item): string | null => metaOf(item).runId ?? null;

/**
 * The engine only stores item results once the whole list is at rest; what it writes before that lacks the
 * other items.
 */
function persistItems(engine: Engine): void {
  const persist = engine.persistStepUpdate.bind(engine);
  engine.persistStepUpdate = (params) => {
    const list = running.getStore()?.list;
    if (!list || list.runId !== params.runId || list.workflowId !== params.workflowId) return persist(params);
    const { executionContext: at } = params;
    const entry = withItems({ ...list.entry, status: 'running' }, list.items) as Results[string];
    return persist({
      ...params,
      stepResults: { ...params.stepResults, [list.id]: entry },
      executionContext: { ...at, activeStepsPath: { ...at.activeStepsPath, [list.id]: at.executionPath } },
    });
  };
}

const begun = new Set(['running', 'waiting', 'success', 'failed', 'tripwire']);

/**
 * Runs one item: from where it was when its process died, with its answer, or from the start. Never another
 * item's run.
 */
async function runItem(
  engine: Engine,
  executeStep: Engine['executeStep'],
  store: () => Promise<WorkflowsStorage>,
  list: List,
  params: StepParams,
  index: number,
) {
  const { step, executionContext: at } = params;
  const known = list.items[index];
  const resumed = known?.status === 'suspended' && params.resume !== undefined;
  const nested = step.component === 'WORKFLOW';
  const nestedRunId = nested ? (runIdOf(known) ?? randomUUID()) : null;
  const stood =
    nestedRunId && known?.status === 'running'
      ? await (await store()).loadWorkflowSnapshot({ workflowName: step.id, runId: nestedRunId })
      : null;
  const { restart: _, resume, ...rest } = params;
  const own = resumed ? known : { status: 'running' };
  list.items[index] = resumed
    ? { ...known, answering: true }
    : {
        status: 'running',
        ...(nestedRunId ? { suspendPayload: { __workflow_meta: { runId: nestedRunId } } } : {}),
      };
  list.running += 1;
  const work = () =>
    executeStep({
      ...rest,
      stepResults: { ...params.stepResults, [step.id]: own as Results[string] },
      ...(resumed && resume ? { resume } : {}),
      ...(stood && begun.has(stood.status) && params.restart
        ? {
            restart: {
              ...params.restart,
              activeStepsPath: { ...params.restart.activeStepsPath, [step.id]: at.executionPath },
            },
          }
        : {}),
    });
  let result: Awaited<ReturnType<typeof work>>;
  try {
    result = await running.run({ list, nestedRunId }, work);
  } finally {
    list.running -= 1;
  }
  list.items[index] =
    result.result.status === 'suspended' ? result.result : { ...result.result, suspendPayload: {} };
  if (list.running > 0) {
    engine.applyMutableContext(at, result.mutableContext);
    const { workflowId, runId, resourceId, stepResults, serializedStepGraph, requestContext } = params;
    await engine.persistStepUpdate({
      workflowId,
      runId,
      ...(resourceId === undefined ? {} : { resourceId }),
      stepResults,
      serializedStepGraph,
      executionContext: at,
      requestContext,
      workflowStatus: 'running',
      phase: `item-end-${index}`,
    });
  }
  return result;
}

function runItems(engine: Engine, store: () => Promise<WorkflowsStorage>): void {
  const executeForeach = engine.executeForeach.bind(engine);
  const executeStep = engine.executeStep.bind(engine);
  engine.executeForeach = async (params) => {
    const id = idOf(params.entry.step);
    const { workflowId, runId, stepResults } = params;
    const known = stepResults[id] as (StepResult & { startedAt?: number }) | undefined;
    const items = itemsOf(known).map((item) => (item?.answering ? { ...item, answering: false } : item));
    // The engine reads and writes item results here.
    stepResults[id] = withItems({ ...known }, items) as Results[string];
    const list: List = {
      workflowId,
      runId,
      id,
      entry: { payload: params.prevOutput, startedAt: known?.startedAt ?? Date.now() },
      items,
      running: 0,
    };
    // An answer for no item keeps waiting items waiting; a plain restart would make them ask again.
    const waitOn = params.restart
      ? { resume: { steps: [], stepResults, resumePayload: undefined, resumePath: [], forEachIndex: -1 } }
      : {};
    const result = await running.run({ list, nestedRunId: null }, () =>
      executeForeach({ ...params, ...waitOn }),
    );
    if (result.status === 'success') delete result.suspendPayload;
    return result;
  };
  engine.executeStep = (params) => {
    const list = running.getStore()?.list;
    const index = params.executionContext.foreachIndex;
    if (!list || index === undefined || list.runId !== params.runId || list.id !== params.step.id)
      return executeStep(params);
    return runItem(engine, executeStep, store, list, params, index);
  };
}

const mended = new WeakSet<ExecutionEngine | AnyWorkflow>();

/**
 * Keeps each item's result, so that a restart continues with the unfinished ones: @mastra/core 1.71 stores
 * them only once the whole list is at rest, and restarts all of them. Shown by
 * lib/mastra/drive/crash.test.ts.
 */
export function keepItems(engine: ExecutionEngine, store: () => Promise<WorkflowsStorage>): void {
  if (!(engine instanceof DefaultExecutionEngine) || mended.has(engine)) return;
  mended.add(engine);
  persistItems(engine);
  runItems(engine, store);
}

/** Runs each nested-workflow item under the run id its list has noted, instead of a random one. */
export function keepItemRuns(nested: AnyWorkflow): void {
  if (mended.has(nested)) return;
  mended.add(nested);
  const execute = nested.execute.bind(nested);
  nested.execute = (params) => {
    const item = running.getStore();
    return item?.nestedRunId && item.list.id === nested.id && !params.resume
      ? running.run({ ...item, nestedRunId: null }, () => execute({ ...params, runId: item.nestedRunId! }))
      : execute(params);
  };
}
