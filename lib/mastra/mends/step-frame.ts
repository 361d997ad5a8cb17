import { AsyncLocalStorage } from 'node:async_hooks';
import type { RequestContext } from '@mastra/core/request-context';
import { DefaultExecutionEngine, type ExecutionEngine, type Step } from '@mastra/core/workflows';
import { idempotencyKeyFor } from '@/lib/base/ids';
import type { RunFacts } from '@/lib/engine/types';
import { fenceInHand } from '@/lib/mastra/stores/fence';
import { contextKey } from '@/lib/mastra/authoring/step-context';

/** One level of an execution's position: the step, the item of a `foreach`, the round of a loop. */
type Place = { id: string; index: number | null; round: number | null };

/** What is being driven: the run, the task whose answer it gets, and the position from outer to inner. */
type Frame = { run: Pick<RunFacts, 'id' | 'revision'>; taskId: string | null; at: Place[] };

const frames = new AsyncLocalStorage<Frame>();

/**
 * The position of the running step: its path, then `#` and the index of each item it is in. Outside our
 * drives just its id.
 */
export function placeInHand(stepId: string): string {
  const at = frames.getStore()?.at ?? [{ id: stepId, index: null }];
  const items = at.flatMap(({ index }) => index ?? []);
  return at.map(({ id }) => id).join('/') + (items.length > 0 ? `#${items.join('.')}` : '');
}

/** Drives a run so that each of its steps knows its position. */
export const inFrame = <T>(run: RunFacts, taskId: string | null, work: () => Promise<T>): Promise<T> =>
  frames.run({ run, taskId, at: [] }, work);

/** The task whose answer this drive hands over; null in any other drive. */
export const taskInHand = (): string | null => frames.getStore()?.taskId ?? null;

type ExecuteStep = DefaultExecutionEngine['executeStep'];
type StepParams = Parameters<ExecuteStep>[0];

/** Whether this execution gets the answer. Later steps in the same drive do not. */
export const isAnswered = ({ step, resume, executionContext: { foreachIndex } }: StepParams): boolean =>
  resume?.steps.length === 1 &&
  resume.steps[0] === step.id &&
  (resume.forEachIndex === undefined || foreachIndex === undefined || resume.forEachIndex === foreachIndex);

/** The shared request context with this step's key on top. Steps running in parallel share the rest. */
function withKey(shared: RequestContext, idempotencyKey: string): RequestContext {
  const own = (name: string, value: unknown) =>
    name === contextKey && typeof value === 'object' && value !== null ? { ...value, idempotencyKey } : value;
  const changed = {
    get: (name: string) => own(name, shared.get(name)),
    getRaw: (name: string) => own(name, shared.getRaw(name)),
    entries: () => [...shared.entries()].map(([name, value]) => [name, own(name, value)] as const).values(),
  };
  return new Proxy(shared, {
    get(target, name) {
      if (name in changed) return changed[name as keyof typeof changed];
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

const isWorkflow = (step: Step) => step.component === 'WORKFLOW';

/**
 * Records that a step runs, so that a holder that loses its lease can tell what it did.
 * @returns what to call when the step ends
 */
function note(at: Place[]): () => void {
  const fence = fenceInHand();
  const ran = {
    path: at.map(({ id }) => id),
    forEachIndex: at.findLast(({ index }) => index !== null)?.index ?? null,
    startedAt: performance.now(),
    endedAt: null as number | null,
  };
  fence?.steps.push(ran);
  return () => {
    ran.endedAt = performance.now();
  };
}

async function runStep(executeStep: ExecuteStep, frame: Frame, params: StepParams) {
  const { step, executionContext, iterationCount, requestContext } = params;
  // The engine only checks between some steps, and retries a step whose nested workflow the store refused.
  fenceInHand()?.signal.throwIfAborted();
  const at = [
    ...frame.at,
    { id: step.id, index: executionContext.foreachIndex ?? null, round: iterationCount ?? null },
  ];
  if (isWorkflow(step)) return frames.run({ ...frame, at }, () => executeStep(params));
  const key = idempotencyKeyFor(frame.run, at, isAnswered(params) ? frame.taskId : null);
  const ended = note(at);
  try {
    return await frames.run({ ...frame, at }, () =>
      executeStep({ ...params, requestContext: withKey(requestContext, key) }),
    );
  } finally {
    ended();
  }
}

const mended = new WeakSet<ExecutionEngine>();

/** Gives every step an engine runs its position. Outside our drives it changes nothing. */
export function keepFrames(engine: ExecutionEngine): void {
  if (!(engine instanceof DefaultExecutionEngine) || mended.has(engine)) return;
  mended.add(engine);
  const executeStep = engine.executeStep.bind(engine);
  engine.executeStep = (params) => {
    const frame = frames.getStore();
    return frame ? runStep(executeStep, frame, params) : executeStep(params);
  };
}
