import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { WorkflowsStorage } from '@mastra/core/storage';
import { DefaultExecutionEngine, type AnyWorkflow, type ExecutionEngine } from '@mastra/core/workflows';
import { copiedOf, metaOf, type StepResult } from '@/lib/mastra/inspect/snapshot-tree';
import { idOf } from '@/lib/mastra/authoring/steps';

/** One item of a `foreach` as its snapshot has it. `answering`: its answer was handed to it, and will be again after a crash. */
export type Item = (StepResult & { answering?: boolean; output?: unknown }) | null | undefined;

/** A `foreach` that is running: what is known of each item, and how many run just now. */
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

/** The entry of a `foreach` in the snapshot, with what is known of its items where the engine looks for it. */
export const withItems = (result: StepResult, items: Item[]): StepResult => {
  const suspendPayload = {
    ...copiedOf(result),
    __workflow_meta: { ...metaOf(result), foreachOutput: items },
  };
  return { ...result, suspendPayload };
};

export const itemsOf = (result: StepResult | undefined): Item[] => metaOf(result).foreachOutput ?? [];

/** Where an item of a nested workflow has its run; null when there is none yet. */
export const runIdOf = (item: Item): string | null => metaOf(item).runId ?? null;

/** The engine keeps an item's result by itself only when the whole list rests; what it writes meanwhile lacks the others. */
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

/** Runs one item: from where it stood when its process died, or with its answer, or anew; never another item's run. */
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
  const result = await running.run({ list, nestedRunId }, () =>
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
    }),
  );
  list.running -= 1;
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
    // The engine looks here for what it knows of the items, and puts their results there.
    stepResults[id] = withItems({ ...known }, items) as Results[string];
    const list: List = {
      workflowId,
      runId,
      id,
      entry: { payload: params.prevOutput, startedAt: known?.startedAt ?? Date.now() },
      items,
      running: 0,
    };
    // An answer for no item: those that wait go on waiting, which a restart would otherwise ask again.
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
 * Keeps what each item of a `foreach` came to, so that a restart goes on with those that had not ended: @mastra/core 1.71
 * keeps it only once the whole list rests, and begins all of them anew. lib/mastra/drive/crash.test.ts shows it.
 */
export function keepItems(engine: ExecutionEngine, store: () => Promise<WorkflowsStorage>): void {
  if (!(engine instanceof DefaultExecutionEngine) || mended.has(engine)) return;
  mended.add(engine);
  persistItems(engine);
  runItems(engine, store);
}

/** Gives each item of a nested workflow the run that its list has noted for it, rather than one of a random name. */
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
