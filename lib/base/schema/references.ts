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

/** Keywords that point at a schema by other means than a place in the same document. */
const dynamic = ['$dynamicRef', '$recursiveRef'] as const;

/** Whether a node points at something that nobody can look up here: what it says of a value is then not known. */
export const isUnresolved = (node: SchemaNode, root: JsonSchema): boolean =>
  (node.$ref !== undefined && pointerTarget(node.$ref, root) === undefined) ||
  dynamic.some((keyword) => node[keyword] !== undefined);

/** The same schema with each schema in it changed, from the inside out. Data (`const`, `default`, …) stays as it is. */
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
 * A whole schema made a part of another one: `at` is where it will stand there, as a pointer such as
 * `#/properties/arguments`. Its references, which are counted from its own root, are from the new one then.
 */
export const placedAt = <Schema extends object>(schema: Schema, at: `#${string}`): Schema =>
  mapSchema(schema, (node) =>
    typeof node.$ref === 'string' && node.$ref.startsWith('#')
      ? { ...node, $ref: `${at}${node.$ref.slice(1).replace(/\/$/, '')}` }
      : node,
  ) as Schema;

/** The references of a schema that cannot be looked up in it. */
export function unresolvedIn(schema: JsonSchema): string[] {
  const found = new Set<string>();
  mapSchema(schema, (node) => {
    if (isUnresolved(node, schema))
      found.add(String(node.$ref ?? dynamic.map((keyword) => node[keyword]).find(Boolean)));
    return node;
  });
  return [...found];
}
