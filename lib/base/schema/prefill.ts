import { maskSensitive } from './mask';
import { matches } from './match';
import { type Property, shapeOf } from './shape';
import { type Json, type JsonObject, type JsonSchema, isRecord, ownPart } from './types';

/** Where payloads put the content to approve, besides their own properties. */
const nests = ['content', 'draft'];

export type PrefillInput = {
  /** The schema of the answer. */
  schema: JsonSchema;
  payload: Json;
  /** The masked payload. */
  shown: Json;
  /** Properties we never fill in: the verdict, the reason. */
  skip: readonly string[];
};

/** The properties an answer may have; for a union, those of any variant. */
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
const only = <T>(all: readonly T[]): T | undefined => (all.length === 1 ? all[0] : undefined);

/**
 * Whether content is recognisable by structure alone: an object of two or more properties, all of them in the
 * schema, or a list of such objects.
 */
function isSuch(schema: JsonSchema, root: JsonSchema, value: Json): boolean {
  if (Array.isArray(value)) {
    const shape = shapeOf(schema, root);
    return (
      shape.kind === 'array' && value.length > 0 && value.every((each) => isSuch(shape.items, root, each))
    );
  }
  const keys = isRecord(value) ? Object.keys(value) : [];
  const known = new Set(propertiesOf(schema, root).map(({ key }) => key));
  return keys.length >= 2 && keys.every((key) => known.has(key)) && matches(schema, root, value);
}

type Found = { property: Property; path: readonly string[] };
const at = (value: Json, path: readonly string[]): Json | undefined =>
  path.reduce<Json | undefined>((part, key) => own(part, key), value);

/**
 * Content found by name: in the payload, in its `content` or `draft`, or in the one part that has every
 * required property.
 */
function byName(asked: readonly Property[], schema: JsonSchema, payload: Json): Found[] {
  const needed = asked.filter(({ required }) => required);
  const hasAll = (part: Json) =>
    isRecord(part) &&
    needed.every(({ key, schema: each }) => {
      const value = own(part, key);
      return value !== undefined && matches(each, schema, value);
    });
  const names = isRecord(payload) ? Object.keys(payload) : [];
  const whole =
    needed.length < 2 ? undefined : only(names.filter((name) => hasAll(own(payload, name) ?? null)));
  const places = [[], ...[...nests, ...(whole === undefined ? [] : [whole])].map((nest) => [nest])];
  return asked.flatMap((property) => {
    const place = places.find((nest) => own(at(payload, nest), property.key) !== undefined);
    return place ? [{ property, path: [...place, property.key] }] : [];
  });
}

/**
 * Content under another name, recognised by its structure; only if exactly one part and one property match.
 */
function byStructure(
  missing: readonly Property[],
  asked: readonly Property[],
  schema: JsonSchema,
  payload: Json,
): Found[] {
  const taken = new Set(asked.map(({ key }) => key));
  const names = (isRecord(payload) ? Object.keys(payload) : []).filter((name) => !taken.has(name));
  const wishes = missing.map((property) => {
    const fitting = names.filter((name) => isSuch(property.schema, schema, own(payload, name) ?? null));
    return { property, name: only(fitting) };
  });
  return wishes.flatMap(({ property, name }) =>
    name !== undefined && wishes.filter((wish) => wish.name === name).length === 1
      ? [{ property, path: [name] }]
      : [],
  );
}

/**
 * The parts of the evidence an answer starts with: properties of the same name and structure, or of another
 * name where the structure is unmistakable. Never anything sensitive on either side, nor a confirmation (a
 * constant), and properties only whole.
 */
export function prefill({ schema, payload, shown, skip }: PrefillInput): JsonObject {
  const asked = propertiesOf(schema).filter(
    ({ key, schema: part }) =>
      !skip.includes(key) && !['const', 'null', 'unknown'].includes(shapeOf(part, schema).kind),
  );
  const named = byName(asked, schema, payload);
  const missing = asked.filter((property) => !named.some((found) => found.property === property));
  const found = [...named, ...byStructure(missing, asked, schema, payload)];
  const entries = found.flatMap(({ property, path }): [string, Json][] => {
    const [value, safe] = [at(payload, path), at(shown, path)];
    if (value === undefined || safe === undefined || !same(value, safe)) return [];
    const fits =
      matches(property.schema, schema, value) && same(value, maskSensitive(value, property.schema, schema));
    return fits ? [[property.key, value]] : [];
  });
  return Object.fromEntries(entries);
}

const isEmpty = (value: Json | undefined) =>
  value === undefined ||
  value === null ||
  value === '' ||
  (typeof value === 'object' && Object.keys(value).length === 0);

function namesWithin(payload: Json, depth = 0): string[] {
  if (typeof payload !== 'object' || payload === null || depth > 8) return [];
  if (Array.isArray(payload)) return payload.flatMap((part) => namesWithin(part, depth + 1));
  const held = Object.entries(payload).filter(([, part]) => !isEmpty(part));
  return held.flatMap(([key, part]) => [key, ...namesWithin(part, depth + 1)]);
}

/** The names in a schema under which the evidence has a value, at any depth. */
export function heldNames(payload: Json, schema: JsonSchema | null): string[] {
  const text = JSON.stringify(schema);
  return [...new Set(namesWithin(payload))].filter((name) => text.includes(`${JSON.stringify(name)}:`));
}
