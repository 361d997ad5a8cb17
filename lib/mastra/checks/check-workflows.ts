import type { AnyWorkflow } from '@mastra/core/workflows';
import { printPath } from '@/lib/base/schema/paths';
import { plainMessage } from '@/lib/base/schema/plain-message';
import { agentPolicyOf, type AnyAgent } from '@/lib/mastra/authoring/agent-policy';
import { partsOf } from '@/lib/mastra/authoring/agent-tools';
import { agentStepFaults } from './check-agent';
import { plainStepFaults, singleEntries } from './check-asking';
import { drivableFaults } from './check-drivable';
import { memoryFaults } from './check-needs';
import { expiryFaults, policyFaults } from './check-policy';
import { schemaFaults } from './check-schemas';
import { humanTaskOf } from '@/lib/mastra/authoring/human-task';
import { machineWaitOf, machineWaitSchema } from '@/lib/mastra/authoring/machine-wait';
import { idOf, isForeach, nestedWorkflow, stepsOf, type StepNode } from '@/lib/mastra/authoring/steps';
import { WorkflowError } from '@/lib/mastra/authoring/workflow-error';

async function waitFaults(step: StepNode['step']): Promise<string[]> {
  const wait = machineWaitOf(step.metadata);
  if (!wait) return [];
  if (humanTaskOf(step.metadata)) return ['has both humanTask and machineWait'];
  const parsed = machineWaitSchema.safeParse(wait);
  if (!parsed.success)
    return parsed.error.issues.map((issue) => `machineWait ${printPath(issue.path)}: ${plainMessage(issue)}`);
  return expiryFaults(step.resumeSchema, parsed.data.onExpiry);
}

/**
 * A suspension has only one index, so a list inside the items of another list could not say which item asks.
 */
function listFaults(workflow: AnyWorkflow, path: string[] = [], within: string | null = null): string[] {
  return workflow.stepGraph.flatMap(singleEntries).flatMap((entry) => {
    const id = idOf(entry);
    const list = isForeach(workflow, id);
    const here = [...path, id];
    const own =
      list && within
        ? [
            `step "${here.join('/')}": is a foreach within the items of the foreach "${within}", whose questions could not be told apart; ask in the outer one, or in a loop`,
          ]
        : [];
    const nested = nestedWorkflow(workflow, id);
    return [...own, ...(nested ? listFaults(nested, here, list ? here.join('/') : within) : [])];
  });
}

async function stepFaults(step: StepNode['step']): Promise<string[]> {
  const schemas = schemaFaults({
    resumeSchema: [step.resumeSchema, 'input'],
    suspendSchema: [step.suspendSchema, 'output'],
  });
  if (schemas.length > 0) return schemas;
  return [
    ...(machineWaitOf(step.metadata) || agentPolicyOf(step.metadata)
      ? []
      : await policyFaults(humanTaskOf(step.metadata) ?? {}, step.resumeSchema)),
    ...(await waitFaults(step)),
    ...(await agentStepFaults(step, workflowFaults)),
  ];
}

/** Everything wrong with one workflow, one sentence each, starting with the step if there is one. */
async function workflowFaults(workflow: AnyWorkflow): Promise<string[]> {
  const undrivable = await drivableFaults(workflow);
  if (undrivable.length > 0) return undrivable;
  const faults = [
    ...(workflow.committed ? [] : ['is not committed; end it with .commit()']),
    ...schemaFaults({
      inputSchema: [workflow.inputSchema, 'input'],
      outputSchema: [workflow.outputSchema, 'output'],
    }),
    ...(await plainStepFaults(workflow)),
    ...listFaults(workflow),
  ];
  for (const { path, step } of stepsOf(workflow)) {
    const found = await stepFaults(step);
    faults.push(...found.map((fault) => `step "${path.join('/')}": ${fault}`));
  }
  return faults;
}

/** Problems of agents that steps look up; how a step calls them is not checked. */
async function lookedUpFaults(agents: Record<string, AnyAgent>): Promise<string[]> {
  const parts = await Promise.all(Object.values(agents).map((agent) => partsOf(agent)));
  return (await Promise.all(parts.flat().map(memoryFaults))).flat();
}

/**
 * Checks every registered workflow, and the agents that steps look up, before the first request is served.
 * @throws WorkflowError with all mistakes, each as `workflow "x", step "y": reason`
 */
export async function checkWorkflows(
  workflows: Record<string, AnyWorkflow>,
  lookedUp: Record<string, AnyAgent> = {},
): Promise<void> {
  const ids = Object.values(workflows).map(({ id }) => id);
  const faults = [...new Set(ids.filter((id, index) => ids.indexOf(id) < index))].map(
    (id) => `workflow "${id}": two workflows have this id; give one of them another`,
  );
  for (const workflow of Object.values(workflows)) {
    const found = await workflowFaults(workflow);
    faults.push(
      ...found.map((fault) => `workflow "${workflow.id}"${fault.startsWith('step ') ? ',' : ':'} ${fault}`),
    );
  }
  faults.push(...(await lookedUpFaults(lookedUp)));
  if (faults.length > 0) throw new WorkflowError(faults.join('\n'));
}
