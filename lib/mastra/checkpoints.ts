import type { AnyWorkflow, Run } from '@mastra/core/workflows';
import { DefaultExecutionEngine } from '@mastra/core/workflows';
import { keepFrames } from './step-frame';
import { nestedWorkflow } from './steps';

/**
 * Makes the engine forget what it last wrote of a run: otherwise, in the process that suspended the run, it leaves out
 * the checkpoints that a restart after a crash needs.
 */
export function keepCheckpoints({ executionEngine, runId }: Pick<Run, 'executionEngine' | 'runId'>): void {
  if (executionEngine instanceof DefaultExecutionEngine) executionEngine.clearLastPersistedStatus(runId);
}

/** Lets go of the engine's run object; the engine itself keeps those of suspended and of broken runs for ever. */
export function forgetRun(run: Pick<Run, 'runId'>): void {
  const cleanup: unknown = Reflect.get(run, 'cleanup');
  if (typeof cleanup === 'function') cleanup();
}

/** A run that can be driven: one that was aborted in this process before stays so, and is opened anew. */
export async function freshRun<R extends Pick<Run, 'runId' | 'abortController'>>(open: () => Promise<R>): Promise<R> {
  const run = await open();
  if (!run.abortController.signal.aborted) return run;
  forgetRun(run);
  return open();
}

const kept = new WeakSet<AnyWorkflow>();

/** The same for workflows within a workflow: the engine opens their runs itself, each with a memory of its own. */
export function keepNestedCheckpoints(workflow: AnyWorkflow): void {
  for (const nested of Object.keys(workflow.steps).flatMap((id) => nestedWorkflow(workflow, id) ?? [])) {
    keepNestedCheckpoints(nested);
    if (kept.has(nested)) continue;
    kept.add(nested);
    const createRun = nested.createRun.bind(nested);
    nested.createRun = async (options) => {
      const run = await freshRun(() => createRun(options));
      keepCheckpoints(run);
      keepFrames(run.executionEngine);
      return run;
    };
  }
}
