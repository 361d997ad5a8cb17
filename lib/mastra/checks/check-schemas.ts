import { unresolvedIn } from '@/lib/base/schema/references';
import { nameFaults } from '@/lib/mastra/authoring/name-faults';
import { toJsonSchema } from '@/lib/mastra/authoring/standard-schema';

/**
 * What the desk cannot show, fill in or check in these schemas, one sentence each.
 * @param schemas by name, with the side the desk reads
 */
export const schemaFaults = (
  schemas: Record<string, [schema: unknown, side: 'input' | 'output']>,
): string[] =>
  Object.entries(schemas).flatMap(([name, [schema, side]]) => {
    try {
      const json = toJsonSchema(schema, side);
      return [
        ...nameFaults(json).map((fault) => `${name}, ${fault}`),
        ...unresolvedIn(json ?? true).map(
          (reference) => `${name} refers to "${reference}", which cannot be looked up in it`,
        ),
      ];
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return [`${name} has no JSON Schema: ${reason}`];
    }
  });
