import type { AnyWorkflow, SingleStepEntry, StepFlowEntry } from '@mastra/core/workflows';
import {
  mayAsk,
  needsApproval,
  partsOf,
  type AgentParts,
  type ToolLike,
} from '@/lib/mastra/authoring/agent-tools';
import { agentPolicyOf, type AnyAgent } from '@/lib/mastra/authoring/agent-policy';
import { needFaults, toolContextFaults } from './check-needs';
import { machineWaitOf } from '@/lib/mastra/authoring/machine-wait';
import { idOf, nestedOf, stepsOf } from '@/lib/mastra/authoring/steps';

const quoted = (names: string[]) => names.map((name) => `"${name}"`).join(', ');

/** The single-step entries within a graph entry, branches and loops opened. */
export function singleEntries(entry: StepFlowEntry): SingleStepEntry[] {
  switch (entry.type) {
    case 'parallel':
    case 'conditional':
      return entry.steps;
    case 'loop':
    case 'foreach':
      return [entry.step];
    case 'sleep':
    case 'sleepUntil':
      return [];
    default:
      return [entry];
  }
}

/**
 * Whether an agent's workspace tools may ask people. An approval given as a function counts, as it needs a
 * request to run.
 */
async function workspaceAsks({ agent }: AgentParts): Promise<boolean> {
  if (!agent.hasOwnWorkspace()) return false;
  const workspace = await agent.getWorkspace();
  const { requireApproval, ...each } = (workspace?.getToolsConfig() ?? {}) as Record<string, unknown>;
  return Boolean(
    requireApproval ||
    Object.values(each).some(
      (tool) => typeof tool === 'object' && tool !== null && needsApproval(tool as ToolLike),
    ),
  );
}

/** All the ways in which an agent or its sub-agents may ask people, as sentences. */
async function waysToAsk(agent: AnyAgent): Promise<string[]> {
  const ways: string[] = [];
  for (const parts of await partsOf(agent)) {
    const asking = Object.entries(parts.tools)
      .filter(([, tool]) => mayAsk(tool))
      .map(([name]) => name);
    const workflows = Object.entries(parts.workflows)
      .filter(([, workflow]) => stepsOf(workflow).some(({ human }) => human))
      .map(([name]) => name);
    if (asking.length > 0) ways.push(`the agent's tools ${quoted(asking)} ask people`);
    if (workflows.length > 0) ways.push(`the agent's workflows ${quoted(workflows)} ask people`);
    if (parts.options.requireToolApproval) ways.push('the agent has requireToolApproval');
    if (await workspaceAsks(parts)) ways.push('the tools of its workspace ask people');
  }
  return ways;
}

type Plain = { agent?: unknown; tool?: unknown; options?: { requireToolApproval?: unknown } | undefined };

/**
 * The agent or tool of a step made directly from it, even when the step was copied and no longer shows it.
 */
function plainPart(entry: SingleStepEntry): ({ kind: 'agent' | 'tool' } & Plain) | undefined {
  if (entry.type === 'agent') return { kind: 'agent', agent: entry.agent, options: entry.options };
  if (entry.type === 'tool') return { kind: 'tool', tool: entry.tool };
  if (entry.type !== 'step') return undefined;
  const { component, __agentRef, __toolRef } = entry.step as {
    component?: string;
    __agentRef?: unknown;
    __toolRef?: unknown;
  };
  if (component === 'AGENT') return { kind: 'agent', agent: __agentRef };
  return component === 'TOOL' ? { kind: 'tool', tool: __toolRef } : undefined;
}

async function plainAgentFaults(agent: AnyAgent, options: Plain['options']): Promise<string[]> {
  const ways = await waysToAsk(agent).catch((error: unknown) =>
    error instanceof Error ? [error.message] : [String(error)],
  );
  if (options?.requireToolApproval) ways.push('the step has requireToolApproval');
  if (ways.length > 0)
    return ways.map((way) => `${way}; make the step with agentStep(agent), so that they become tasks`);
  return (await Promise.all((await partsOf(agent)).map(needFaults))).flat();
}

/**
 * Faults of steps made directly from an agent or tool that asks people: the engine runs such a tool without
 * asking, and such an agent never ends, since nobody can answer it.
 * @returns each fault as `step "x": reason`
 */
export async function plainStepFaults(workflow: AnyWorkflow): Promise<string[]> {
  const faults = (await Promise.all(nestedOf(workflow).map(plainStepFaults))).flat();
  for (const entry of workflow.stepGraph.flatMap(singleEntries)) {
    const part = plainPart(entry);
    if (!part) continue;
    const id = idOf(entry);
    const found = part[part.kind];
    if (found === undefined || found === null)
      faults.push(
        `step "${id}": names ${part.kind === 'agent' ? 'an agent' : 'a tool'} that cannot be seen here; give createStep the ${part.kind} itself`,
      );
    else if (part.kind === 'agent')
      faults.push(
        ...(await plainAgentFaults(found as AnyAgent, part.options)).map((fault) => `step "${id}": ${fault}`),
      );
    else if (needsApproval(found as ToolLike))
      faults.push(
        `step "${id}": the tool needs approval, which the engine does not ask for when a tool is a step; put a step with humanTask before it, or give the tool to an agent of agentStep`,
      );
    else
      faults.push(
        ...(await toolContextFaults(id, found as ToolLike)).map((fault) => `step "${id}": ${fault}`),
      );
  }
  return faults;
}

/** Steps that may ask at the same time as others, nested workflows included. */
function severalAtOnce(workflow: AnyWorkflow): string[] {
  const asks = (id: string) => stepsOf(workflow).some(({ path, human }) => path[0] === id && human);
  return [
    ...workflow.stepGraph
      .filter(({ type }) => type === 'parallel' || type === 'conditional' || type === 'foreach')
      .flatMap(singleEntries)
      .map(idOf)
      .filter(asks),
    ...nestedOf(workflow).flatMap(severalAtOnce),
  ];
}

/**
 * Waits a workflow cannot have as an agent's tool: the agent takes one answer, from a person, to one
 * question.
 */
export function toolWorkflowFaults(workflow: AnyWorkflow): string[] {
  const waiting = stepsOf(workflow).flatMap(({ path, step }) => {
    const at = `step "${path.join('/')}"`;
    if (agentPolicyOf(step.metadata))
      return [`${at}: is an agentStep within a tool; give its agent to the agent as one of its agents`];
    return machineWaitOf(step.metadata)
      ? [`${at}: waits for a machine within a tool, where only people can be asked`]
      : [];
  });
  const several = severalAtOnce(workflow).map(
    (id) =>
      `step "${id}": asks within parallel, branch or foreach of a tool, where the questions could not be told apart; ask in a sequence`,
  );
  return [...waiting, ...several];
}
