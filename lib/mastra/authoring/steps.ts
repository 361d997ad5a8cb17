import { humanize } from '@/lib/base/schema/label';
import type { AnyWorkflow, StepFlowEntry } from '@mastra/core/workflows';
import { Workflow } from '@mastra/core/workflows';
import { agentPolicyOf } from './agent-policy';
import { humanTaskOf } from './human-task';
import { machineWaitOf } from './machine-wait';

/** The part of a Mastra step the desk reads. */
export type StepDefinition = {
  id: string;
  description?: string | undefined;
  metadata?: Record<string, unknown> | undefined;
  inputSchema?: unknown;
  outputSchema?: unknown;
  resumeSchema?: unknown;
  suspendSchema?: unknown;
};

/** One step of a workflow, those of nested workflows included; `path` holds the ids from outer to inner. */
export type StepNode = { path: string[]; title: string; human: boolean; step: StepDefinition };

/** Mastra keeps a nested workflow among the steps of its parent. */
export function nestedWorkflow(workflow: AnyWorkflow, stepId: string): AnyWorkflow | undefined {
  const step: unknown = workflow.steps[stepId];
  return step instanceof Workflow ? (step as AnyWorkflow) : undefined;
}

export const nestedOf = (workflow: AnyWorkflow): AnyWorkflow[] =>
  Object.keys(workflow.steps).flatMap((id) => nestedWorkflow(workflow, id) ?? []);

/** The ids of the named steps in a graph entry. */
export function idsOf(entry: StepFlowEntry): string[] {
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
    // Pauses and mappings are plumbing: nobody refers to them by name.
    case 'sleep':
    case 'sleepUntil':
    case 'mapping':
      return [];
  }
}

/** The ids of all results a graph entry leaves in the snapshot, pauses and mappings included. */
export function entryIds(entry: StepFlowEntry): string[] {
  if (entry.type === 'sleep' || entry.type === 'sleepUntil' || entry.type === 'mapping') return [entry.id];
  if ('steps' in entry) return entry.steps.flatMap((inner) => entryIds(inner));
  return entry.type === 'loop' || entry.type === 'foreach' ? entryIds(entry.step) : idsOf(entry);
}

/** The id of a single-step entry; empty for an entry of several steps. */
export function idOf(entry: StepFlowEntry): string {
  return 'steps' in entry ? '' : (entryIds(entry)[0] ?? '');
}

/** Whether a step runs once for each item of a list. */
export const isForeach = (workflow: AnyWorkflow, stepId: string): boolean =>
  workflow.stepGraph.some((entry) => entry.type === 'foreach' && idsOf(entry).includes(stepId));

/** All steps of a workflow in the order of its graph. */
export function stepsOf(workflow: AnyWorkflow, prefix: string[] = []): StepNode[] {
  return workflow.stepGraph.flatMap(idsOf).flatMap((id) => {
    const path = [...prefix, id];
    const nested = nestedWorkflow(workflow, id);
    if (nested) return stepsOf(nested, path);
    const step: StepDefinition = workflow.steps[id] ?? { id };
    const human =
      !machineWaitOf(step.metadata) &&
      Boolean(
        agentPolicyOf(step.metadata) || step.resumeSchema || step.suspendSchema || humanTaskOf(step.metadata),
      );
    return [{ path, title: humanize(id), human, step }];
  });
}

/** The step at a path; undefined when the code does not have it. */
export const stepAt = (workflow: AnyWorkflow, path: readonly string[]): StepNode | undefined =>
  stepsOf(workflow).find((node) => node.path.join('\0') === path.join('\0'));

/** All steps of a workflow at and below one of its own. */
function opened(workflow: AnyWorkflow, id: string, prefix: string[]): StepNode[] {
  const path = [...prefix, id];
  return stepsOf(workflow, prefix).filter((node) => path.every((part, index) => node.path[index] === part));
}

/**
 * Where a run can be put back to, in graph order, with the steps that then run again: the place itself and
 * all after it, and of a branch all branches taken. `round`: the steps of its loop. A list is one place,
 * since all its items rerun.
 */
export function placesOf(
  workflow: AnyWorkflow,
  prefix: string[] = [],
  around: StepNode[] = [],
): { node: StepNode; again: StepNode[]; round: StepNode[] }[] {
  return workflow.stepGraph.flatMap((entry, index) => {
    const behind = workflow.stepGraph
      .slice(index + 1)
      .flatMap((later) => idsOf(later).flatMap((id) => opened(workflow, id, prefix)));
    return idsOf(entry).flatMap((id) => {
      const beside =
        entry.type === 'conditional'
          ? idsOf(entry)
              .filter((other) => other !== id)
              .flatMap((other) => opened(workflow, other, prefix))
          : [];
      const nested = nestedWorkflow(workflow, id);
      const path = [...prefix, id];
      const round = around.length === 0 && entry.type === 'loop' ? opened(workflow, id, prefix) : around;
      if (nested && entry.type !== 'foreach')
        return placesOf(nested, path, round).map(({ node, again, round: own }) => ({
          node,
          round: own,
          again: [...again, ...beside, ...behind],
        }));
      const own = opened(workflow, id, prefix);
      const node = nested
        ? { path, title: humanize(id), human: own.some(({ human }) => human), step: { id } }
        : own[0];
      return node ? [{ node, again: [...own, ...beside, ...behind], round }] : [];
    });
  });
}
