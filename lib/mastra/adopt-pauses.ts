import type { AnyWorkflow, WorkflowRunState } from '@mastra/core/workflows';

const renamed = <T>(record: Record<string, T>, names: Map<string, string>): Record<string, T> => Object.fromEntries(Object.entries(record).map(([key, value]) => [names.get(key) ?? key, value]));

/**
 * Gives the results of pauses the names they have in this process. @mastra/core 1.71 names a pause at random when its
 * workflow is defined, so that a restart in another process does not find what it handed on, and the next step fails.
 * Pauses that the workflow does not know are its own, in the order of the graph. lib/mastra/crash.test.ts shows it.
 */
export function adoptPauses(workflow: AnyWorkflow, snapshot: WorkflowRunState): WorkflowRunState {
  const ours = workflow.stepGraph.flatMap((entry) => (entry.type === 'sleep' || entry.type === 'sleepUntil' ? [entry.id] : []));
  const free = ours.filter((id) => !(id in snapshot.context));
  const strange = Object.keys(snapshot.context).filter((id) => id.startsWith('sleep_') && !(id in workflow.steps) && !ours.includes(id));
  const names = new Map(strange.flatMap((id, index): [string, string][] => (free[index] === undefined ? [] : [[id, free[index]]])));
  if (names.size === 0) return snapshot;
  return {
    ...snapshot,
    context: renamed(snapshot.context, names) as WorkflowRunState['context'],
    activeStepsPath: renamed(snapshot.activeStepsPath, names),
    ...(snapshot.stepExecutionPath ? { stepExecutionPath: snapshot.stepExecutionPath.map((id) => names.get(id) ?? id) } : {}),
  };
}
