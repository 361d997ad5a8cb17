import { asNode } from './meta';
import { isUnresolved } from './references';
import { pointerTarget } from './resolve';
import { shapeOf } from './shape';
import { type JsonSchema, type SchemaNode, isRecord, ownPart } from './types';

/** Stands for a reference that cannot be resolved: the value may be sensitive. */
const unknown: SchemaNode = { sensitive: true };

const isSchema = (value: unknown): value is JsonSchema => typeof value === 'boolean' || isRecord(value);
const schemasIn = (value: unknown): JsonSchema[] =>
  Array.isArray(value) ? value.filter(isSchema) : isSchema(value) ? [value] : [];

/**
 * The choices of a union that apply: the one its tag names, or all if there is no tag, since structure alone
 * is not conclusive.
 */
function choicesFor(node: SchemaNode, root: JsonSchema, value: unknown): JsonSchema[] {
  const all = [...(node.anyOf ?? []), ...(node.oneOf ?? [])];
  const isOneUnion =
    (node.anyOf === undefined) !== (node.oneOf === undefined) &&
    node.allOf === undefined &&
    node.$ref === undefined;
  if (!isOneUnion) return all;
  const shape = shapeOf(node, root);
  if (shape.kind !== 'union' || shape.discriminator === undefined || !isRecord(value)) return all;
  const tag = ownPart(value, shape.discriminator);
  const tagged = shape.variants.filter(({ tags }) => tags.some((each) => each === tag));
  return tagged.length === 1 ? tagged.map(({ schema }) => schema) : all;
}

/**
 * Every schema node that may apply to a value: through `$ref`, `allOf`, each choice of a union, and
 * conditions. Errs on too many, because masking depends on it (lib/base/schema/mask.ts); an unresolvable
 * reference counts as sensitive.
 */
export function applicableNodes(
  schemas: readonly JsonSchema[],
  root: JsonSchema,
  value: unknown,
): SchemaNode[] {
  const seen = new Set<SchemaNode>();
  const visit = (schema: JsonSchema) => {
    const node = asNode(schema);
    if (seen.has(node)) return;
    seen.add(node);
    if (isUnresolved(node, root)) seen.add(unknown);
    if (node.$ref !== undefined) {
      const target = pointerTarget(node.$ref, root);
      if (target !== undefined) visit(target);
    }
    const parts = [node.if, node.then, node.else].flatMap(schemasIn);
    const dependent = isRecord(node.dependentSchemas)
      ? Object.values(node.dependentSchemas).flatMap(schemasIn)
      : [];
    for (const part of [...(node.allOf ?? []), ...choicesFor(node, root, value), ...parts, ...dependent])
      visit(part);
  };
  for (const schema of schemas) visit(schema);
  return [...seen];
}

const longName = 24;

/**
 * Whether a name matches a pattern; undefined when unknown or too slow to try: authors write the patterns,
 * anybody the names, and a repeated group can backtrack for ever.
 */
function fits(pattern: string, key: string): boolean | undefined {
  if (key.length > longName && (/\)[*+{]/.test(pattern) || key.length > 8 * longName)) return undefined;
  try {
    return new RegExp(pattern, 'u').test(key);
  } catch {
    return undefined;
  }
}

/** The schemas that apply, or may apply, to one property, given the nodes that apply to its object. */
export function propertySchemas(nodes: readonly SchemaNode[], key: string): JsonSchema[] {
  return nodes.flatMap((node) => {
    const { properties = {}, patternProperties, additionalProperties, unevaluatedProperties } = node;
    const named = Object.hasOwn(properties, key) ? schemasIn(properties[key]) : [];
    const byPattern = Object.entries(isRecord(patternProperties) ? patternProperties : {}).map(
      ([pattern, each]) => ({ fit: fits(pattern, key), schemas: schemasIn(each) }),
    );
    const own = [...named, ...byPattern.flatMap(({ fit, schemas }) => (fit === false ? [] : schemas))];
    const isListed = named.length > 0 || byPattern.some(({ fit }) => fit === true);
    return isListed ? own : [...own, ...schemasIn(additionalProperties), ...schemasIn(unevaluatedProperties)];
  });
}

/** The schemas that apply to one entry, given the nodes that apply to its list. */
export function itemSchemas(nodes: readonly SchemaNode[], index: number): JsonSchema[] {
  return nodes.flatMap((node) => {
    const { items, prefixItems } = node;
    const places = prefixItems ?? (Array.isArray(items) ? (items as JsonSchema[]) : []);
    const place = places[index];
    const rest = Array.isArray(items) ? schemasIn(node.additionalItems) : schemasIn(items);
    return [
      ...(place === undefined ? rest : [place]),
      ...schemasIn(node.unevaluatedItems),
      ...schemasIn(node.contains),
    ];
  });
}
