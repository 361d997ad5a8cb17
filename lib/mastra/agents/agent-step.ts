import { createHash } from 'node:crypto';
import type { Mastra } from '@mastra/core';
import type { RequestContext } from '@mastra/core/request-context';
import { createStep, createWorkflow } from '@mastra/core/workflows';
import { z } from 'zod';
import type { Json, StoredToolCall } from '@/db/schema/json';
import * as calls from '@/lib/engine/agent-calls';
import { canonical } from '@/lib/base/canonical';
import type { AgentStepOptions, AnyAgent } from '@/lib/mastra/authoring/agent-policy';
import { handsOn } from '@/lib/mastra/authoring/agent-tools';
import { metadataKey } from '@/lib/mastra/authoring/human-task';
import { agentCallKey } from '@/lib/mastra/inspect/snapshot-tree';
import { placeInHand } from '@/lib/mastra/mends/step-frame';
import { AgentStoppedError } from '@/lib/mastra/inspect/agent-stopped';
import { approval, askedBy, type Asked } from '@/lib/mastra/questions/tool-call';
import { canStillUse } from '@/lib/mastra/questions/tool-definition';

const pointer = z.object({
  arguments: z.json().optional(),
  [agentCallKey]: z.object({
    callId: z.string(),
    toolCallId: z.string(),
    approval: z.boolean(),
    toolCall: z.custom<StoredToolCall>().optional(),
  }),
});

type Output = { finishReason?: unknown; suspendPayload?: unknown; text?: unknown; steps?: unknown[] };

type Ended = { callId: string; output: Output };

type Ctx = {
  runId: string;
  inputData: { prompt: string };
  resumeData?: unknown;
  suspendData?: unknown;
  requestContext: RequestContext;
  abortSignal: AbortSignal;
  mastra: Mastra;
};

function requesterOf(context: RequestContext): { id: string | undefined; name: string } {
  const known = z
    .object({ requester: z.object({ id: z.string(), name: z.string() }) })
    .safeParse(context.get('countersign'));
  return known.success ? known.data.requester : { id: undefined, name: 'Nobody in particular' };
}

type Limits = { maxSteps: number; maxDeclines: number };

/** A key for one tool call, so that we recognise the same call when the agent repeats it. */
const nameOf = (toolCall: StoredToolCall, args: Json): string =>
  createHash('sha256')
    .update(canonical({ via: toolCall.via, step: toolCall.step, args }))
    .digest('hex')
    .slice(0, 32);

const outOfRounds = ({ name }: AnyAgent, maxSteps: number) =>
  new AgentStoppedError(
    `The agent “${name}” has had its ${maxSteps} rounds and was not done, so it was stopped.`,
  );

/** A model that ignores a refusal would ask again, or carry on, for ever. @throws AgentStoppedError */
function refuseBeyond(
  { maxSteps, maxDeclines }: Limits,
  agent: AnyAgent,
  { tool, toolCall, arguments: args }: Asked,
  { rounds, declined }: calls.Done,
): void {
  const times = declined[nameOf(toolCall, args)] ?? 0;
  if (times >= maxDeclines)
    throw new AgentStoppedError(
      `The agent “${agent.name}” asked to use “${tool}” with the same arguments ${times + 1} times and was declined ${times} times, so it was stopped.`,
    );
  if (rounds > maxSteps) throw outOfRounds(agent, maxSteps);
}

/** The question to suspend with, once the agent has stopped at a tool. */
async function questionOf(
  agent: AnyAgent,
  callId: string,
  ctx: Ctx,
  output: Output,
  limits: Limits,
): Promise<Record<string, Json>> {
  const store = await ctx.mastra.getStorage()?.getStore('workflows');
  if (!store) throw new Error('An agent can only ask at the desk, which keeps its runs.');
  const asked = await askedBy(agent, {
    output: output.suspendPayload,
    runId: callId,
    store,
    context: ctx.requestContext,
  });
  refuseBeyond(limits, agent, asked, await calls.countRounds(callId, (output.steps?.length ?? 0) + 1));
  const { toolCallId, agents, toolCall, question, ...evidence } = asked;
  return {
    agent: agents.join(' › '),
    actingFor: requesterOf(ctx.requestContext).name,
    ...evidence,
    ...(question === undefined ? {} : { question }),
    [agentCallKey]: { callId, toolCallId, approval: toolCall.approval, toolCall: toolCall as Json },
  };
}

/**
 * The engine keeps only one of several questions asked at once, so agents that hand work on use one tool at a
 * time.
 */
const oneByOne = async (agent: AnyAgent, { requestContext }: Ctx) =>
  (await handsOn(agent, requestContext)) ? { toolCallConcurrency: 1 } : {};

/** Hands a person's answer to the agent, which then uses its tool or reads why it may not. */
async function answer(agent: AnyAgent, ctx: Ctx, { maxSteps }: Limits): Promise<Ended> {
  const { arguments: args = null, [agentCallKey]: mark } = pointer.parse(ctx.suspendData);
  const { callId, toolCallId, toolCall } = mark;
  const given = mark.approval ? approval.parse(ctx.resumeData) : ctx.resumeData;
  const declined = mark.approval && !approval.parse(given).approved;
  // Without the tool, the agent would just read "no such tool" and finish, and the run would look successful.
  const usable = !toolCall || (await canStillUse(agent, toolCall, ctx.requestContext));
  if (!usable && !declined)
    throw new Error(
      `The agent “${agent.name}” no longer has the tool “${toolCall.via.at(-1)}”, so it was not used, and what was answered had no effect.`,
    );
  const name = toolCall && declined ? nameOf(toolCall, args) : undefined;
  const { rounds } = await calls.beginAnswer(callId, name);
  const output = await agent.resumeGenerate(given, {
    runId: callId,
    toolCallId,
    // The engine restarts its count at the round that asked.
    maxSteps: Math.max(1, maxSteps - rounds + 1),
    ...(await oneByOne(agent, ctx)),
    requestContext: ctx.requestContext,
    abortSignal: ctx.abortSignal,
  });
  return { callId, output };
}

async function begin(agent: AnyAgent, ctx: Ctx, place: string, { maxSteps }: Limits): Promise<Ended> {
  const callId = await calls.openCall(ctx.runId, place);
  const output = await agent.generate(ctx.inputData.prompt, {
    runId: callId,
    maxSteps,
    ...(await oneByOne(agent, ctx)),
    requestContext: ctx.requestContext,
    abortSignal: ctx.abortSignal,
  });
  return { callId, output };
}

/**
 * A workflow step that runs an agent: input `{ prompt }`, output `{ text }`. When the agent wants a tool that
 * needs approval, or a tool suspends, the step suspends and the question becomes a task of kind `tool-call`.
 * An approved tool runs at most once: if the process dies while it runs, the run fails and says so.
 */
export function agentStep(agent: AnyAgent, options: AgentStepOptions = {}) {
  const { id = agent.id, maxSteps = 20, maxDeclines = 3 } = options;
  const limits = { maxSteps, maxDeclines };
  return createStep({
    id,
    description: agent.getDescription() || `${agent.name} works on it`,
    inputSchema: z.object({ prompt: z.string() }),
    outputSchema: z.object({ text: z.string() }),
    metadata: { [metadataKey]: { agent: { ...options, agent } } },
    execute: async (ctx) => {
      const place = placeInHand(id);
      const begins = ctx.resumeData === undefined;
      const open = begins ? await calls.openQuestion(ctx.runId, place) : undefined;
      if (open) return ctx.suspend(open);
      const { callId, output } = await (begins
        ? begin(agent, ctx, place, limits)
        : answer(agent, ctx, limits));
      if (output.finishReason === 'suspended') {
        const question = await questionOf(agent, callId, ctx, output, limits);
        await calls.askQuestion(callId, question);
        return ctx.suspend(question);
      }
      await calls.closeCall(callId);
      const text = typeof output.text === 'string' ? output.text : '';
      if (output.finishReason === 'tool-calls' && text === '') throw outOfRounds(agent, maxSteps);
      return { text };
    },
  });
}

/** A workflow with one agent step: people type what they want, and approve its tool calls at the desk. */
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
