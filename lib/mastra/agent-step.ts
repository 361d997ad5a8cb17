import type { RequestContext } from '@mastra/core/request-context';
import { createStep, createWorkflow } from '@mastra/core/workflows';
import { z } from 'zod';
import type { Json, JsonSchema } from '@/db/schema/json';
import * as calls from '@/lib/agents/agent-calls';
import { agentPolicyOf, type AgentStepOptions, type AnyAgent } from './agent-policy';
import { metadataKey, type HumanTask } from './human-task';
import { agentCallKey, asJson } from './snapshot-tree';
import { toJsonSchema } from './standard-schema';

const approval = z.object({
  approved: z.boolean().meta({ title: 'Approved' }),
  reason: z
    .string()
    .trim()
    .max(2000)
    .optional()
    .meta({ title: 'Reason', description: 'The agent reads it.', widget: 'textarea' }),
});

const pointer = z.object({
  [agentCallKey]: z.object({ callId: z.string(), toolCallId: z.string(), approval: z.boolean() }),
});

const asked = z.object({
  toolCallId: z.string(),
  toolName: z.string(),
  args: z.json().optional(),
  suspendPayload: z.json().optional(),
});

type Output = { finishReason?: unknown; suspendPayload?: unknown; text?: unknown };

const shown = z.object({ tool: z.string(), question: z.json().optional() });

type ToolDefinition = {
  description?: string;
  inputSchema?: unknown;
  suspendSchema?: unknown;
  resumeSchema?: unknown;
};

const toolOf = async (agent: AnyAgent, name: string): Promise<ToolDefinition> =>
  ((await agent.listTools()) as Record<string, ToolDefinition>)[name] ?? {};

/** Evidence and answer of one question of an agent, by the schemas of the tool it wants to use. */
export async function toolQuestionOf(metadata: Record<string, unknown> | undefined, payload: Json) {
  const policy = agentPolicyOf(metadata);
  if (!policy) return undefined;
  const { tool: name, question } = shown.parse(payload);
  const tool = await toolOf(policy.agent, name);
  const text = (title: string): JsonSchema => ({ type: 'string', title });
  const evidence: JsonSchema = {
    type: 'object',
    properties: {
      agent: text('Agent'),
      actingFor: text('Acting for'),
      tool: text('Tool'),
      description: text('What the tool does'),
      arguments: { ...toJsonSchema(tool.inputSchema), title: 'Arguments' },
      ...(question === undefined
        ? {}
        : { question: { ...toJsonSchema(tool.suspendSchema, 'output'), title: 'Question' } }),
    },
  };
  const rules = policy.tools?.[name] ?? policy.approvals ?? {};
  return {
    policy: rules as HumanTask<unknown, unknown>,
    payloadSchema: evidence,
    resumeSchema: question === undefined ? approval : tool.resumeSchema,
    tool: name,
  };
}

type Ctx = {
  runId: string;
  inputData: { prompt: string };
  resumeData?: unknown;
  suspendData?: unknown;
  requestContext: RequestContext;
  abortSignal: AbortSignal;
};

function requesterOf(context: RequestContext): { id: string | undefined; name: string } {
  const known = z
    .object({ requester: z.object({ id: z.string(), name: z.string() }) })
    .safeParse(context.get('countersign'));
  return known.success ? known.data.requester : { id: undefined, name: 'Nobody in particular' };
}

/** The question as the step suspends with it, once the agent has stopped at a tool. */
async function questionOf(
  agent: AnyAgent,
  callId: string,
  ctx: Ctx,
  output: Output,
): Promise<Record<string, Json>> {
  const { toolCallId, toolName, args, suspendPayload } = asked.parse(asJson(output.suspendPayload));
  const { description } = await toolOf(agent, toolName);
  return {
    agent: agent.name,
    actingFor: requesterOf(ctx.requestContext).name,
    tool: toolName,
    description: description ?? '',
    arguments: args ?? null,
    ...(suspendPayload === undefined ? {} : { question: suspendPayload }),
    [agentCallKey]: { callId, toolCallId, approval: suspendPayload === undefined },
  };
}

/** Hands a person's answer to the agent, which then uses its tool, or reads why not. */
async function answer(
  agent: AnyAgent,
  ctx: Ctx,
  maxSteps: number,
): Promise<{ callId: string; output: Output }> {
  const { callId, toolCallId, approval: needsApproval } = pointer.parse(ctx.suspendData)[agentCallKey]!;
  await calls.beginAnswer(callId);
  const options = {
    runId: callId,
    toolCallId,
    maxSteps,
    requestContext: ctx.requestContext,
    abortSignal: ctx.abortSignal,
  };
  if (!needsApproval) return { callId, output: await agent.resumeGenerate(ctx.resumeData, options) };
  const { approved, reason } = approval.parse(ctx.resumeData);
  if (approved) return { callId, output: await agent.approveToolCallGenerate(options) };
  return {
    callId,
    output: await agent.declineToolCallGenerate({ ...options, ...(reason ? { reason } : {}) }),
  };
}

async function begin(
  agent: AnyAgent,
  ctx: Ctx,
  stepId: string,
  maxSteps: number,
): Promise<{ callId: string; output: Output }> {
  const callId = await calls.openCall(ctx.runId, stepId);
  return {
    callId,
    output: await agent.generate(ctx.inputData.prompt, {
      runId: callId,
      maxSteps,
      requestContext: ctx.requestContext,
      abortSignal: ctx.abortSignal,
    }),
  };
}

/**
 * A workflow step that is an agent: input `{ prompt }`, output `{ text }`. When the agent wants to use a tool that needs
 * approval, or a tool suspends, the step suspends and the question becomes a task of kind `tool-call`.
 * A tool that was approved runs at most once: if the process dies while it does, the run fails and says so.
 */
export function agentStep(agent: AnyAgent, options: AgentStepOptions = {}) {
  const { id = agent.id, maxSteps = 20 } = options;
  return createStep({
    id,
    description: agent.getDescription() || `${agent.name} works on it`,
    inputSchema: z.object({ prompt: z.string() }),
    outputSchema: z.object({ text: z.string() }),
    metadata: { [metadataKey]: { agent: { ...options, agent } } },
    execute: async (ctx) => {
      const open = ctx.resumeData === undefined ? await calls.openQuestion(ctx.runId, id) : undefined;
      if (open) return ctx.suspend(open);
      const { callId, output } =
        ctx.resumeData === undefined
          ? await begin(agent, ctx, id, maxSteps)
          : await answer(agent, ctx, maxSteps);
      if (output.finishReason === 'suspended') {
        const question = await questionOf(agent, callId, ctx, output);
        await calls.askQuestion(callId, question);
        return ctx.suspend(question);
      }
      await calls.closeCall(callId);
      return { text: typeof output.text === 'string' ? output.text : '' };
    },
  });
}

/** A workflow that is just an agent: people type what they want, and its tool calls are approved at the desk. */
export function agentWorkflow(
  agent: AnyAgent,
  { title, ...options }: AgentStepOptions & { title?: string } = {},
) {
  return createWorkflow({
    id: agent.id,
    description: agent.getDescription(),
    metadata: { title: title ?? agent.name },
    inputSchema: z.object({
      prompt: z.string().trim().min(1).max(8000).meta({ title: 'What should it do?', widget: 'textarea' }),
    }),
    outputSchema: z.object({ text: z.string().meta({ title: 'Answer', widget: 'textarea' }) }),
    options: { autoRestartActiveRuns: false },
  })
    .then(agentStep(agent, options))
    .commit();
}
