import { z } from 'zod';
import { channel, doer, json, moment } from '@/lib/base/shapes';

/** One event of the audit log, with the current titles of its run and task. */
export const auditEntry = z
  .object({
    seq: z.int(),
    verb: z.string(),
    at: moment,
    by: doer,
    channel,
    runId: z.string().nullable(),
    runTitle: z.string().nullable(),
    taskId: z.string().nullable(),
    taskTitle: z.string().nullable(),
    data: json,
    seal: z
      .string()
      .nullable()
      .meta({ description: 'The event’s seal in the chain; null until it is sealed.' }),
  })
  .meta({ id: 'AuditEntry' });

/** How far the log is sealed. `npm run audit:verify` checks whether the seals match. */
export const sealStatusShape = z
  .object({ head: z.object({ seq: z.int(), seal: z.string(), at: moment }).nullable(), unsealed: z.int() })
  .meta({ id: 'SealStatus' });

export type AuditEntry = z.infer<typeof auditEntry>;
export type SealStatus = z.infer<typeof sealStatusShape>;
