import { variantOf } from './match';
import { isSensitive } from './meta';
import { shapeOf } from './shape';
import { type Json, type JsonObject, type JsonSchema, isRecord } from './types';

export const maskText = '••••';

/** Maps every `sensitive` part of a value; `replace` returns undefined to leave the part out. */
function mapSensitive(
  value: Json,
  schema: JsonSchema,
  root: JsonSchema,
  replace: () => Json | undefined,
): Json | undefined {
  const shape = shapeOf(schema, root);
  if (isSensitive(shape.node)) return value === null ? null : replace();
  const inner = (part: Json, partSchema: JsonSchema) => mapSensitive(part, partSchema, root, replace);
  if (shape.kind === 'union') {
    const fitting = shape.variants[variantOf(shape, root, value) ?? -1];
    // A value that fits no variant is masked by all of them.
    const variants = fitting ? [fitting] : shape.variants;
    return variants.reduce<Json | undefined>(
      (masked, variant) => (masked === undefined ? undefined : inner(masked, variant.schema)),
      value,
    );
  }
  if (Array.isArray(value)) {
    const schemaAt = (index: number): JsonSchema =>
      shape.kind === 'array' ? shape.items : shape.kind === 'tuple' ? (shape.items[index] ?? shape.rest ?? true) : true;
    return value.map((part, index) => inner(part, schemaAt(index)) ?? null);
  }
  if (!isRecord(value)) return value;
  const known = new Map(shape.kind === 'object' ? shape.properties.map(({ key, schema: own }) => [key, own]) : []);
  const rest = shape.kind === 'record' ? shape.values : shape.kind === 'object' ? (shape.additional ?? true) : true;
  const object: JsonObject = {};
  for (const [key, part] of Object.entries(value)) {
    const mapped = inner(part, known.get(key) ?? rest);
    if (mapped !== undefined) object[key] = mapped;
  }
  return object;
}

/** The value with `••••` for every part its schema marks as sensitive; for lists, logs and messages. */
export function maskSensitive(value: Json, schema: JsonSchema, root: JsonSchema = schema): Json {
  return mapSensitive(value, schema, root, () => maskText) ?? null;
}

/** The value without its sensitive parts; for drafts kept in the browser. */
export function dropSensitive(value: Json, schema: JsonSchema): Json {
  return mapSensitive(value, schema, schema, () => undefined) ?? null;
}
