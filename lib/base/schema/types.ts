import type { Json } from '@/db/schema/json';

export type { Json };

/** A JSON Schema (draft 2020-12) as zod, valibot and arktype write it. */
export type JsonSchema = boolean | SchemaNode;

/**
 * A schema object. Besides standard keywords it may carry display metadata, which zod's `.meta()` writes as
 * plain keys. Read those through the functions in `meta.ts`.
 */
export interface SchemaNode {
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  definitions?: Record<string, JsonSchema>;
  type?: string | readonly string[];
  title?: string;
  description?: string;
  default?: unknown;
  const?: unknown;
  enum?: readonly unknown[];
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number | boolean;
  exclusiveMaximum?: number | boolean;
  multipleOf?: number;
  properties?: Record<string, JsonSchema>;
  required?: readonly string[];
  additionalProperties?: JsonSchema;
  propertyNames?: JsonSchema;
  items?: JsonSchema | readonly JsonSchema[];
  prefixItems?: readonly JsonSchema[];
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  anyOf?: readonly JsonSchema[];
  oneOf?: readonly JsonSchema[];
  allOf?: readonly JsonSchema[];
  not?: JsonSchema;
  readOnly?: boolean;
  [keyword: string]: unknown;
}

export type JsonObject = { [key: string]: Json };

/** An object's own property; inherited ones (`constructor`) do not count. */
export const ownPart = <T>(object: { readonly [key: string]: T }, key: string): T | undefined =>
  Object.hasOwn(object, key) ? object[key] : undefined;

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const isJsonObject = (value: Json | undefined): value is JsonObject => isRecord(value);
