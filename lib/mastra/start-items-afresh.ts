import type { AnyWorkflow } from '@mastra/core/workflows';
import { nestedOf } from './steps';

const mended = new WeakSet<AnyWorkflow>();

/**
 * Makes the items of a `foreach` over a nested workflow begin by themselves when their turn comes while another item
 * takes its answer: @mastra/core 1.71 tells them to resume, with no answer and no step, and the run fails.
 * lib/mastra/shapes.test.ts shows it.
 */
export function startItemsAfresh(workflow: AnyWorkflow): void {
  for (const nested of nestedOf(workflow)) {
    startItemsAfresh(nested);
    if (mended.has(nested)) continue;
    mended.add(nested);
    const execute = nested.execute.bind(nested);
    nested.execute = (params) => {
      const { resume, ...begin } = params;
      // The desk always names the step that an answer is for.
      const nobodys = resume !== undefined && resume.steps.length === 0 && resume.resumePayload === undefined;
      return execute(nobodys ? begin : params);
    };
  }
}
