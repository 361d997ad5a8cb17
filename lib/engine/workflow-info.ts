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
      .meta({ description: 'What the `input` of a request must fit; null: anything.' }),
    resultSchema: jsonSchema.nullable(),
    humanSteps: z
      .array(z.object({ path: z.array(z.string()), title: z.string(), description: z.string().nullable() }))
      .meta({ description: 'The steps that may ask people.' }),
  })
  .meta({ id: 'Workflow' });

export type WorkflowInfo = z.infer<typeof workflowInfo>;
