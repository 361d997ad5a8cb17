import { applicableNodes, itemSchemas, propertySchemas } from './applicable';
import { maskText } from './mask-text';
import { isSensitive } from './meta';
import type { Segment } from './paths';
import { type Json, type JsonSchema, isRecord } from './types';

export { maskText };

type Replace = () => Json | undefined;

/** Maps every `sensitive` part of a value; `replace` returns undefined to leave the part out. */
function mapSensitive(value: Json, schemas: readonly JsonSchema[], root: JsonSchema, replace: Replace): Json | undefined {
  const nodes = applicableNodes(schemas, root, value);
  if (nodes.some(isSensitive)) return value === null ? null : replace();
  if (Array.isArray(value)) return value.map((part, index) => mapSensitive(part, itemSchemas(nodes, index), root, replace) ?? null);
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).map(([key, part]) => [key, mapSensitive(part, propertySchemas(nodes, key), root, replace)] as const);
  return Object.fromEntries(entries.filter((entry): entry is readonly [string, Json] => entry[1] !== undefined));
}

/** The value with `••••` for every part its schema marks as sensitive; for all that leaves the server, and logs. */
export function maskSensitive(value: Json, schema: JsonSchema, root: JsonSchema = schema): Json {
  return mapSensitive(value, [schema], root, () => maskText) ?? null;
}

/** The value without its sensitive parts; for drafts kept in the browser. */
export function dropSensitive(value: Json, schema: JsonSchema): Json {
  return mapSensitive(value, [schema], schema, () => undefined) ?? null;
}

/**
 * What stands at a path where `maskSensitive` shows `••••`; undefined when nothing is hidden at just that path.
 */
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
