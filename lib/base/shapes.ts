import { z } from 'zod';
import { actorKinds, channels, runStatuses, taskStates } from '@/db/enums';
import type { Json } from '@/db/schema/json';
import { codeOf, errorCodes, reasons } from './reasons';

/** Shapes shared by API responses. Each `id` names the shape in the OpenAPI document. */
export const json: z.ZodType<Json> = z
  .lazy(() =>
    z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(json), z.record(z.string(), json)]),
  )
  .meta({ id: 'Json', description: 'Any JSON value.' });

export const jsonObject = z.record(z.string(), json);

export const jsonSchema = z
  .record(z.string(), json)
  .meta({ id: 'JsonSchema', description: 'A JSON Schema, draft 2020-12.' });

/** ISO 8601 in UTC. */
export const moment = z.iso.datetime();

/** A person as others see them: id and name. */
export const person = z.object({ id: z.string(), name: z.string() }).meta({ id: 'Person' });

/** Who did something. */
export const doer = z
  .object({ kind: z.enum(actorKinds), id: z.string(), name: z.string() })
  .meta({ id: 'Actor' });

/** How an action reached the desk. */
export const channel = z.enum(channels).meta({ id: 'Channel' });

export const runStatus = z.enum(runStatuses).meta({
  id: 'RunStatus',
  description: "Mastra's status, or `lost`: the snapshot is gone.",
});
export const taskState = z.enum(taskStates).meta({ id: 'TaskState' });
export const errorCode = z.enum(errorCodes).meta({ id: 'ErrorCode' });

const reasonsByCode = [...Map.groupBy(reasons, codeOf)].map(
  ([code, those]) => `\`${code}\`: ${those.map((reason) => `\`${reason}\``).join(', ')}`,
);
export const errorReason = z.enum(reasons).meta({
  id: 'ErrorReason',
  description: `The specific reason within its code. ${reasonsByCode.join('; ')}.`,
});

/** A page of a list; `nextCursor` is null on the last one. */
export const pageOf = <T extends z.ZodType>(items: T) =>
  z.object({
    items: z.array(items),
    nextCursor: z
      .string()
      .nullable()
      .meta({ description: 'Pass it as `cursor` to get the next page; null on the last page.' }),
  });
