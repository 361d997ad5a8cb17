import type { AnyWorkflow } from '@mastra/core/workflows';
import { toJsonSchema, validateWith } from './standard-schema';
import { stepsOf, type StepDefinition } from './steps';

/** Where a payload that is no object stands in the one that the engine keeps. */
export const payloadKey = '__payload';

type Suspend = (payload?: unknown, options?: unknown) => unknown;
type Execute = (params: { suspend: Suspend; suspendData?: unknown }) => unknown;

const mended = new WeakSet<StepDefinition>();
const authorsSchema = new WeakMap<StepDefinition, unknown>();

const isPlain = (payload: unknown) =>
  payload === undefined || (typeof payload === 'object' && payload !== null);

const unwrapped = (data: unknown) =>
  typeof data === 'object' && data !== null && payloadKey in data ? data[payloadKey] : data;

/** What a step's author said its payload looks like, whether or not the engine may see it. */
export const suspendSchemaOf = (step: StepDefinition): unknown =>
  authorsSchema.has(step) ? authorsSchema.get(step) : step.suspendSchema;

async function keep(payload: unknown, schema: unknown): Promise<{ [payloadKey]: unknown }> {
  const checked = await validateWith(schema, payload);
  if (!checked.ok)
    throw new Error(
      `The payload of suspend() does not fit the suspendSchema: ${checked.issues.map(({ message }) => message).join('; ')}`,
    );
  return { [payloadKey]: payload };
}

/** The engine checks by the schema it sees; one for payloads that are no objects would refuse the wrapped ones. */
function hideSchema(step: StepDefinition): void {
  const type = toJsonSchema(step.suspendSchema, 'output')?.type;
  if (step.suspendSchema === undefined || type === 'object' || type === 'array') return;
  authorsSchema.set(step, step.suspendSchema);
  step.suspendSchema = undefined;
}

function mend(step: StepDefinition & { execute?: Execute }): void {
  if (mended.has(step) || !step.execute) return;
  mended.add(step);
  hideSchema(step);
  const execute = step.execute;
  step.execute = (params) =>
    execute({
      ...params,
      suspendData: unwrapped(params.suspendData),
      suspend: async (payload, options) =>
        params.suspend(isPlain(payload) ? payload : await keep(payload, suspendSchemaOf(step)), options),
    });
}

/**
 * Lets steps suspend with any JSON value: @mastra/core 1.71 drops payloads that are false, 0, "" or null, and cannot
 * resume a step that suspended with text, a number or true. lib/mastra/questions.test.ts shows it.
 */
export function keepPayloads(workflow: AnyWorkflow): void {
  for (const { step } of stepsOf(workflow)) mend(step);
}
