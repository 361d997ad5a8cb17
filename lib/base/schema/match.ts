import { maskText } from './mask-text';
import { isSensitive } from './meta';
import { resolve } from './resolve';
import { type Shape, type ShapeOf, shapeOf } from './shape';
import { type JsonSchema, isRecord, ownPart } from './types';

const maxDepth = 6;

function matchesShape(shape: Shape, root: JsonSchema, value: unknown, depth: number): boolean {
  if (value === null) return shape.nullable || shape.kind === 'null' || shape.kind === 'unknown';
  if (value === maskText && isSensitive(shape.node)) return true;
  const inner = (schema: JsonSchema, part: unknown) => matches(schema, root, part, depth + 1);
  switch (shape.kind) {
    case 'string':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number' && (!shape.integer || Number.isInteger(value));
    case 'boolean':
      return typeof value === 'boolean';
    case 'enum':
      return shape.options.some((option) => option.value === value);
    case 'const':
      return shape.value === value;
    case 'null':
      return false;
    case 'object':
      return (
        isRecord(value) &&
        (shape.node.required ?? []).every((key) => Object.hasOwn(value, key)) &&
        shape.properties.every(({ key, schema }) => !Object.hasOwn(value, key) || inner(schema, value[key]))
      );
    case 'record':
      return isRecord(value) && Object.values(value).every((part) => inner(shape.values, part));
    case 'array':
      return Array.isArray(value) && value.every((part) => inner(shape.items, part));
    case 'tuple':
      return Array.isArray(value) && shape.items.every((schema, index) => inner(schema, value[index]));
    case 'union':
      return shape.variants.some(({ schema }) => inner(schema, value));
    case 'unknown':
      return !shape.node.not;
    default:
      return shape satisfies never;
  }
}

/** Whether a value has a schema's structure. Formats and limits are not checked. */
export function matches(schema: JsonSchema, root: JsonSchema, value: unknown, depth = 0): boolean {
  return depth > maxDepth || matchesShape(shapeOf(schema, root), root, value, depth);
}

/** The index of the union's variant a value belongs to; undefined when it fits none. */
export function variantOf(union: ShapeOf<'union'>, root: JsonSchema, value: unknown): number | undefined {
  const { discriminator, variants } = union;
  if (discriminator !== undefined && isRecord(value)) {
    const tagged = variants.findIndex(({ tags }) =>
      tags.some((tag) => tag === ownPart(value, discriminator)),
    );
    if (tagged >= 0) return tagged;
  }
  const found = variants.findIndex(({ schema }) => matches(schema, root, value));
  return found >= 0 ? found : undefined;
}

/** Whether a schema's values are objects, so that its fields need no common name at the root. */
export function isObjectLike(schema: JsonSchema, root: JsonSchema): boolean {
  const shape = shapeOf(schema, root);
  if (shape.kind === 'object' || shape.kind === 'record') return true;
  if (shape.kind !== 'union') return false;
  return shape.variants.every((variant) => {
    const { node } = resolve(variant.schema, root);
    return node.type === 'object' || node.properties !== undefined;
  });
}
