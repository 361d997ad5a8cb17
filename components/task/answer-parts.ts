import type { Json, StoredOutcome } from '@/db/schema/json';
import { matches } from '@/lib/schema/match';
import { isSensitive } from '@/lib/schema/meta';
import { shapeOf } from '@/lib/schema/shape';
import { isRecord, type JsonSchema } from '@/lib/schema/types';

/** How an answer is asked for: what the buttons say is hidden, the reason stands by the buttons, the rest is the form. */
export type AnswerParts = { verdict: string[]; reason: string | null; rest: string[] };

const keysOf = (schema: JsonSchema | null): string[] => {
  if (schema === null) return [];
  const shape = shapeOf(schema, schema);
  return shape.kind === 'object' ? shape.properties.map(({ key }) => key) : [];
};

export function answerParts(schema: JsonSchema | null, outcomes: readonly Pick<StoredOutcome, 'resumeData'>[], reasonField: string | null): AnswerParts {
  const keys = keysOf(schema);
  const verdict = keys.filter((key) => outcomes.some(({ resumeData }) => Object.hasOwn(resumeData, key)));
  const reason = reasonField !== null && keys.includes(reasonField) && !verdict.includes(reasonField) ? reasonField : null;
  return { verdict, reason, rest: keys.filter((key) => key !== reason && !verdict.includes(key)) };
}

/** Whether a schema asks for something besides the verdict and the reason; also when it is no object at all. */
export function hasRest(schema: JsonSchema | null, { rest }: AnswerParts): boolean {
  if (schema === null) return false;
  const { kind } = shapeOf(schema, schema);
  return kind === 'object' ? rest.length > 0 : kind !== 'null' && kind !== 'unknown';
}

/**
 * What the form starts with: required fields that the evidence already has under the same name and type, so that a
 * text handed back for changes is there to be changed. Never the verdict or the reason, nothing sensitive.
 */
export function suggestAnswer(schema: JsonSchema | null, payload: Json, { rest }: AnswerParts): { [key: string]: Json } {
  if (schema === null || !isRecord(payload)) return {};
  const shape = shapeOf(schema, schema);
  if (shape.kind !== 'object') return {};
  const fitting = shape.properties.filter(
    ({ key, required, node, schema: own }) => required && rest.includes(key) && Object.hasOwn(payload, key) && !isSensitive(node) && matches(own, schema, payload[key]),
  );
  return Object.fromEntries(fitting.map(({ key }) => [key, payload[key] as Json]));
}

/** The key under which a draft is kept: another question under the same task has a draft of its own. */
export const draftKey = (taskId: string, payloadDigest: string) => `task:${taskId}:${payloadDigest}`;
