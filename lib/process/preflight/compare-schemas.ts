import { isJsonObject, ownPart } from '@/lib/base/schema/types';
import canonicalize from 'canonicalize';
import type { Json, StoredSchema } from '@/db/schema/json';

/** How many of the answers that the old schema allows the new one accepts: all, some (or unknown), none. */
type Fit = 'all' | 'some' | 'none';
export type Comparison = { fit: Fit; reasons: string[] };

const handled = [
  'type',
  'enum',
  'const',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'minItems',
  'maxItems',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'anyOf',
  'oneOf',
];
/** Rules whose change is reported without judging its effect. */
const opaque = [
  'pattern',
  'format',
  'multipleOf',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'uniqueItems',
  'prefixItems',
  'contains',
  'allOf',
  'not',
  'if',
  'then',
  'else',
  '$ref',
  '$defs',
  'patternProperties',
  'propertyNames',
  'minProperties',
  'maxProperties',
  'dependentRequired',
  'dependentSchemas',
  'unevaluatedProperties',
  'unevaluatedItems',
];
const rules = new Set([...handled, ...opaque]);

const same = (a: Json | undefined, b: Json | undefined) => canonicalize(a) === canonicalize(b);
const list = (value: Json | undefined): Json[] => (Array.isArray(value) ? value : []);
const number = (value: Json | undefined, otherwise: number) =>
  typeof value === 'number' ? value : otherwise;
const mapped = (schemas: StoredSchema) =>
  Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      isJsonObject(schema) ? onlyRules(schema) : schema,
    ]),
  );

/** A schema without titles, hints and other texts: only the rules that decide which values fit. */
function onlyRules(schema: StoredSchema): StoredSchema {
  const entries = Object.entries(schema).filter(([key]) => rules.has(key));
  return Object.fromEntries(
    entries.map(([key, value]): [string, Json] => {
      if ((key === 'properties' || key === '$defs' || key === 'patternProperties') && isJsonObject(value))
        return [key, mapped(value)];
      if (key === 'required') return [key, list(value).map(String).toSorted()];
      if (key === 'enum' || key === 'const') return [key, value];
      if (Array.isArray(value)) return [key, value.map((one) => (isJsonObject(one) ? onlyRules(one) : one))];
      return [key, isJsonObject(value) ? onlyRules(value) : value];
    }),
  );
}

const worst = (fits: Fit[]): Fit => (fits.includes('none') ? 'none' : fits.includes('some') ? 'some' : 'all');
const all: Comparison = { fit: 'all', reasons: [] };
const at = (path: string) => (path === '' ? 'the answer' : `“${path}”`);

/** The alternatives of a schema: a union's variants, or one for each listed type and value. */
function alternatives(schema: StoredSchema): StoredSchema[] {
  const { anyOf, oneOf, type, enum: values, ...rest } = schema;
  const union = [...list(anyOf), ...list(oneOf)].filter(isJsonObject);
  if (union.length > 0)
    return union.flatMap((one) => alternatives({ ...(type === undefined ? {} : { type }), ...rest, ...one }));
  if (Array.isArray(values)) return values.map((value) => ({ const: value }));
  if (Array.isArray(type)) return type.flatMap((one) => alternatives({ ...rest, type: one }));
  return type === 'boolean' && !('const' in schema) ? [{ const: true }, { const: false }] : [schema];
}

const typeOf = (schema: StoredSchema): Json | undefined => {
  if (!('const' in schema)) return schema.type;
  const value = schema.const;
  return value === null
    ? 'null'
    : Array.isArray(value)
      ? 'array'
      : Number.isInteger(value)
        ? 'integer'
        : typeof value;
};

/** Where `before` allows [min, max] and `after` another range. */
function range(
  before: StoredSchema,
  after: StoredSchema,
  [min, max]: [string, string],
  path: string,
  what: string,
): Comparison {
  const [low, high] = [number(before[min], -Infinity), number(before[max], Infinity)];
  const [newLow, newHigh] = [number(after[min], -Infinity), number(after[max], Infinity)];
  if (newLow <= low && newHigh >= high) return all;
  const limits = [
    ...(newLow > low ? [`at least ${newLow}`] : []),
    ...(newHigh < high ? [`at most ${newHigh}`] : []),
  ];
  return {
    fit: newLow > high || newHigh < low ? 'none' : 'some',
    reasons: [`${at(path)} must ${what} ${limits.join(' and ')}`],
  };
}

function objects(before: StoredSchema, after: StoredSchema, path: string): Comparison {
  const [old, now] = [before.properties, after.properties].map((one) => (isJsonObject(one) ? one : {})) as [
    StoredSchema,
    StoredSchema,
  ];
  const [given, needed] = [new Set(list(before.required)), new Set(list(after.required))];
  const below = (key: string) => (path === '' ? key : `${path}.${key}`);
  const parts = Object.keys({ ...old, ...now }).map((key): Comparison => {
    if (!(key in old))
      return needed.has(key)
        ? { fit: 'none', reasons: [`${at(below(key))} is needed, which was not asked for`] }
        : all;
    if (!(key in now)) {
      if (after.additionalProperties !== false)
        return { fit: 'all', reasons: [`${at(below(key))} is not used any more`] };
      return { fit: given.has(key) ? 'none' : 'some', reasons: [`${at(below(key))} is not taken any more`] };
    }
    const inner = compare(
      isJsonObject(old[key]) ? old[key] : {},
      isJsonObject(now[key]) ? now[key] : {},
      below(key),
    );
    if (inner.fit === 'none' && !given.has(key) && !needed.has(key)) return { ...inner, fit: 'some' };
    if (!needed.has(key) || given.has(key)) return inner;
    return {
      fit: worst([inner.fit, 'some']),
      reasons: [...inner.reasons, `${at(below(key))} must be filled in`],
    };
  });
  const others =
    isJsonObject(after.additionalProperties) &&
    !same(before.additionalProperties, after.additionalProperties);
  return merge([
    ...parts,
    ...(others ? [{ fit: 'some' as const, reasons: [`${at(path)} has other rules`] }] : []),
  ]);
}

const merge = (parts: Comparison[]): Comparison => ({
  fit: worst(parts.map(({ fit }) => fit)),
  reasons: parts.flatMap(({ reasons }) => reasons),
});

function arrays(before: StoredSchema, after: StoredSchema, path: string): Comparison {
  const items = compare(
    isJsonObject(before.items) ? before.items : {},
    isJsonObject(after.items) ? after.items : {},
    `${path}[]`,
  );
  const mayBeEmpty = number(before.minItems, 0) === 0 && number(after.minItems, 0) === 0;
  return merge([
    items.fit === 'none' && mayBeEmpty ? { ...items, fit: 'some' } : items,
    range(before, after, ['minItems', 'maxItems'], path, 'have'),
  ]);
}

/** Checks a value of the old question against a rule of the new one that does not list values. */
function single(value: Json, after: StoredSchema): Fit {
  if (typeof value === 'number')
    return number(after.minimum, -Infinity) <= value && value <= number(after.maximum, Infinity)
      ? 'all'
      : 'none';
  if (typeof value === 'string')
    return number(after.minLength, 0) <= value.length && value.length <= number(after.maxLength, Infinity)
      ? 'all'
      : 'none';
  return value === null || typeof value === 'boolean' ? 'all' : 'some';
}

function weigh(before: StoredSchema, after: StoredSchema, path: string): Comparison {
  if (same(before, after) || Object.keys(after).length === 0) return all;
  const [old, now] = [typeOf(before), typeOf(after)];
  if (old === undefined || now === undefined)
    return { fit: 'some', reasons: [`${at(path)} has rules that cannot be compared`] };
  if (old !== now && !(old === 'integer' && now === 'number')) {
    return {
      fit: old === 'number' && now === 'integer' ? 'some' : 'none',
      reasons: [`${at(path)} must be ${now} instead of ${old}`],
    };
  }
  const unclear = opaque.some((key) => key in after && !same(before[key], after[key]))
    ? [{ fit: 'some' as const, reasons: [`${at(path)} has other rules`] }]
    : [];
  if ('const' in before) {
    const fit =
      'const' in after
        ? same(before.const, after.const)
          ? 'all'
          : 'none'
        : single(before.const ?? null, after);
    return merge([
      { fit, reasons: fit === 'all' ? [] : [`${at(path)} may not be ${JSON.stringify(before.const)}`] },
      ...unclear,
    ]);
  }
  if ('const' in after) return { fit: 'some', reasons: [`${at(path)} must be one of certain values`] };
  if (now === 'object') return merge([objects(before, after, path), ...unclear]);
  if (now === 'array') return merge([arrays(before, after, path), ...unclear]);
  if (now === 'string')
    return merge([
      range(before, after, ['minLength', 'maxLength'], path, 'have, in characters,'),
      ...unclear,
    ]);
  return merge([range(before, after, ['minimum', 'maximum'], path, 'be'), ...unclear]);
}

const rank = { all: 0, some: 1, none: 2 } as const;

/**
 * Whether values that fit `before` still fit `after`, by their JSON Schemas (2020-12), with each obstacle in
 * words. Rules it cannot judge count as `some`.
 */
export function compare(before: StoredSchema, after: StoredSchema, path = ''): Comparison {
  const [old, now] = [onlyRules(before), onlyRules(after)];
  if (same(old, now) || Object.keys(now).length === 0) return all;
  const targets = alternatives(now);
  const results = alternatives(old).map(
    (option) =>
      targets.map((target) => weigh(option, target, path)).toSorted((a, b) => rank[a.fit] - rank[b.fit])[0] ??
      all,
  );
  const fits = new Set(results.map(({ fit }) => fit));
  const fit = fits.size === 1 ? results[0]!.fit : 'some';
  return { fit, reasons: [...new Set(results.flatMap(({ reasons }) => reasons))] };
}

/**
 * What would happen to a fixed value, such as a button's preset: accepted, refused, or dropped because nobody
 * reads it.
 */
export function presetFate(
  preset: { [key: string]: Json },
  after: StoredSchema | null,
): 'taken' | 'refused' | 'dropped' {
  if (!after) return 'taken';
  const options = alternatives(onlyRules(after)).filter((option) => isJsonObject(option.properties));
  if (options.length === 0)
    return Object.keys(preset).length === 0 || Object.keys(onlyRules(after)).length === 0
      ? 'taken'
      : 'refused';
  const fates = options.map((option) => {
    const known = option.properties as StoredSchema;
    const parts = Object.entries(preset).map(([key, value]) => {
      const property = ownPart(known, key);
      if (property === undefined)
        return option.additionalProperties === false
          ? 'refused'
          : isJsonObject(option.additionalProperties)
            ? 'taken'
            : 'dropped';
      return isJsonObject(property) && compare({ const: value }, property).fit === 'none'
        ? 'refused'
        : 'taken';
    });
    return parts.includes('refused') ? 'refused' : parts.includes('dropped') ? 'dropped' : 'taken';
  });
  return fates.includes('taken') ? 'taken' : fates.includes('dropped') ? 'dropped' : 'refused';
}
