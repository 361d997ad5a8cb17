import { RequestContext } from '@mastra/core/request-context';
import type { AnyWorkflow } from '@mastra/core/workflows';
import { agentPolicyOf, type AnyAgent } from './agent-policy';
import { contextKey } from './step-context';
import { stepsOf } from './steps';

/** The part of a tool that the desk reads: Mastra's own, those of the AI SDK, and those of MCP servers. */
export type ToolLike = {
  id?: string;
  description?: string;
  inputSchema?: unknown;
  parameters?: unknown;
  suspendSchema?: unknown;
  resumeSchema?: unknown;
  requireApproval?: unknown;
  needsApproval?: unknown;
  needsApprovalFn?: unknown;
  execute?: unknown;
};

export type Tools = Record<string, ToolLike>;

/** Whether a person is asked before the tool is used, always or when its function says so. */
export const needsApproval = ({ requireApproval, needsApproval: asks, needsApprovalFn }: ToolLike): boolean =>
  Boolean(requireApproval || asks || needsApprovalFn);

/** Whether the tool asks people at all: before it is used, or while it is. */
export const mayAsk = (tool: ToolLike): boolean =>
  needsApproval(tool) || Boolean(tool.suspendSchema || tool.resumeSchema);

/** A request context as steps find it, of nobody's run: for reading what authors wrote as functions. */
export function contextOfNobody(): RequestContext {
  const context = new RequestContext();
  const requester = { id: 'nobody', name: 'Nobody', email: '' };
  context.set(contextKey, { runId: 'none', requester, idempotencyKey: 'none' });
  return context;
}

/** Options that hold for every call of an agent, as far as the desk looks at them. */
type DefaultOptions = {
  requireToolApproval?: unknown;
  autoResumeSuspendedTools?: unknown;
  toolsets?: Record<string, Tools>;
  clientTools?: Tools;
};

const defaultOptionsOf = async (agent: AnyAgent, requestContext: RequestContext): Promise<DefaultOptions> =>
  ((await agent.getDefaultOptions({ requestContext })) ?? {}) as DefaultOptions;

type LoadsTools = { getLoadedToolsForRequestContext(args: object): Promise<Tools | undefined> };

/** Processors that bring tools of their own, such as a tool search. */
export async function toolLoadersOf(agent: AnyAgent, requestContext: RequestContext): Promise<LoadsTools[]> {
  const processors = (await agent.listConfiguredInputProcessors(requestContext)) as Partial<LoadsTools>[];
  return processors.filter(
    (one): one is LoadsTools => typeof one.getLoadedToolsForRequestContext === 'function',
  );
}

/** The tools that the author of an agent gives it for one request, by the names that the model calls them by. */
export async function givenTools(agent: AnyAgent, requestContext: RequestContext): Promise<Tools> {
  const { toolsets, clientTools } = await defaultOptionsOf(agent, requestContext);
  return {
    ...((await agent.listTools({ requestContext, resolveWebSearch: false } as object)) as Tools),
    ...Object.assign({}, ...Object.values(toolsets ?? {})),
    ...clientTools,
  } as Tools;
}

/** The tools that an agent has for one request: those it is given, and those its processors have found by now. */
export async function toolsOf(agent: AnyAgent, requestContext: RequestContext): Promise<Tools> {
  const given = await givenTools(agent, requestContext);
  for (const loader of await toolLoadersOf(agent, requestContext))
    Object.assign(given, await loader.getLoadedToolsForRequestContext({ requestContext, tools: given }));
  return given;
}

/** An agent that another one may hand work to, by the name of the tool that does so. */
export async function subAgentOf(
  agent: AnyAgent,
  tool: string,
  requestContext: RequestContext,
): Promise<AnyAgent | undefined> {
  if (!tool.startsWith('agent-')) return undefined;
  const agents = (await agent.listAgents({ requestContext })) as Record<string, AnyAgent>;
  return agents[tool.slice('agent-'.length)];
}

/** The workflows that an agent has as tools, by the names of these tools. */
export async function workflowToolsOf(
  agent: AnyAgent,
  requestContext: RequestContext,
): Promise<Record<string, AnyWorkflow>> {
  const workflows = (await agent.listWorkflows({ requestContext })) as Record<string, AnyWorkflow>;
  return Object.fromEntries(Object.entries(workflows).map(([name, one]) => [`workflow-${name}`, one]));
}

/** Whether an agent hands work to others, which may ask people while it does. */
export async function handsOn(agent: AnyAgent, requestContext: RequestContext): Promise<boolean> {
  const agents = await agent.listAgents({ requestContext });
  const workflows = await workflowToolsOf(agent, requestContext);
  return Object.keys(agents).length + Object.keys(workflows).length > 0;
}

/** What one agent has, as far as it can be read without a request. */
export type AgentParts = {
  agent: AnyAgent;
  /** The names by which each agent has the next one; empty for the first. */
  via: string[];
  tools: Tools;
  options: DefaultOptions;
  /** By the names of the tools that they are. */
  workflows: Record<string, AnyWorkflow>;
  /** Whether it may have tools that only a request brings: no name can be called unknown then. */
  open: boolean;
};

const isFunctionOfTools = (agent: AnyAgent): boolean => {
  const { __getOverridableFields: fields } = agent as { __getOverridableFields?: () => { tools?: unknown } };
  return typeof fields?.call(agent).tools === 'function';
};

/** An agent with all that it may hand work to, each once. @throws what an author's function throws, with the agent named */
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

/** The agents of all agent steps, by id: they need the instance to keep their own snapshots. */
export function agentsOf(registered: Record<string, AnyWorkflow>): Record<string, AnyAgent> {
  const policies = Object.values(registered).flatMap((workflow) =>
    stepsOf(workflow).flatMap(({ step }) => agentPolicyOf(step.metadata) ?? []),
  );
  return Object.fromEntries(policies.map(({ agent }) => [agent.id, agent]));
}
