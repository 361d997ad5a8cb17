import { decoded } from '@/lib/base/readable/decoded';
import { asNode } from './meta';
import { type JsonSchema, type SchemaNode, isRecord } from './types';

const maxHops = 20;

/**
 * The target of a local `$ref` (RFC 6901 in a fragment); undefined when it cannot be resolved, such as one to
 * another document.
 */
export function pointerTarget(ref: string, root: JsonSchema): JsonSchema | undefined {
  if (!ref.startsWith('#')) return undefined;
  let target: unknown = root;
  const pointer = ref.slice(1);
  for (const raw of (decoded(pointer) ?? pointer).split('/').filter(Boolean)) {
    const key = raw.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof target !== 'object' || target === null || !Object.hasOwn(target, key)) return undefined;
    target = Object.entries(target).find(([name]) => name === key)?.[1];
  }
  if (typeof target === 'boolean') return target;
  return isRecord(target) ? target : undefined;
}

function followRefs(schema: JsonSchema | undefined, root: JsonSchema): SchemaNode {
  let node = asNode(schema);
  for (let hop = 0; node.$ref !== undefined; hop++) {
    const target = hop < maxHops ? pointerTarget(node.$ref, root) : undefined;
    const { $ref, ...siblings } = node;
    node = { ...asNode(target), ...siblings };
  }
  return node;
}

function mergeAllOf(node: SchemaNode, root: JsonSchema, depth: number): SchemaNode {
  if (!node.allOf) return node;
  const { allOf, ...own } = node;
  return [...allOf.map((part) => resolve(part, root, depth + 1).node), own].reduce<SchemaNode>(
    (merged, part) => ({
      ...merged,
      ...part,
      ...((merged.properties || part.properties) && {
        properties: { ...merged.properties, ...part.properties },
      }),
      ...((merged.required || part.required) && {
        required: [...new Set([...(merged.required ?? []), ...(part.required ?? [])])],
      }),
    }),
    {},
  );
}

const isNull = (node: SchemaNode) => node.type === 'null' || ('const' in node && node.const === null);

/** The same list each time, as what is made of a list is kept by it. */
const withoutNull = new WeakMap<readonly unknown[], unknown[]>();

function listWithoutNull(list: readonly unknown[]): unknown[] {
  const rest = withoutNull.get(list) ?? list.filter((value) => value !== null);
  withoutNull.set(list, rest);
  return rest;
}

function splitNullType(node: SchemaNode): Resolved {
  if (Array.isArray(node.type) && node.type.includes('null') && node.type.length > 1) {
    const rest = node.type.filter((type) => type !== 'null');
    return { node: { ...node, type: rest.length === 1 ? rest[0] : rest }, nullable: true };
  }
  if (node.enum?.includes(null) && node.enum.length > 1) {
    return { node: { ...node, enum: listWithoutNull(node.enum) }, nullable: true };
  }
  return { node, nullable: false };
}

export type Resolved = {
  /** The node without `$ref`, `allOf` and null. */
  node: SchemaNode;
  nullable: boolean;
};

/** Follows `$ref`, merges `allOf`, and takes "or null" out of a schema. Safe on circular schemas. */
export function resolve(schema: JsonSchema | undefined, root: JsonSchema, depth = 0): Resolved {
  if (depth > maxHops) return { node: {}, nullable: false };
  const node = mergeAllOf(followRefs(schema, root), root, depth);
  const keyword = node.anyOf ? 'anyOf' : node.oneOf ? 'oneOf' : undefined;
  const choices = keyword && node[keyword];
  if (!keyword || !choices) return splitNullType(node);

  const rest = choices.filter((choice) => !isNull(followRefs(choice, root)));
  const nullable = rest.length < choices.length && rest.length > 0;
  const [only] = rest;
  if (rest.length === 1 && only !== undefined) {
    const { [keyword]: _, ...outer } = node;
    const inner = resolve(only, root, depth + 1);
    return { node: { ...inner.node, ...outer }, nullable: nullable || inner.nullable };
  }
  const split = splitNullType(nullable ? { ...node, [keyword]: rest } : node);
  return { node: split.node, nullable: nullable || split.nullable };
}
