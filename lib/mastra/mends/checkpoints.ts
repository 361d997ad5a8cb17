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
 * Makes the engine forget the status it last wrote. Otherwise, in the process that suspended the run, it
 * skips the checkpoints that a restart after a crash needs.
 */
function keepCheckpoints({ executionEngine, runId }: Pick<Run, 'executionEngine' | 'runId'>): void {
  if (executionEngine instanceof DefaultExecutionEngine) executionEngine.clearLastPersistedStatus(runId);
}

/** Releases the engine's run object. The engine itself never releases those of suspended or broken runs. */
export function forgetRun(run: Pick<Run, 'runId'>): void {
  const cleanup: unknown = Reflect.get(run, 'cleanup');
  if (typeof cleanup === 'function') cleanup();
}

/**
 * A run that can be driven. If this process aborted it before, the engine hands out the aborted one, so it is
 * opened again.
 */
export async function freshRun<R extends Pick<Run, 'runId' | 'abortController'>>(
  open: () => Promise<R>,
): Promise<R> {
  const run = await open();
  if (!run.abortController.signal.aborted) return run;
  forgetRun(run);
  return open();
}

/** Applies all mends to a run's engine before it drives. */
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

/** The same for nested workflows, whose runs the engine opens itself, each with its own execution engine. */
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
