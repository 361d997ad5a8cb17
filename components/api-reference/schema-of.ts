import type { oas31 } from 'zod-openapi';
import { referenceTexts } from '@/lib/base/texts/api-reference';

const { characters, byDefault } = referenceTexts;

export type Schema = oas31.SchemaObject | oas31.ReferenceObject;

/** The name of the shape that a schema refers to; null when it is not a reference. */
export const refName = (schema: Schema): string | null =>
  '$ref' in schema && typeof schema.$ref === 'string'
    ? schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)
    : null;

export const shapeId = (name: string): string => `shape-${name}`;

/** A call with its parameters and responses resolved; the document describes shared ones once. */
export function spelledOut(
  told: oas31.OperationObject,
  { responses: answers = {}, parameters: given = {} }: oas31.ComponentsObject = {},
): oas31.OperationObject {
  const responses = Object.entries(told.responses ?? {}).map(
    ([status, one]) => [status, answers[refName(one as Schema) ?? ''] ?? one] as const,
  );
  return {
    ...told,
    parameters: (told.parameters ?? []).map((one) => given[refName(one as Schema) ?? ''] ?? one),
    responses: Object.fromEntries(responses),
  };
}

/** The schema without its null variant. */
export function withoutNull(schema: Schema): Schema {
  const others =
    '$ref' in schema ? [] : (schema.anyOf ?? []).filter((one) => '$ref' in one || one.type !== 'null');
  return others.length === 1 ? others[0]! : schema;
}

/** The value used when it is left out; empty text when there is none. */
export const presetOf = ({ default: preset }: oas31.SchemaObject): string =>
  preset === undefined ? '' : byDefault(typeof preset === 'string' ? preset : JSON.stringify(preset));

/**
 * The limits of a number or text, e.g. `1 … 100`, `up to 60 characters`; a pattern where no words describe
 * it.
 */
export function limitsOf(schema: oas31.SchemaObject): string {
  const { minimum, maximum, minLength, maxLength, pattern, format, description } = schema;
  const safe = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
  const low = minimum === -Number.MAX_SAFE_INTEGER ? undefined : minimum;
  const range =
    low !== undefined && safe !== undefined
      ? `${low} … ${safe}`
      : low !== undefined
        ? `≥ ${low}`
        : safe !== undefined
          ? `≤ ${safe}`
          : '';
  const length =
    maxLength === undefined
      ? ''
      : minLength
        ? characters.between(minLength, maxLength)
        : characters.upTo(maxLength);
  return [
    format && `(${format})`,
    range,
    length,
    !format && pattern && !description ? `like ${pattern}` : '',
    presetOf(schema),
  ]
    .filter(Boolean)
    .join(', ');
}
