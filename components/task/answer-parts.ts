import type { StoredOutcome } from '@/db/schema/json';
import { isOpenEnded, shapeOf } from '@/lib/base/schema/shape';
import type { Json, JsonSchema } from '@/lib/base/schema/types';

/**
 * How a form asks for an answer: buttons set the verdict fields, the reason is beside them, the rest is the
 * form.
 */
export type AnswerParts = { verdict: string[]; reason: string | null; rest: string[] };

const keysOf = (schema: JsonSchema | null): string[] => {
  if (schema === null) return [];
  const shape = shapeOf(schema, schema);
  return shape.kind === 'object' ? shape.properties.map(({ key }) => key) : [];
};

export function answerParts(
  schema: JsonSchema | null,
  outcomes: readonly Pick<StoredOutcome, 'resumeData'>[],
  reasonField: string | null,
): AnswerParts {
  const keys = keysOf(schema);
  const verdict = keys.filter((key) => outcomes.some(({ resumeData }) => Object.hasOwn(resumeData, key)));
  const reason =
    reasonField !== null && keys.includes(reasonField) && !verdict.includes(reasonField) ? reasonField : null;
  return { verdict, reason, rest: keys.filter((key) => key !== reason && !verdict.includes(key)) };
}

/** Whether a schema asks for something besides the verdict and the reason; also when it is no object at all. */
export function hasRest(schema: JsonSchema | null, { rest }: AnswerParts): boolean {
  if (schema === null) return false;
  const { kind, node } = shapeOf(schema, schema);
  return kind === 'object' ? rest.length > 0 || isOpenEnded(node) : kind !== 'null' && kind !== 'unknown';
}

/** A form's initial value: the suggestion, or undefined, since an empty object would count as a value. */
export const startOf = (suggested: { [key: string]: Json }): Json | undefined =>
  Object.keys(suggested).length > 0 ? suggested : undefined;

/**
 * A draft's key. It includes the reader, since browsers are shared, and the question, since each has its own
 * draft.
 */
export const draftKey = (readerId: string, taskId: string, payloadDigest: string) =>
  `${readerId}/task/${taskId}:${payloadDigest}`;
