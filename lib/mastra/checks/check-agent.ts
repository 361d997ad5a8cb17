import type { AnyWorkflow } from '@mastra/core/workflows';
import { printPath } from '@/lib/base/schema/paths';
import { plainMessage } from '@/lib/base/schema/plain-message';
import { agentPolicyOf, type AgentPolicy } from '@/lib/mastra/authoring/agent-policy';
import { needsApproval, partsOf, type AgentParts, type ToolLike } from '@/lib/mastra/authoring/agent-tools';
import { toolWorkflowFaults } from './check-asking';
import { needFaults } from './check-needs';
import { policyFaults } from './check-policy';
import { schemaFaults } from './check-schemas';
import { humanTaskSchema } from '@/lib/mastra/authoring/human-task';
import type { StepDefinition } from '@/lib/mastra/authoring/steps';
import { approval } from '@/lib/mastra/questions/tool-call';

/**
 * Faults in the rules for tools. Where all tools are known, a rule for another name is a fault: it would be
 * silently ignored.
 */
function ruleFaults({ approvals, tools = {} }: AgentPolicy, parts: AgentParts[]): string[] {
  const known = parts.flatMap(({ tools: own, workflows }) => [
    ...Object.keys(own),
    ...Object.keys(workflows),
  ]);
  const handing = parts.flatMap(({ via }) => via.slice(-1));
  const unknown = parts.some(({ open }) => open)
    ? []
    : Object.keys(tools).filter((name) => ![...known, ...handing].includes(name));
  const rules = { ...(approvals ? { approvals } : {}), ...tools };
  return [
    ...unknown.map((name) => `tools names "${name}"; the agent has ${known.join(', ') || 'none'}`),
    ...Object.entries(rules).flatMap(([name, rule]) =>
      (humanTaskSchema.safeParse(rule).error?.issues ?? []).map(
        (issue) => `${name} ${printPath(issue.path)}: ${plainMessage(issue)}`,
      ),
    ),
  ];
}

/** The schemas of the answers a tool may need: its approval, and its own question. */
const answersTo = (tool: ToolLike): unknown[] => [
  ...(needsApproval(tool) ? [approval] : []),
  ...(tool.resumeSchema ? [tool.resumeSchema] : []),
];

/** Rules whose buttons or times do not fit what their tools ask. */
async function fitFaults({ approvals, tools = {} }: AgentPolicy, parts: AgentParts[]): Promise<string[]> {
  const about = parts.flatMap(({ tools: own }) =>
    Object.entries(own).flatMap(([name, tool]) => {
      const rule = Object.hasOwn(tools, name) ? tools[name] : approvals;
      return rule ? answersTo(tool).map((answer) => ({ name, rule, answer })) : [];
    }),
  );
  const found = await Promise.all(
    about.map(async ({ name, rule, answer }) =>
      (await policyFaults(rule, answer)).map((fault) => `the rule for the tool "${name}": ${fault}`),
    ),
  );
  return [...new Set(found.flat())];
}

type ProviderTool = { type?: string; args?: { requireApproval?: unknown; require_approval?: unknown } };

/**
 * Tools run by the model's provider ask through a channel that ends here, so nobody would see the question.
 */
function providerFaults(name: string, tool: ToolLike): string[] {
  const { type, args } = tool as ProviderTool;
  const asks = args?.requireApproval ?? args?.require_approval;
  return type?.startsWith('provider') && asks !== undefined && asks !== 'never'
    ? [`the tool "${name}" is run by the model's provider, whose approvals do not reach the desk`]
    : [];
}

/** The arguments shown and the answers given must have a JSON Schema. */
const toolSchemaFaults = (name: string, tool: ToolLike): string[] =>
  needsApproval(tool) || tool.suspendSchema || tool.resumeSchema
    ? schemaFaults({
        inputSchema: [tool.inputSchema ?? tool.parameters, 'input'],
        suspendSchema: [tool.suspendSchema, 'output'],
        resumeSchema: [tool.resumeSchema, 'input'],
      }).map((fault) => `the tool "${name}": ${fault}`)
    : [];

function optionFaults({ agent, options }: AgentParts): string[] {
  return [
    ...((agent as { agent?: unknown }).agent
      ? [`the agent "${agent.id}" is a durable agent, which drives its own runs; give a plain one`]
      : []),
    ...(options.autoResumeSuspendedTools
      ? [
          `the agent "${agent.id}" has autoResumeSuspendedTools, by which the model answers what people are asked; take it away`,
        ]
      : []),
    ...(Object.keys(options.clientTools ?? {}).length > 0
      ? [`the agent "${agent.id}" has clientTools, which run in a browser; there is none here: use tools`]
      : []),
  ];
}

/**
 * What is wrong with the agent of an `agentStep`, its sub-agents, their tools, and the rules for them.
 * @param check finds the faults of a workflow that an agent has as a tool
 */
export async function agentStepFaults(
  { metadata }: StepDefinition,
  check: (workflow: AnyWorkflow) => Promise<string[]>,
): Promise<string[]> {
  const policy = agentPolicyOf(metadata);
  if (!policy) return [];
  let parts: AgentParts[];
  try {
    parts = await partsOf(policy.agent);
  } catch (error) {
    return [
      `${(error as Error).message}; at boot it is called with a request context of nobody, and has to work with it`,
    ];
  }
  const faults: string[] = [];
  for (const one of parts) {
    faults.push(...optionFaults(one), ...(await needFaults(one)));
    for (const [name, tool] of Object.entries(one.tools))
      faults.push(...providerFaults(name, tool), ...toolSchemaFaults(name, tool));
    for (const [name, workflow] of Object.entries(one.workflows))
      faults.push(
        ...[...toolWorkflowFaults(workflow), ...(await check(workflow))].map(
          (fault) => `the tool "${name}" of the agent "${one.agent.id}": ${fault}`,
        ),
      );
  }
  const misspelt = ruleFaults(policy, parts);
  return [...faults, ...(misspelt.length > 0 ? misspelt : await fitFaults(policy, parts))];
}
