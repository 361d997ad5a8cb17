import type { AnyWorkflow, StepFlowEntry } from '@mastra/core/workflows';
import { Workflow } from '@mastra/core/workflows';
import { humanize } from '@/lib/policies/outcomes';
import { agentPolicyOf } from './agent-policy';
import { humanTaskOf } from './human-task';
import { machineWaitOf } from './machine-wait';

/** The part of a Mastra step that the desk reads. */
export type StepDefinition = {
  id: string;
  description?: string | undefined;
  metadata?: Record<string, unknown> | undefined;
  resumeSchema?: unknown;
  suspendSchema?: unknown;
};

/** One step of a workflow, nested workflows opened; `path` holds the ids from outer to inner. */
export type StepNode = { path: string[]; title: string; human: boolean; step: StepDefinition };

/** Mastra keeps a nested workflow among the steps of its parent. */
export function nestedWorkflow(workflow: AnyWorkflow, stepId: string): AnyWorkflow | undefined {
  const step: unknown = workflow.steps[stepId];
  return step instanceof Workflow ? (step as AnyWorkflow) : undefined;
}

export const nestedOf = (workflow: AnyWorkflow): AnyWorkflow[] => Object.keys(workflow.steps).flatMap((id) => nestedWorkflow(workflow, id) ?? []);

function idsOf(entry: StepFlowEntry): string[] {
  switch (entry.type) {
    case 'step':
      return [entry.step.id];
    case 'agent':
    case 'tool':
    case 'classifier':
      return [entry.id];
    case 'parallel':
    case 'conditional':
      return entry.steps.flatMap((inner) => idsOf(inner));
    case 'loop':
    case 'foreach':
      return idsOf(entry.step);
    // Pauses and mappings are plumbing: nobody waits for them by name.
    case 'sleep':
    case 'sleepUntil':
    case 'mapping':
      return [];
  }
}

/** Whether a step is run once for each item of a list. */
export const isForeach = (workflow: AnyWorkflow, stepId: string): boolean => workflow.stepGraph.some((entry) => entry.type === 'foreach' && idsOf(entry).includes(stepId));

/** All steps of a workflow in the order of its graph. */
export function stepsOf(workflow: AnyWorkflow, prefix: string[] = []): StepNode[] {
  return workflow.stepGraph.flatMap(idsOf).flatMap((id) => {
    const path = [...prefix, id];
    const nested = nestedWorkflow(workflow, id);
    if (nested) return stepsOf(nested, path);
    const step: StepDefinition = workflow.steps[id] ?? { id };
    const human = !machineWaitOf(step.metadata) && Boolean(agentPolicyOf(step.metadata) || step.resumeSchema || step.suspendSchema || humanTaskOf(step.metadata));
    return [{ path, title: humanize(id), human, step }];
  });
}

/** The step at a path; undefined when the code has no such step (any more). */
export const stepAt = (workflow: AnyWorkflow, path: readonly string[]): StepNode | undefined =>
  stepsOf(workflow).find((node) => node.path.join('\0') === path.join('\0'));
