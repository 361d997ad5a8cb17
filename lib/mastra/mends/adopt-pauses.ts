import type { AnyWorkflow, WorkflowRunState } from '@mastra/core/workflows';
import { pauseNames, pausesIn } from '@/lib/mastra/inspect/pause-names';

const renamed = <T>(record: Record<string, T>, names: Map<string, string>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [names.get(key) ?? key, value]));

/**
 * Renames pause results to this process's names. Otherwise a restart cannot find their outputs, and the next
 * step fails. Shown by lib/mastra/drive/crash.test.ts.
 */
export function adoptPauses(workflow: AnyWorkflow, snapshot: WorkflowRunState): WorkflowRunState {
  const names = pauseNames(snapshot, pausesIn(workflow.stepGraph));
  if (names.size === 0) return snapshot;
  return {
    ...snapshot,
    context: renamed(snapshot.context, names) as WorkflowRunState['context'],
    activeStepsPath: renamed(snapshot.activeStepsPath, names),
    ...(snapshot.stepExecutionPath
      ? { stepExecutionPath: snapshot.stepExecutionPath.map((id) => names.get(id) ?? id) }
      : {}),
  };
}
