import { readable } from '@/lib/base/readable/readable';
import { humanize } from './label';
import { variantOf } from './match';
import { group } from './meta';
import { type Shape, shapeOf } from './shape';
import type { JsonSchema } from './types';

const maxHops = 10;

/** The shape a value has; for a union that of its variant, or `unknown` when none fits. */
export function shapeFor(schema: JsonSchema, root: JsonSchema, value: unknown): Shape {
  let shape = shapeOf(schema, root);
  for (let hop = 0; shape.kind === 'union' && hop < maxHops; hop++) {
    const variant = shape.variants[variantOf(shape, root, value) ?? -1];
    if (!variant) return { kind: 'unknown', node: shape.node, nullable: true };
    shape = shapeOf(variant.schema, root);
  }
  return shape;
}

/** The schema of one item of a list. */
export const itemSchema = (shape: Shape, index: number): JsonSchema => {
  if (shape.kind === 'array') return shape.items;
  return shape.kind === 'tuple' ? (shape.items[index] ?? shape.rest ?? true) : true;
};

export type Entry = { key: string; label: string; schema: JsonSchema; group?: string };

/** The entries of an object to show: those its schema lists first, then all others. */
export function entriesOf(value: Record<string, unknown>, shape: Shape): Entry[] {
  const known = shape.kind === 'object' ? shape.properties : [];
  const rest =
    shape.kind === 'record' ? shape.values : shape.kind === 'object' ? (shape.additional ?? true) : true;
  const names = new Set(known.map(({ key }) => key));
  const present = known.filter(({ key }) => Object.hasOwn(value, key));
  const others = Object.keys(value).filter((key) => !names.has(key));
  return [
    ...present.map(({ key, label, schema, node }) => ({ key, label, schema, group: group(node) })),
    ...others.map((key) => ({
      key,
      label: shape.kind === 'record' ? readable(key) : humanize(key),
      schema: rest,
    })),
  ];
}
