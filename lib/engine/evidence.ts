import type { StoredSchema } from '@/db/schema/json';
import { isRecord, type Json } from '@/lib/base/schema/types';
import { sameJson } from '@/lib/base/canonical';
import type { Suspension } from './types';

/** What a schema of evidence says when that is not what the step asked with, which was nothing, but its input. */
const mark = 'stepInput';

export const asInput = (schema: StoredSchema): StoredSchema => ({ ...schema, [mark]: true });
/** The schema of what a step or a tool really asked with: that it says otherwise of itself is not believed. */
export const asAsked = (schema: StoredSchema | null): StoredSchema | null => {
  if (!isStepInput(schema)) return schema;
  const { [mark]: _, ...own } = schema!;
  return own;
};

export const isStepInput = (schema: StoredSchema | null): boolean => schema?.[mark] === true;

/** Whether a step asked without anything to look at. */
export const isNothing = (payload: Json): boolean =>
  payload === null || (isRecord(payload) && Object.keys(payload).length === 0);

type Wait = Pick<Suspension, 'payload' | 'ofInput'>;

/** Whether two waits ask the same. Tasks of older releases have nothing where its input is shown now. */
export const asksTheSame = (wait: Wait, task: { payload: Json }): boolean =>
  sameJson(wait.payload, task.payload) || (wait.ofInput === true && isNothing(task.payload));

/**
 * Whether one wait still asks what its task says. Where a step asked with nothing, what is shown of its input follows
 * the schemas of the code: a release that lists more, or less, asks nothing else.
 */
export const stillAsks = (wait: Wait, task: { payload: Json; payloadSchema: StoredSchema | null }): boolean =>
  asksTheSame(wait, task) ||
  ((wait.ofInput === true || isNothing(wait.payload)) && isStepInput(task.payloadSchema));
