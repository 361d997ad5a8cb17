import { createStep, createWorkflow } from '@mastra/core/workflows';
import { z } from 'zod';

const text = z.object({ a: z.string() });

const gate = (id: string) =>
  createStep({
    id,
    inputSchema: text,
    outputSchema: text,
    suspendSchema: text,
    resumeSchema: z.object({ approved: z.boolean() }),
    execute: async ({ inputData, resumeData, suspend }) =>
      resumeData ? { a: `${inputData.a} ${id}:${resumeData.approved}` } : suspend(inputData),
  });

/**
 * Two questions, of which the second shows the answer to the first; shared by the desk and a team's own
 * program.
 */
export const sharedWorkflow = () =>
  createWorkflow({
    id: 'shared',
    inputSchema: text,
    outputSchema: text,
    options: { autoRestartActiveRuns: false },
  })
    .then(gate('first'))
    .then(gate('second'))
    .commit();
