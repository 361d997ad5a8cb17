import { AsyncLocalStorage } from 'node:async_hooks';
import type { AnyWorkflow } from '@mastra/core/workflows';
import { nestedOf } from '@/lib/mastra/authoring/steps';

const inHand = new AsyncLocalStorage<number | undefined>();
const mended = new WeakSet<AnyWorkflow>();

const asksItems = (workflow: AnyWorkflow): boolean =>
  workflow.stepGraph.some((entry) => entry.type === 'foreach') || nestedOf(workflow).some(asksItems);

/**
 * The engine passes the index to a nested workflow's `execute`, which drops it when resuming the nested run.
 */
function mend(workflow: AnyWorkflow): void {
  if (mended.has(workflow)) return;
  mended.add(workflow);
  const execute = workflow.execute.bind(workflow);
  const createRun = workflow.createRun.bind(workflow);
  workflow.execute = (params) => inHand.run(params.resume?.forEachIndex, () => execute(params));
  workflow.createRun = async (options) => {
    const run = await createRun(options);
    const index = inHand.getStore();
    if (index === undefined) return run;
    const resume = run.resume.bind(run);
    run.resume = (params) => resume({ forEachIndex: index, ...params });
    return run;
  };
}

/**
 * Delivers an answer to the right item when its `foreach` is in a nested workflow: @mastra/core 1.71 loses
 * the index, and every item would get the answer. Shown by lib/mastra/shapes.test.ts.
 */
export function passForEachIndex(workflow: AnyWorkflow): void {
  for (const nested of nestedOf(workflow)) {
    if (asksItems(nested)) mend(nested);
    passForEachIndex(nested);
  }
}
