import { DefaultExecutionEngine, type ExecutionEngine } from '@mastra/core/workflows';

type StepParams = Parameters<DefaultExecutionEngine['executeStep']>[0];

/**
 * The result of a branch that had ended or waited when a sibling was running at the crash; undefined if it
 * has to run.
 */
function resultBeside({ step, restart, stepResults, executionContext: { executionPath } }: StepParams) {
  const [entry, place] = executionPath;
  if (!restart || place === undefined || restart.activeStepsPath[step.id]) return undefined;
  const isRestarted = Object.values(restart.activeStepsPath).some(([at]) => at === entry);
  const known = stepResults[step.id];
  return isRestarted && known && known.status !== 'running' ? known : undefined;
}

const mended = new WeakSet<ExecutionEngine>();

/**
 * Does not rerun branches that had ended or waited when a sibling was killed: @mastra/core 1.71 reruns them
 * all on restart. Shown by lib/mastra/drive/crash.test.ts.
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
