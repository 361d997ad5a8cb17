import type { AnyWorkflow } from '@mastra/core/workflows';

/** The workflows in the code, by id. `need` throws when the code does not have one. */
export type Workflows = { byId: ReadonlyMap<string, AnyWorkflow>; need: (workflowId: string) => AnyWorkflow };

export function registeredWorkflows(workflows: readonly AnyWorkflow[]): Workflows {
  const byId = new Map(workflows.map((workflow) => [workflow.id, workflow]));
  return {
    byId,
    need(workflowId) {
      const workflow = byId.get(workflowId);
      if (!workflow) throw new Error(`the code has no workflow "${workflowId}" any more`);
      return workflow;
    },
  };
}
