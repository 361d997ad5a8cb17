import type { RequestContext } from '@mastra/core/request-context';
import type { AnyWorkflow } from '@mastra/core/workflows';
import { z } from 'zod';
import { noteLostData } from '@/lib/journal/note-lost-data';
import { jsonLosses } from '@/lib/base/schema/json-losses';
import { stepsOf, type StepDefinition } from '@/lib/mastra/authoring/steps';

type Suspend = (payload?: unknown, options?: unknown) => unknown;
type Execute = (params: { suspend: Suspend; requestContext?: RequestContext }) => unknown;

const mended = new WeakSet<StepDefinition>();

const runIdOf = (context: RequestContext | undefined): string | undefined =>
  z.object({ runId: z.string() }).safeParse(context?.get('countersign')).data?.runId;

function mend(step: StepDefinition & { execute?: Execute }, path: string): void {
  if (mended.has(step) || !step.execute) return;
  mended.add(step);
  const execute = step.execute;
  step.execute = async (params) => {
    const output = await execute({
      ...params,
      suspend: (payload, options) => {
        const [loss] = jsonLosses(payload);
        if (loss)
          throw new Error(
            `The payload of suspend() cannot be kept: ${loss.path || 'it'} ${loss.what}. People would decide on less than the step asked about.`,
          );
        return params.suspend(payload, options);
      },
    });
    const losses = jsonLosses(output);
    const runId = runIdOf(params.requestContext);
    if (losses.length > 0 && runId !== undefined) await noteLostData(runId, path, losses);
    return output;
  };
}

/**
 * Reports data that a snapshot cannot store: @mastra/libsql 1.23 silently drops functions and circular
 * values, empties Maps and Errors, and turns BigInt into text. For a question the step fails; for an output,
 * whose work is already done, operators get a finding. Shown by lib/mastra/mends/keep-data.test.ts.
 */
export function keepData(workflow: AnyWorkflow): void {
  for (const { step, path } of stepsOf(workflow)) mend(step, path.join('/'));
}
