import { DefaultExecutionEngine, type ExecutionEngine } from '@mastra/core/workflows';

type StepParams = Parameters<DefaultExecutionEngine['executeStep']>[0];

/** What a branch came to, of which another one ran when the process died; undefined for one that has to run. */
function resultBeside({ step, restart, stepResults, executionContext: { executionPath } }: StepParams) {
  const [entry, place] = executionPath;
  if (!restart || place === undefined || restart.activeStepsPath[step.id]) return undefined;
  const isRestarted = Object.values(restart.activeStepsPath).some(([at]) => at === entry);
  const known = stepResults[step.id];
  return isRestarted && known && known.status !== 'running' ? known : undefined;
}

const mended = new WeakSet<ExecutionEngine>();

/**
 * Leaves the branches of a `branch` alone that had ended or waited when another one was killed: @mastra/core 1.71 runs
 * all of them again when it restarts. lib/mastra/drive/crash.test.ts shows it.
 */
export function keepBranches(engine: ExecutionEngine): void {
  if (!(engine instanceof DefaultExecutionEngine) || mended.has(engine)) return;
  mended.add(engine);
  const executeStep = engine.executeStep.bind(engine);
  engine.executeStep = (params) => {
    const { step, executionContext } = params;
    const known = resultBeside(params);
    if (!known) return executeStep(params);
    if (known.status === 'suspended')
      executionContext.suspendedPaths[step.id] = executionContext.executionPath;
    return Promise.resolve({
      result: known,
      stepResults: { [step.id]: known },
      mutableContext: engine.buildMutableContext(executionContext),
    });
  };
}
