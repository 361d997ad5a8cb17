import { AsyncLocalStorage } from 'node:async_hooks';
import { DefaultExecutionEngine, type ExecutionEngine, type WorkflowRunState } from '@mastra/core/workflows';
import { isAnswered } from './step-frame';

type Result = WorkflowRunState['context'][string];
type StepParams = Parameters<DefaultExecutionEngine['executeStep']>[0];

/** Our note on a step with its answer in hand: the step as it was when it asked. */
type Asked = { asked?: Result };

/** The step as it was when it asked the question it is now answering, or failed on; null for any other. */
export const keptQuestion = (step: Result): Result | null =>
  step.status === 'running' || step.status === 'failed' ? ((step as Asked).asked ?? null) : null;

const withAsked = <R extends object>(step: R, asked: Result): R => ({ ...step, asked });

/**
 * The question this execution answers. List items are kept by the list, nested workflows by their own runs.
 */
function answeredBy(params: StepParams): Result | null {
  const { step, stepResults, executionContext } = params;
  const known = stepResults[step.id];
  const plain = step.component !== 'WORKFLOW' && executionContext.foreachIndex === undefined;
  return plain && known?.status === 'suspended' && isAnswered(params) ? known : null;
}

type Answering = { workflowId: string; runId: string; id: string; asked: Result };

const answering = new AsyncLocalStorage<Answering>();
const mended = new WeakSet<ExecutionEngine>();

/**
 * Keeps a step's question while the step works on the answer, so that after a crash or failure it can go back
 * to that question: @mastra/core 1.71 forgets it and restarts the step at its first question. Shown by
 * lib/mastra/drive/crash.test.ts.
 */
export function keepQuestions(engine: ExecutionEngine): void {
  if (!(engine instanceof DefaultExecutionEngine) || mended.has(engine)) return;
  mended.add(engine);
  const persist = engine.persistStepUpdate.bind(engine);
  engine.persistStepUpdate = (params) => {
    const at = answering.getStore();
    const step =
      at && at.runId === params.runId && at.workflowId === params.workflowId
        ? params.stepResults[at.id]
        : undefined;
    return persist(
      at && step?.status === 'running'
        ? {
            ...params,
            stepResults: { ...params.stepResults, [at.id]: withAsked(step, at.asked) as typeof step },
          }
        : params,
    );
  };
  const executeStep = engine.executeStep.bind(engine);
  engine.executeStep = async (params) => {
    const asked = answeredBy(params);
    if (!asked) return executeStep(params);
    const { workflowId, runId, step } = params;
    const ended = await answering.run({ workflowId, runId, id: step.id, asked: asked as Result }, () =>
      executeStep(params),
    );
    if (ended.result.status !== 'failed') return ended;
    const failed = withAsked(ended.result, asked);
    return { ...ended, result: failed, stepResults: { ...ended.stepResults, [step.id]: failed } };
  };
}
