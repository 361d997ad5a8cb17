import type { AnyWorkflow, StepFlowEntry, WorkflowRunState } from '@mastra/core/workflows';
import type { WorkflowsStorage } from '@mastra/core/storage';
import { resultsOf, splitPayload } from './snapshot-tree';
import { isForeach, nestedWorkflow } from './steps';

type Result = WorkflowRunState['context'][string];

function idOf(entry: StepFlowEntry): string {
  switch (entry.type) {
    case 'step':
      return entry.step.id;
    case 'loop':
    case 'foreach':
      return idOf(entry.step);
    case 'parallel':
    case 'conditional':
      return '';
    default:
      return entry.id ?? '';
  }
}

/** Where each step stands in the graph, as the engine writes paths: `[2]`, or `[2, 0]` for a branch. */
function placesOf(workflow: AnyWorkflow): Map<string, number[]> {
  return new Map(
    workflow.stepGraph.flatMap((entry, index) =>
      'steps' in entry ? entry.steps.map((branch, place): [string, number[]] => [idOf(branch), [index, place]]) : [[idOf(entry), [index]] as [string, number[]]],
    ),
  );
}

/** What a snapshot says of the workflow nested in a running step: that it waits, that it was never begun, or nothing special. */
async function lookWithin(store: WorkflowsStorage, workflow: AnyWorkflow, snapshot: WorkflowRunState, stepId: string): Promise<Result | 'not begun' | null> {
  const inner = nestedWorkflow(workflow, stepId);
  const step = snapshot.context[stepId];
  if (!inner || isForeach(workflow, stepId) || step?.status !== 'running') return null;
  const { runId } = snapshot;
  const settled = await settleRun(store, inner, runId);
  // In a loop the snapshot of the round before stands there until the new round writes its own.
  const earlierRound = settled?.status === 'success' && settled.timestamp <= (step.startedAt ?? 0);
  if (!settled || earlierRound) return 'not begun';
  const waiting = settled.status === 'suspended' ? resultsOf(settled).find(([, result]) => result.status === 'suspended') : undefined;
  if (!waiting) return null;
  const [waitingId, { suspendPayload, suspendedAt = Date.now() }] = waiting;
  const { payload, meta } = splitPayload(suspendPayload);
  const own = typeof payload === 'object' ? payload : {};
  return { ...step, status: 'suspended', suspendedAt, suspendPayload: { ...own, __workflow_meta: { ...meta, runId, path: [waitingId, ...(meta.path ?? [])] } } } as Result;
}

/** Between two steps a restart would run the finished one again; the next one is begun instead, or the run is at its end. */
function afterFinished(workflow: AnyWorkflow, snapshot: WorkflowRunState): WorkflowRunState {
  const at = snapshot.activePaths[0];
  const entry = at === undefined ? undefined : workflow.stepGraph[at];
  // A loop or a list is written as a success only when all its rounds are done; finished branches are left alone anyhow.
  const result = entry && !('steps' in entry) ? snapshot.context[idOf(entry)] : undefined;
  if (at === undefined || result?.status !== 'success') return snapshot;
  if (at + 1 < workflow.stepGraph.length) return { ...snapshot, activePaths: [at + 1], activeStepsPath: {} };
  return { ...snapshot, status: 'success', result: result.output, activePaths: [], activeStepsPath: {}, timestamp: Date.now() };
}

/**
 * Puts right what the death of its holder left of a run, as far as no step has to run for it: a run of which nothing
 * runs and something waits is suspended again, nested workflows first; a run between two steps stands at the later.
 * Only under the run's lease, when its holder is dead. @returns the snapshot as it is then; null if there is none.
 */
export async function settleRun(store: WorkflowsStorage, workflow: AnyWorkflow, runId: string): Promise<WorkflowRunState | null> {
  const snapshot = await store.loadWorkflowSnapshot({ workflowName: workflow.id, runId });
  if (snapshot?.status !== 'running') return snapshot;
  const context = { ...snapshot.context };
  const activeStepsPath = { ...snapshot.activeStepsPath };
  for (const [stepId] of resultsOf(snapshot)) {
    const within = await lookWithin(store, workflow, snapshot, stepId);
    if (within === null) continue;
    // Of what stands here the engine would restart the nested run, too.
    delete activeStepsPath[stepId];
    if (within !== 'not begun') context[stepId] = within;
  }
  let settled: WorkflowRunState = { ...snapshot, context, activeStepsPath };
  const having = (status: string) => resultsOf(settled).filter(([, result]) => result.status === status).map(([id]) => id);
  if (having('running').length === 0 && having('waiting').length === 0) {
    const places = placesOf(workflow);
    const suspended = having('suspended').flatMap((id): [string, number[]][] => (places.has(id) ? [[id, places.get(id)!]] : []));
    settled = suspended.length > 0 ? { ...settled, status: 'suspended', suspendedPaths: Object.fromEntries(suspended) } : afterFinished(workflow, settled);
  }
  await store.persistWorkflowSnapshot({ workflowName: workflow.id, runId, snapshot: settled });
  return settled;
}
