import { DefaultExecutionEngine, type ExecutionEngine } from '@mastra/core/workflows';
import { asJson, suspendPayloadOf, type StepResult } from '@/lib/mastra/inspect/snapshot-tree';
import { parseWith } from '@/lib/mastra/authoring/standard-schema';
import { warnOfAsking } from '@/lib/mastra/authoring/warn-of-asking';

type StepParams = Parameters<DefaultExecutionEngine['executeStep']>[0];
type Results = StepParams['stepResults'];
type Execute = (params: { suspend: Suspend; suspendData?: unknown }) => unknown;
type Suspend = (payload?: unknown, options?: unknown) => unknown;

/**
 * Payloads the engine stores intact. It drops falsy ones, uses `in` on text, and reserves keys that begin
 * with `__`.
 */
const isPlain = (payload: unknown): boolean =>
  payload === undefined ||
  (typeof payload === 'object' &&
    payload !== null &&
    (Array.isArray(payload) || !Object.keys(payload).some((key) => key.startsWith('__'))));

async function parsed(payload: unknown, schema: unknown): Promise<unknown> {
  const checked = await parseWith(schema, payload);
  if (checked.ok) return checked.value;
  throw new Error(
    `The payload of suspend() does not fit the suspendSchema: ${checked.issues.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ')}`,
  );
}

/**
 * The step for this one execution: it gets back exactly what it suspended with, and `note` receives what it
 * suspends with next.
 */
function asking(
  { step, stepResults }: StepParams,
  checks: boolean,
  note: (payload: unknown) => void,
): StepParams['step'] {
  const known = stepResults[step.id] as StepResult | undefined;
  const asked = known?.kept !== undefined || known?.suspendPayload !== undefined;
  const before = known?.status === 'suspended' && asked ? { suspendData: suspendPayloadOf(known) } : {};
  const execute: Execute = async (params) => {
    let calls = 0;
    const returned = await (step.execute as unknown as Execute)({
      ...params,
      ...before,
      suspend: async (payload, options) => {
        calls += 1;
        const asks = payload !== undefined && checks ? await parsed(payload, step.suspendSchema) : payload;
        note(asks);
        return params.suspend(isPlain(asks) ? asks : {}, options);
      },
    });
    warnOfAsking(step.id, calls, returned);
    return returned;
  };
  return Object.create(step, {
    execute: { value: execute },
    suspendSchema: { value: undefined },
  }) as StepParams['step'];
}

const mended = new WeakSet<ExecutionEngine>();

/**
 * Lets steps suspend with any JSON value: @mastra/core 1.71 drops false, 0, "" and null, cannot resume a step
 * that suspended with text, and takes a key `__workflow_meta` for its own. Such payloads go beside
 * `suspendPayload`, where no user data can be mistaken for it. Shown by lib/mastra/questions.test.ts.
 */
export function keepPayloads(engine: ExecutionEngine): void {
  if (!(engine instanceof DefaultExecutionEngine) || mended.has(engine)) return;
  mended.add(engine);
  const executeStep = engine.executeStep.bind(engine);
  engine.executeStep = async (params) => {
    const { step, stepResults } = params;
    if (step.component === 'WORKFLOW') return executeStep(params);
    let asked: unknown;
    const run = asking(params, engine.options?.validateInputs ?? true, (payload) => {
      asked = payload;
    });
    // The engine copies unknown properties along, so `kept` would end up beside the next question too.
    const { kept, ...known } = (stepResults[step.id] ?? {}) as StepResult;
    const results = kept ? { ...stepResults, [step.id]: known as Results[string] } : stepResults;
    const ended = await executeStep({ ...params, step: run, stepResults: results });
    if (ended.result.status !== 'suspended' || isPlain(asked)) return ended;
    const result = { ...ended.result, kept: { payload: asJson(asked) } };
    return { ...ended, result, stepResults: { ...ended.stepResults, [step.id]: result } };
  };
}
