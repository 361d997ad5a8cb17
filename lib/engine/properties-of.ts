import { isRecord, type JsonSchema } from '@/lib/base/schema/types';

/** The properties that a schema lists itself; none when it is not an object schema. */
export const schemaProperties = (schema: JsonSchema | null): Record<string, JsonSchema> =>
  isRecord(schema) && isRecord(schema.properties) ? (schema.properties as Record<string, JsonSchema>) : {};
