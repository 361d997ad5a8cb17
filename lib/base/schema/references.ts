import { pointerTarget } from './resolve';
import { type JsonSchema, type SchemaNode, isRecord } from './types';

/** Keywords whose value is a schema, a list of schemas, or schemas by name (JSON Schema 2020-12 and draft 7). */
const single = new Set(
  (
    'items additionalItems unevaluatedItems contains additionalProperties unevaluatedProperties ' +
    'propertyNames if then else not contentSchema'
  ).split(' '),
);
const several = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems', 'items']);
const named = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas']);

/** Keywords that refer to a schema other than by a place in the same document. */
const dynamic = ['$dynamicRef', '$recursiveRef'] as const;

/**
 * Whether a node refers to something we cannot resolve, so that we do not know what it says about a value.
 */
export const isUnresolved = (node: SchemaNode, root: JsonSchema): boolean =>
  (node.$ref !== undefined && pointerTarget(node.$ref, root) === undefined) ||
  dynamic.some((keyword) => node[keyword] !== undefined);

/** Applies a change to every subschema, innermost first. Data (`const`, `default`, …) is left alone. */
function mapSchema(schema: unknown, change: (node: SchemaNode) => SchemaNode): unknown {
  if (!isRecord(schema)) return schema;
  const inner = (part: unknown) => mapSchema(part, change);
  const entries = Object.entries(schema).map(([key, part]): [string, unknown] => {
    if (several.has(key) && Array.isArray(part)) return [key, part.map(inner)];
    if (named.has(key) && isRecord(part))
      return [key, Object.fromEntries(Object.entries(part).map(([name, each]) => [name, inner(each)]))];
    return [key, single.has(key) ? inner(part) : part];
  });
  return change(Object.fromEntries(entries));
}

/**
 * Moves a whole schema into another one. `at`: its new place, a pointer such as `#/properties/arguments`. Its
 * references, relative to its old root, are rewritten.
 */
export const placedAt = <Schema extends object>(schema: Schema, at: `#${string}`): Schema =>
  mapSchema(schema, (node) =>
    typeof node.$ref === 'string' && node.$ref.startsWith('#')
      ? { ...node, $ref: `${at}${node.$ref.slice(1).replace(/\/$/, '')}` }
      : node,
  ) as Schema;

/** The references in a schema that cannot be resolved within it. */
export function unresolvedIn(schema: JsonSchema): string[] {
  const found = new Set<string>();
  mapSchema(schema, (node) => {
    if (isUnresolved(node, schema))
      found.add(String(node.$ref ?? dynamic.map((keyword) => node[keyword]).find(Boolean)));
    return node;
  });
  return [...found];
}
