import type { WorkflowsStorage } from '@mastra/core/storage';
import type { AnyWorkflow, Run } from '@mastra/core/workflows';
import { DefaultExecutionEngine } from '@mastra/core/workflows';
import { keepItemRuns, keepItems } from './foreach-items';
import { keepBranches } from './keep-branches';
import { keepPayloads } from './keep-payload';
import { keepQuestions } from './keep-questions';
import { keepFrames } from './step-frame';
import { nestedWorkflow } from '@/lib/mastra/authoring/steps';
import { keepTakers } from './takers';

/**
 * Makes the engine forget what it last wrote of a run: otherwise, in the process that suspended the run, it leaves out
 * the checkpoints that a restart after a crash needs.
 */
function keepCheckpoints({ executionEngine, runId }: Pick<Run, 'executionEngine' | 'runId'>): void {
  if (executionEngine instanceof DefaultExecutionEngine) executionEngine.clearLastPersistedStatus(runId);
}

/** Lets go of the engine's run object; the engine itself keeps those of suspended and of broken runs for ever. */
export function forgetRun(run: Pick<Run, 'runId'>): void {
  const cleanup: unknown = Reflect.get(run, 'cleanup');
  if (typeof cleanup === 'function') cleanup();
}

/** A run that can be driven: one that was aborted in this process before stays so, and is opened anew. */
export async function freshRun<R extends Pick<Run, 'runId' | 'abortController'>>(
  open: () => Promise<R>,
): Promise<R> {
  const run = await open();
  if (!run.abortController.signal.aborted) return run;
  forgetRun(run);
  return open();
}

/** All that a run's engine is taught before it drives: checkpoints, payloads of any kind, whose answer was taken, what was asked, where each step stands, what items and branches came to. */
export function mendRun(
  run: Pick<Run, 'executionEngine' | 'runId'>,
  store: () => Promise<WorkflowsStorage>,
): void {
  keepCheckpoints(run);
  keepPayloads(run.executionEngine);
  keepTakers(run.executionEngine);
  keepQuestions(run.executionEngine);
  keepFrames(run.executionEngine);
  keepItems(run.executionEngine, store);
  keepBranches(run.executionEngine);
}

const kept = new WeakSet<AnyWorkflow>();

/** The same for workflows within a workflow: the engine opens their runs itself, each with a memory of its own. */
export function keepNestedCheckpoints(workflow: AnyWorkflow, store: () => Promise<WorkflowsStorage>): void {
  for (const nested of Object.keys(workflow.steps).flatMap((id) => nestedWorkflow(workflow, id) ?? [])) {
    keepNestedCheckpoints(nested, store);
    keepItemRuns(nested);
    if (kept.has(nested)) continue;
    kept.add(nested);
    const createRun = nested.createRun.bind(nested);
    nested.createRun = async (options) => {
      const run = await freshRun(() => createRun(options));
      mendRun(run, store);
      return run;
    };
  }
}
