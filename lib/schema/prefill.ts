import { maskSensitive } from './mask';
import { matches } from './match';
import { type Property, shapeOf } from './shape';
import { type Json, type JsonObject, type JsonSchema, isRecord, ownPart } from './types';

/** Where workflows put what is to be approved, beside the payload's own properties. */
const nests = ['content', 'draft'];

export type PrefillInput = {
  /** What the answer must look like. */
  schema: JsonSchema;
  payload: Json;
  payloadSchema: JsonSchema;
  /** Properties that are never filled in: the verdict, the reason. */
  skip: readonly string[];
};

/** The properties an answer may have; of a union, those of any variant. */
export function propertiesOf(schema: JsonSchema, root: JsonSchema = schema): Property[] {
  const shape = shapeOf(schema, root);
  if (shape.kind === 'object') return shape.properties;
  if (shape.kind !== 'union') return [];
  const merged = new Map<string, Property>();
  for (const variant of shape.variants) {
    const inner = shapeOf(variant.schema, root);
    for (const property of inner.kind === 'object' ? inner.properties : []) {
      if (property.key !== shape.discriminator && !merged.has(property.key))
        merged.set(property.key, property);
    }
  }
  return [...merged.values()];
}

const same = (a: Json, b: Json) => JSON.stringify(a) === JSON.stringify(b);
const own = (value: Json | undefined, key: string): Json | undefined =>
  isRecord(value) ? ownPart(value as JsonObject, key) : undefined;

/**
 * The content of the evidence that an answer takes up: properties of the same name and structure, from the payload
 * or its `content` or `draft`. Nothing that is sensitive on either side, no confirmation (a constant), and no part
 * of an object: a property is taken whole or not at all.
 */
export function prefill({ schema, payload, payloadSchema, skip }: PrefillInput): JsonObject {
  const shown = maskSensitive(payload, payloadSchema);
  const find = (key: string): Json | undefined => {
    for (const nest of [undefined, ...nests]) {
      const at = (value: Json) => own(nest === undefined ? value : own(value, nest), key);
      const [found, safe] = [at(payload), at(shown)];
      if (found !== undefined) return safe !== undefined && same(found, safe) ? found : undefined;
    }
    return undefined;
  };
  const entries = propertiesOf(schema).flatMap(({ key, schema: part }): [string, Json][] => {
    if (skip.includes(key) || ['const', 'null', 'unknown'].includes(shapeOf(part, schema).kind)) return [];
    const value = find(key);
    const fits =
      value !== undefined && matches(part, schema, value) && same(value, maskSensitive(value, part, schema));
    return fits ? [[key, value]] : [];
  });
  return Object.fromEntries(entries);
}
