import { z } from 'zod';
import type { Json } from '@/db/schema/json';

/** Shapes that answers share. Each `id` is the name of the shape in the API's document. */
export const json: z.ZodType<Json> = z
  .lazy(() => z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(json), z.record(z.string(), json)]))
  .meta({ id: 'Json', description: 'Any JSON value.' });

export const jsonObject = z.record(z.string(), json);

export const jsonSchema = z.record(z.string(), json).meta({ id: 'JsonSchema', description: 'A JSON Schema, draft 2020-12.' });

/** ISO 8601 in UTC. */
export const moment = z.iso.datetime();

/** A person as others see them. */
export const person = z.object({ id: z.string(), name: z.string() });

/** A page of a list: `nextCursor` is null on the last one. */
export const pageOf = <T extends z.ZodType>(items: T) => z.object({ items: z.array(items), nextCursor: z.string().nullable().meta({ description: 'Give it as `cursor` for the next page; null: this was the last one.' }) });
