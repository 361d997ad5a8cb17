import { applicableNodes, itemSchemas, propertySchemas } from './applicable';
import { maskText } from './mask-text';
import { isSensitive } from './meta';
import type { Segment } from './paths';
import { type Json, type JsonSchema, isRecord } from './types';

/** The schema of data we know nothing about: all of it is masked. */
export const hiddenSchema = { sensitive: true };

type Replace = (part: Json, name: string) => Json | undefined;

/**
 * Maps every `sensitive` part of a value. `replace` gets the part and its property's name; undefined removes
 * the part.
 */
function mapSensitive(
  value: Json,
  schemas: readonly JsonSchema[],
  root: JsonSchema,
  replace: Replace,
  name = '',
): Json | undefined {
  const nodes = applicableNodes(schemas, root, value);
  if (nodes.some(isSensitive)) return value === null ? null : replace(value, name);
  if (Array.isArray(value))
    return value.map(
      (part, index) => mapSensitive(part, itemSchemas(nodes, index), root, replace, name) ?? null,
    );
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(
    ([key, part]) => [key, mapSensitive(part, propertySchemas(nodes, key), root, replace, key)] as const,
  );
  return Object.fromEntries(
    entries.filter((entry): entry is readonly [string, Json] => entry[1] !== undefined),
  );
}

/**
 * The value with `••••` for every part its schema marks as sensitive. For everything that leaves the server,
 * and for logs.
 */
export function maskSensitive(value: Json, schema: JsonSchema, root: JsonSchema = schema): Json {
  return mapSensitive(value, [schema], root, () => maskText) ?? null;
}

/** The value masked by several schemas: a part that any of them marks as sensitive is hidden. */
export const maskBy = (value: Json, schemas: readonly (JsonSchema | null | undefined)[]): Json =>
  schemas.reduce<Json>(
    (masked, schema) => (schema === null || schema === undefined ? masked : maskSensitive(masked, schema)),
    value,
  );

/** Whether a schema marks the whole value as sensitive, whatever the value is. */
export const isHidden = (schema: JsonSchema, root: JsonSchema = schema): boolean =>
  applicableNodes([schema], root, undefined).some(isSensitive);

/** The value without its sensitive parts, for drafts kept in the browser. */
export function dropSensitive(value: Json, schema: JsonSchema): Json {
  return mapSensitive(value, [schema], schema, () => undefined) ?? null;
}

/** Every sensitive part of a value, with the name of its property; `name` is that of the whole value. */
export function sensitiveParts(
  value: Json,
  schema: JsonSchema,
  name: string,
): { name: string; part: Json }[] {
  const found: { name: string; part: Json }[] = [];
  const note: Replace = (part, property) => {
    found.push({ name: property, part });
    return maskText;
  };
  mapSensitive(value, [schema], schema, note, name);
  return found;
}

/** The value at a path where `maskSensitive` shows `••••`; undefined when nothing is hidden exactly there. */
export function hiddenValue(value: Json, schema: JsonSchema, path: readonly Segment[]): Json | undefined {
  let at: Json | undefined = value;
  let schemas: JsonSchema[] = [schema];
  for (let depth = 0; at !== undefined; depth++) {
    const nodes = applicableNodes(schemas, schema, at);
    const segment = path[depth];
    if (nodes.some(isSensitive)) return segment === undefined && at !== null ? at : undefined;
    if (segment === undefined) return undefined;
    if (typeof segment === 'number' && Array.isArray(at)) {
      at = at[segment];
      schemas = itemSchemas(nodes, segment);
    } else if (typeof segment === 'string' && isRecord(at)) {
      at = Object.hasOwn(at, segment) ? (at as Record<string, Json>)[segment] : undefined;
      schemas = propertySchemas(nodes, segment);
    } else return undefined;
  }
  return undefined;
}
