import { resolve } from './resolve';
import { shapeOf } from './shape';
import { type Json, type JsonObject, type JsonSchema, isRecord, ownPart } from './types';

/** Copies a value through JSON; undefined for what JSON cannot express (functions, undefined). */
export function toJson(value: unknown): Json | undefined {
  const text = JSON.stringify(value);
  return text === undefined ? undefined : JSON.parse(text);
}

/**
 * A form's initial value: the given value, completed with the schema's defaults in objects that exist anyway.
 * Undefined when there is neither.
 */
export function initialValue(
  schema: JsonSchema | undefined,
  root: JsonSchema,
  given?: unknown,
  depth = 0,
): Json | undefined {
  const { node } = resolve(schema, root);
  const start = given === undefined ? toJson(node.default) : toJson(given);
  const shape = shapeOf(schema, root);
  if (shape.kind !== 'object' || depth > 8 || (start !== undefined && !isRecord(start))) return start;
  const object: JsonObject = { ...start };
  for (const { key, schema: inner, node: innerNode } of shape.properties) {
    const isPart = shape.node.required?.includes(key) || innerNode.default !== undefined;
    const own = ownPart(object, key);
    const value = isPart || own !== undefined ? initialValue(inner, root, own, depth + 1) : undefined;
    if (value !== undefined) object[key] = value;
  }
  return start === undefined && Object.keys(object).length === 0 ? undefined : object;
}
