import { nameFaults } from './name-faults';
import { toJsonSchema } from './standard-schema';

/** What the desk cannot show, fill in or check of these schemas, by the side of each that it reads; in words. */
export const schemaFaults = (
  schemas: Record<string, [schema: unknown, side: 'input' | 'output']>,
): string[] =>
  Object.entries(schemas).flatMap(([name, [schema, side]]) => {
    try {
      return nameFaults(toJsonSchema(schema, side)).map((fault) => `${name}, ${fault}`);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return [`${name} has no JSON Schema: ${reason}`];
    }
  });
