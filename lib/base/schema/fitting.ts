import { matches, variantOf } from './match';
import { propertiesOf } from './prefill';
import { shapeOf } from './shape';
import { type Json, type JsonObject, type JsonSchema, isRecord } from './types';

const maxDepth = 16;

/**
 * The parts of a value, such as a draft for an earlier form, that still fit a schema: matching properties of
 * objects and entries of lists, anything else only whole. Undefined when nothing fits.
 */
export function fitting(
  value: Json | undefined,
  schema: JsonSchema,
  root: JsonSchema = schema,
  depth = 0,
): Json | undefined {
  if (value === undefined || depth > maxDepth) return undefined;
  const shape = shapeOf(schema, root);
  if (shape.kind === 'union') {
    const variant = shape.variants[variantOf(shape, root, value) ?? -1];
    if (variant) return fitting(value, variant.schema, root, depth + 1);
  }
  if (isRecord(value) && (shape.kind === 'object' || shape.kind === 'union')) {
    const known = new Map(propertiesOf(schema, root).map((property) => [property.key, property.schema]));
    const extra = shape.kind === 'object' ? shape.additional : undefined;
    const kept = Object.entries(value as JsonObject).flatMap(([key, part]): [string, Json][] => {
      const place = known.get(key) ?? extra;
      const fits = place === undefined ? undefined : fitting(part, place, root, depth + 1);
      return fits === undefined ? [] : [[key, fits]];
    });
    return kept.length > 0 || Object.keys(value).length === 0 ? Object.fromEntries(kept) : undefined;
  }
  if (Array.isArray(value) && shape.kind === 'array')
    return value.flatMap((part) => fitting(part, shape.items, root, depth + 1) ?? []);
  return matches(schema, root, value) ? value : undefined;
}
