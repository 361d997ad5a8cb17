import type { oas31 } from 'zod-openapi';

export type Schema = oas31.SchemaObject | oas31.ReferenceObject;

/** The name of the shape that a reference leads to; null when it is none. */
export const refName = (schema: Schema): string | null => ('$ref' in schema && typeof schema.$ref === 'string' ? schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1) : null);

export const shapeId = (name: string): string => `shape-${name}`;

/** A call with its responses spelled out: refusals are told once, for all calls that have them. */
export function withResponses(told: oas31.OperationObject, { responses: shared = {} }: oas31.ComponentsObject = {}): oas31.OperationObject {
  const responses = Object.entries(told.responses ?? {}).map(([status, one]) => [status, shared[refName(one as Schema) ?? ''] ?? one] as const);
  return { ...told, responses: Object.fromEntries(responses) };
}

/** What a number or a text must keep to, in the signs of the schema: `1 … 100`, `≤ 60 characters`. */
export function limitsOf(schema: oas31.SchemaObject): string {
  const { minimum, maximum, minLength, maxLength, pattern, format, default: preset } = schema;
  const safe = maximum === Number.MAX_SAFE_INTEGER ? undefined : maximum;
  const low = minimum === -Number.MAX_SAFE_INTEGER ? undefined : minimum;
  const range = low !== undefined && safe !== undefined ? `${low} … ${safe}` : low !== undefined ? `≥ ${low}` : safe !== undefined ? `≤ ${safe}` : '';
  const length = maxLength !== undefined ? `${minLength ?? 0} … ${maxLength} characters` : '';
  return [format && `(${format})`, range, length, !format && pattern ? `like ${pattern}` : '', preset === undefined ? '' : `default ${JSON.stringify(preset)}`].filter(Boolean).join(', ');
}
