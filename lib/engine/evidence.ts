import type { StoredSchema } from '@/db/schema/json';
import { isRecord, type Json } from '@/lib/base/schema/types';
import { sameJson } from '@/lib/base/canonical';
import type { Suspension } from './types';

/**
 * Marks an evidence schema whose evidence is the step's input, shown because the step suspended with nothing.
 */
const mark = 'stepInput';

export const asInput = (schema: StoredSchema): StoredSchema => ({ ...schema, [mark]: true });
/**
 * A schema that an author wrote, without the mark: only the desk may set it, because it decides what is
 * masked.
 */
export const asAsked = (schema: StoredSchema | null): StoredSchema | null => {
  if (!isStepInput(schema)) return schema;
  const { [mark]: _, ...own } = schema!;
  return own;
};

export const isStepInput = (schema: StoredSchema | null): boolean => schema?.[mark] === true;

/** Whether a step suspended with no payload. */
export const isNothing = (payload: Json): boolean =>
  payload === null || (isRecord(payload) && Object.keys(payload).length === 0);

type Wait = Pick<Suspension, 'payload' | 'ofInput'>;

/**
 * Whether a wait asks the same as a task. Tasks of older releases stored an empty payload where we now show
 * the step's input.
 */
export const asksTheSame = (wait: Wait, task: { payload: Json }): boolean =>
  sameJson(wait.payload, task.payload) || (wait.ofInput === true && isNothing(task.payload));

/**
 * Whether a wait still asks what its task says. Input shown in place of an empty payload depends on the
 * code's schemas, so a release that shows more or less of it does not make it another question.
 */
export const stillAsks = (wait: Wait, task: { payload: Json; payloadSchema: StoredSchema | null }): boolean =>
  asksTheSame(wait, task) ||
  ((wait.ofInput === true || isNothing(wait.payload)) && isStepInput(task.payloadSchema));
