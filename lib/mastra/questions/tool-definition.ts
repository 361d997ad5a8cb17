import { MessageList } from '@mastra/core/agent';
import type { RequestContext } from '@mastra/core/request-context';
import type { StoredSchema, StoredToolCall } from '@/db/schema/json';
import { hiddenSchema } from '@/lib/base/schema/mask';
import { ownPart } from '@/lib/base/schema/types';
import {
  contextOfNobody,
  givenTools,
  subAgentOf,
  toolLoadersOf,
  toolsOf,
  workflowToolsOf,
  type ToolLike,
} from '@/lib/mastra/authoring/agent-tools';
import type { AnyAgent } from '@/lib/mastra/authoring/agent-policy';
import { placedAt } from '@/lib/base/schema/references';
import { humanTaskOf, type HumanTask } from '@/lib/mastra/authoring/human-task';
import { isStandardSchema, schemaOrHidden } from '@/lib/mastra/authoring/standard-schema';
import { stepAt } from '@/lib/mastra/authoring/steps';

/** A tool as the code defines it: its description, what people see, and what they may answer. */
export type Definition = {
  /** The object behind the name. The same for every request when the tool is fixed in code. */
  source: object;
  description: string;
  input: StoredSchema | null;
  suspendSchema: unknown;
  resumeSchema: unknown;
  /** Its author's rules, when a step inside a workflow tool asks. */
  policy?: HumanTask<unknown, unknown> | undefined;
};

type Called = Pick<StoredToolCall, 'via' | 'step'>;

/** JSON Schema of a tool's arguments, whatever library wrote it. If it cannot be read, it hides them all. */
function inputOf({ inputSchema, parameters }: ToolLike): StoredSchema | null {
  const schema = inputSchema ?? parameters;
  if (schema === undefined || schema === null) return null;
  if (isStandardSchema(schema)) return schema['~standard'].jsonSchema ? schemaOrHidden(schema) : hiddenSchema;
  const { jsonSchema } = schema as { jsonSchema?: unknown };
  return typeof jsonSchema === 'object' && jsonSchema !== null && !('then' in jsonSchema)
    ? (jsonSchema as StoredSchema)
    : hiddenSchema;
}

const prompt: StoredSchema = {
  type: 'object',
  properties: { prompt: { type: 'string', title: 'Prompt', widget: 'textarea' } },
};

const ofTool = (tool: ToolLike): Definition => ({
  // AI SDK tools are recreated on each listing, around the same function.
  source: typeof tool.execute === 'function' ? tool.execute : tool,
  description: tool.description ?? '',
  input: inputOf(tool),
  suspendSchema: tool.suspendSchema,
  resumeSchema: tool.resumeSchema,
});

/** Tools Mastra itself adds, such as a workspace's. Finding one means building all tools of the run. */
async function builtInto(holder: AnyAgent, name: string, requestContext: RequestContext) {
  const built = (await holder.getToolsForExecution({ requestContext, methodType: 'generate' })) as Record<
    string,
    ToolLike | undefined
  >;
  return built[name];
}

async function holderOf(
  agent: AnyAgent,
  via: string[],
  context: RequestContext,
): Promise<AnyAgent | undefined> {
  let holder: AnyAgent | undefined = agent;
  for (const name of via.slice(0, -1)) holder = holder && (await subAgentOf(holder, name, context));
  return holder;
}

async function definedIn(
  holder: AnyAgent,
  { via, step }: Called,
  context: RequestContext,
  toolsHere: typeof toolsOf,
): Promise<Definition | undefined> {
  const name = via.at(-1) ?? '';
  const agent = await subAgentOf(holder, name, context);
  if (agent) return { ...ofTool({}), source: agent, description: agent.getDescription(), input: prompt };
  const { [name]: workflow } = await workflowToolsOf(holder, context);
  if (workflow) {
    const schema = placedAt(schemaOrHidden(workflow.inputSchema) ?? {}, '#/properties/inputData');
    const input = { ...schema, title: 'Input' };
    const whole: StoredSchema = { type: 'object', properties: { inputData: input } };
    const asked = step ? stepAt(workflow, step)?.step : undefined;
    if (step && !asked) return undefined;
    return {
      source: asked ?? workflow,
      description: asked?.description ?? workflow.description ?? '',
      input: whole,
      suspendSchema: asked?.suspendSchema,
      resumeSchema: asked?.resumeSchema,
      policy: humanTaskOf(asked?.metadata),
    };
  }
  const tools = await toolsHere(holder, context);
  const tool =
    ownPart(tools, name) ??
    Object.values(tools).find(({ id }) => id === name) ??
    (toolsHere === toolsOf ? await builtInto(holder, name, context) : undefined);
  return tool && ofTool(tool);
}

/** A tool's definition for one request; undefined when the agent has no such tool. */
export async function definitionFor(
  agent: AnyAgent,
  called: Called,
  context: RequestContext,
  toolsHere = toolsOf,
): Promise<Definition | undefined> {
  const holder = await holderOf(agent, called.via, context);
  return holder && definedIn(holder, called, context, toolsHere);
}

/** A tool's definition outside any request; undefined when only a request would find it, or nobody has it. */
export const definitionOfCode = (agent: AnyAgent, called: Called): Promise<Definition | undefined> =>
  definitionFor(agent, called, contextOfNobody(), givenTools).catch(() => undefined);

/**
 * The schemas of what people see, as stored with the question. A tool that cannot be found is hidden
 * entirely.
 */
export const shownBy = (
  found: Definition | undefined,
): Pick<StoredToolCall['definition'], 'input' | 'suspend'> =>
  found
    ? { input: found.input, suspend: schemaOrHidden(found.suspendSchema, 'output') }
    : { input: hiddenSchema, suspend: hiddenSchema };

type Finder = { processInputStep?(args: object): Promise<{ tools?: Record<string, Loader> } | undefined> };
type Loader = { execute?(input: { toolNames: string[] }, context: object): Promise<unknown> };

/**
 * Whether an agent can still use a tool it asked for, perhaps in another process. Tools loaded by a tool
 * search are forgotten with the process, so they are loaded again.
 */
export async function canStillUse(
  agent: AnyAgent,
  called: Called,
  requestContext: RequestContext,
): Promise<boolean> {
  if (await definitionFor(agent, called, requestContext)) return true;
  const holder = await holderOf(agent, called.via, requestContext);
  const name = called.via.at(-1)!;
  if (!holder) return false;
  for (const loader of await toolLoadersOf(holder, requestContext)) {
    const given = { tools: {}, messageList: new MessageList(), requestContext };
    const { tools } = (await (loader as Finder).processInputStep?.(given)) ?? {};
    await tools?.load_tool?.execute?.({ toolNames: [name] }, { requestContext });
  }
  return (await definitionFor(agent, called, requestContext)) !== undefined;
}
