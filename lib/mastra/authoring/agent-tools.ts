import { RequestContext } from '@mastra/core/request-context';
import type { AnyWorkflow } from '@mastra/core/workflows';
import { agentPolicyOf, type AnyAgent } from './agent-policy';
import { contextKey } from './step-context';
import { stepsOf } from './steps';

/** The part of a tool the desk reads, whether Mastra's own, the AI SDK's or an MCP server's. */
export type ToolLike = {
  id?: string;
  description?: string;
  inputSchema?: unknown;
  parameters?: unknown;
  suspendSchema?: unknown;
  resumeSchema?: unknown;
  requestContextSchema?: unknown;
  requireApproval?: unknown;
  needsApproval?: unknown;
  needsApprovalFn?: unknown;
  execute?: unknown;
};

export type Tools = Record<string, ToolLike>;

/** Whether a person is asked before the tool runs, always or when its function says so. */
export const needsApproval = ({ requireApproval, needsApproval: asks, needsApprovalFn }: ToolLike): boolean =>
  Boolean(requireApproval || asks || needsApprovalFn);

/** Whether the tool may ask people, before it runs or while it does. */
export const mayAsk = (tool: ToolLike): boolean =>
  needsApproval(tool) || Boolean(tool.suspendSchema || tool.resumeSchema);

/** A request context for no run in particular, for calling authors' functions outside a run. */
export function contextOfNobody(): RequestContext {
  const context = new RequestContext();
  const requester = { id: 'nobody', name: 'Nobody', email: '' };
  context.set(contextKey, { runId: 'none', requester, idempotencyKey: 'none' });
  return context;
}

/** An agent's default options, as far as the desk reads them. */
type DefaultOptions = {
  requireToolApproval?: unknown;
  autoResumeSuspendedTools?: unknown;
  toolsets?: Record<string, Tools>;
  clientTools?: Tools;
};

const defaultOptionsOf = async (agent: AnyAgent, requestContext: RequestContext): Promise<DefaultOptions> =>
  ((await agent.getDefaultOptions({ requestContext })) ?? {}) as DefaultOptions;

type LoadsTools = { getLoadedToolsForRequestContext(args: object): Promise<Tools | undefined> };

/** Input processors that add tools, such as a tool search. */
export async function toolLoadersOf(agent: AnyAgent, requestContext: RequestContext): Promise<LoadsTools[]> {
  const processors = (await agent.listConfiguredInputProcessors(requestContext)) as Partial<LoadsTools>[];
  return processors.filter(
    (one): one is LoadsTools => typeof one.getLoadedToolsForRequestContext === 'function',
  );
}

/** The tools an agent's author gives it for one request, by the names the model uses. */
export async function givenTools(agent: AnyAgent, requestContext: RequestContext): Promise<Tools> {
  const { toolsets, clientTools } = await defaultOptionsOf(agent, requestContext);
  return {
    ...((await agent.listTools({ requestContext, resolveWebSearch: false } as object)) as Tools),
    ...Object.assign({}, ...Object.values(toolsets ?? {})),
    ...clientTools,
  } as Tools;
}

/** The tools an agent has for one request: those it is given, and those its processors have loaded so far. */
export async function toolsOf(agent: AnyAgent, requestContext: RequestContext): Promise<Tools> {
  const given = await givenTools(agent, requestContext);
  for (const loader of await toolLoadersOf(agent, requestContext))
    Object.assign(given, await loader.getLoadedToolsForRequestContext({ requestContext, tools: given }));
  return given;
}

/** The sub-agent behind a tool name. */
export async function subAgentOf(
  agent: AnyAgent,
  tool: string,
  requestContext: RequestContext,
): Promise<AnyAgent | undefined> {
  if (!tool.startsWith('agent-')) return undefined;
  const agents = (await agent.listAgents({ requestContext })) as Record<string, AnyAgent>;
  return agents[tool.slice('agent-'.length)];
}

/** The workflows an agent has as tools, by tool name. */
export async function workflowToolsOf(
  agent: AnyAgent,
  requestContext: RequestContext,
): Promise<Record<string, AnyWorkflow>> {
  const workflows = (await agent.listWorkflows({ requestContext })) as Record<string, AnyWorkflow>;
  return Object.fromEntries(Object.entries(workflows).map(([name, one]) => [`workflow-${name}`, one]));
}

/** Whether an agent has sub-agents or workflows, which may themselves ask people. */
export async function handsOn(agent: AnyAgent, requestContext: RequestContext): Promise<boolean> {
  const agents = await agent.listAgents({ requestContext });
  const workflows = await workflowToolsOf(agent, requestContext);
  return Object.keys(agents).length + Object.keys(workflows).length > 0;
}

/** What one agent has, as far as it can be read outside a request. */
export type AgentParts = {
  agent: AnyAgent;
  /** The tool names leading to this agent from the first one; empty for the first. */
  via: string[];
  tools: Tools;
  options: DefaultOptions;
  /** By tool name. */
  workflows: Record<string, AnyWorkflow>;
  /** Whether some tools only appear during a request. No tool name can then be called unknown. */
  open: boolean;
};

const isFunctionOfTools = (agent: AnyAgent): boolean => {
  const { __getOverridableFields: fields } = agent as { __getOverridableFields?: () => { tools?: unknown } };
  return typeof fields?.call(agent).tools === 'function';
};

/**
 * An agent and all its sub-agents, each once.
 * @throws what an author's function throws, with the agent named
 */
export async function partsOf(
  agent: AnyAgent,
  via: string[] = [],
  seen = new Set<AnyAgent>(),
): Promise<AgentParts[]> {
  if (seen.has(agent)) return [];
  seen.add(agent);
  const requestContext = contextOfNobody();
  const read = async <T extends object>(what: string, make: () => T | Promise<T>): Promise<T> => {
    try {
      return await make();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new Error(`the ${what} of the agent "${agent.id}" cannot be read: ${reason}`, { cause: error });
    }
  };
  const options = await read('default options', () => defaultOptionsOf(agent, requestContext));
  const tools = await read('tools', () => givenTools(agent, requestContext));
  const workflows = await read('workflows', () => workflowToolsOf(agent, requestContext));
  const agents = await read('agents', () => agent.listAgents({ requestContext }));
  const loaders = await read('input processors', () => toolLoadersOf(agent, requestContext));
  const own = {
    agent,
    via,
    tools,
    options,
    workflows,
    open: loaders.length > 0 || isFunctionOfTools(agent),
  };
  const below: AgentParts[] = [];
  for (const [name, inner] of Object.entries(agents as Record<string, AnyAgent>))
    below.push(...(await partsOf(inner, [...via, `agent-${name}`], seen)));
  return [own, ...below];
}

/** The agents of all agent steps, by id. They need the Mastra instance to store their snapshots. */
export function agentsOf(registered: Record<string, AnyWorkflow>): Record<string, AnyAgent> {
  const policies = Object.values(registered).flatMap((workflow) =>
    stepsOf(workflow).flatMap(({ step }) => agentPolicyOf(step.metadata) ?? []),
  );
  return Object.fromEntries(policies.map(({ agent }) => [agent.id, agent]));
}
