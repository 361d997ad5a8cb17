import { z } from 'zod';
import { reason, reasonInput } from '@/lib/desk/operators/inputs';

/** The input of each way back. */
export const rewindInputs = {
  decision: z.strictObject({
    reason: reason.meta({ description: 'Why the decision is reopened, in words.' }),
  }),
  failure: reasonInput,
  step: z.strictObject({
    step: z
      .array(z.string().min(1).max(200))
      .min(1)
      .max(20)
      .meta({ description: 'The path of the step to rewind to: step ids from outer to inner.' }),
    reason,
  }),
  journal: reasonInput,
};
