import { z } from 'zod';
import { jsonSchema } from '@/lib/base/shapes';

/** A workflow as the API describes it. */
export const workflowInfo = z
  .object({
    id: z.string(),
    title: z.string(),
    description: z.string().nullable(),
    inputSchema: jsonSchema
      .nullable()
      .meta({ description: 'The schema of a request’s `input`; null if anything is allowed.' }),
    resultSchema: jsonSchema.nullable(),
    humanSteps: z
      .array(z.object({ path: z.array(z.string()), title: z.string(), description: z.string().nullable() }))
      .meta({ description: 'The steps that can open tasks for people.' }),
  })
  .meta({ id: 'Workflow' });

export type WorkflowInfo = z.infer<typeof workflowInfo>;
