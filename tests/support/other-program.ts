import { Mastra } from '@mastra/core';
import { MastraCompositeStore } from '@mastra/core/storage';
import type { AnyWorkflow } from '@mastra/core/workflows';
import { WorkflowsLibSQL } from '@mastra/libsql';
import { onTestFinished } from 'vitest';
import { openClient } from '@/db/client';
import type { Json } from '@/db/schema/json';

/** Another Mastra program on a desk's snapshot store that knows nothing of the desk. */
export async function otherProgram(desk: { url: string }, workflows: Record<string, AnyWorkflow>) {
  const client = openClient({ url: desk.url.replace(/app\.db$/, 'workflows.db') });
  onTestFinished(() => client.close());
  const storage = new MastraCompositeStore({
    id: 'other',
    domains: { workflows: new WorkflowsLibSQL({ client }) },
  });
  await storage.init();
  const mastra = new Mastra({ storage, workflows, logger: false });
  return {
    /**
     * Starts a run and leaves it waiting.
     * @returns its id
     */
    async start(workflowId: string, inputData: Json, resourceId?: string): Promise<string> {
      const run = await mastra
        .getWorkflow(workflowId)
        .createRun(resourceId === undefined ? {} : { resourceId });
      await run.start({ inputData });
      return run.runId;
    },
    async resume(workflowId: string, runId: string, step: string, resumeData: Json): Promise<void> {
      const run = await mastra.getWorkflow(workflowId).createRun({ runId });
      await run.resume({ step, resumeData });
    },
  };
}
