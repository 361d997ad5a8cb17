import { readable } from '@/lib/base/readable/readable';
import { humanize } from './label';
import { parsePath, type Segment } from './paths';
import { type Shape, shapeOf } from './shape';
import type { JsonSchema } from './types';

/**
 * The schema and label of a shape's part at one path segment; undefined for a property or list entry the
 * schema does not have.
 */
export function partOf(
  shape: Shape,
  segment: Segment,
  root: JsonSchema,
): { schema: JsonSchema; label: string } | undefined {
  if (shape.kind === 'union') {
    for (const variant of shape.variants) {
      const inner = shapeOf(variant.schema, root);
      const found = inner.kind === 'union' ? undefined : partOf(inner, segment, root);
      if (found) return found;
    }
    return undefined;
  }
  if (typeof segment === 'number') {
    const label = String(segment + 1);
    if (shape.kind === 'array') return { schema: shape.items, label };
    if (shape.kind !== 'tuple') return undefined;
    return { schema: shape.items[segment] ?? shape.rest ?? true, label };
  }
  if (shape.kind === 'record') return { schema: shape.values, label: readable(segment) };
  const property = shape.kind === 'object' ? shape.properties.find(({ key }) => key === segment) : undefined;
  return property && { schema: property.schema, label: property.label };
}

/** A path as labels: `items[0].sku` → "Items 1, SKU". Empty for the root. */
export function labelOfPath(schema: JsonSchema, path: string): string {
  let at: JsonSchema = schema;
  let text = '';
  for (const segment of parsePath(path) ?? [path]) {
    const found = partOf(shapeOf(at, schema), segment, schema);
    const label = found?.label ?? (typeof segment === 'number' ? String(segment + 1) : humanize(segment));
    if (text === '') text = label;
    else text += typeof segment === 'number' ? ` ${label}` : `, ${label}`;
    at = found?.schema ?? true;
  }
  return text;
}
