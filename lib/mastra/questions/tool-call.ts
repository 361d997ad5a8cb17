import type { WorkflowsStorage } from '@mastra/core/storage';
import type { RequestContext } from '@mastra/core/request-context';
import { z } from 'zod';
import type { Json, StoredSchema, StoredToolCall } from '@/db/schema/json';
import { subAgentOf, workflowToolsOf } from '@/lib/mastra/authoring/agent-tools';
import type { AnyAgent } from '@/lib/mastra/authoring/agent-policy';
import { asJson, loadTree, metaOf, resultsOf } from '@/lib/mastra/inspect/snapshot-tree';
import { toJsonSchema } from '@/lib/mastra/authoring/standard-schema';
import { suspensionsOf } from '@/lib/mastra/inspect/suspensions';
import { definitionFor, definitionOfCode, shownBy, type Definition } from './tool-definition';

/** The answer to whether an agent may use a tool. */
export const approval = z.object({
  approved: z.boolean().meta({ title: 'Approved' }),
  reason: z
    .string()
    .trim()
    .max(2000)
    .optional()
    .meta({ title: 'Reason', description: 'The agent reads it.', widget: 'textarea' }),
});

/** For a tool whose definition cannot be found: it can only be refused. */
const refusalOnly = approval.extend({
  approved: z.literal(false).meta({
    type: 'boolean',
    title: 'Approved',
    description: 'What this tool does cannot be found any more, so it can only be rejected.',
  }),
});

/**
 * What an agent stops with at a tool. For a sub-agent's tool, the sub-agent's own stop is the
 * `suspendPayload`.
 */
const stopped = z.object({
  toolCallId: z.string(),
  toolName: z.string(),
  args: z.json().optional(),
  suspendPayload: z.json().optional(),
  resumeSchema: z.string().optional(),
});

type Stopped = z.output<typeof stopped>;

/** A waiting tool call, with what people will see. */
export type Asked = {
  toolCallId: string;
  /** Agent names, from the first to the one that wants to use the tool. */
  agents: string[];
  tool: string;
  description: string;
  arguments: Json;
  question: Json | undefined;
  toolCall: StoredToolCall;
};

const loop = { workflow: 'agentic-loop', step: 'executionWorkflow' };

type Kept = { requireToolApproval?: unknown; toolCallSuspended?: unknown; suspendedToolRunId?: unknown };

/** A call's state in its agent's snapshot: whether it waits for approval, and the id of the run inside it. */
async function standingOf(store: WorkflowsStorage, runId: string, toolCallId: string) {
  const snapshot = await store.loadWorkflowSnapshot({ workflowName: loop.workflow, runId });
  const result = snapshot && resultsOf(snapshot).find(([id]) => id === loop.step)?.[1];
  const items = metaOf(result).foreachOutput ?? [];
  const waiting = items.filter((one) => one?.status === 'suspended');
  if (waiting.length > 1)
    throw new Error(`The agent waits for ${waiting.length} tools at once; only one can be answered.`);
  const item = waiting.find(
    (one) => (one as { payload?: { toolCallId?: unknown } }).payload?.toolCallId === toolCallId,
  );
  if (!item) throw new Error('The agent waits for a tool that its snapshot does not have.');
  const { requireToolApproval, toolCallSuspended, suspendedToolRunId } = item.suspendPayload as Kept;
  return {
    approval: requireToolApproval !== undefined && toolCallSuspended === undefined,
    runId: typeof suspendedToolRunId === 'string' ? suspendedToolRunId : undefined,
  };
}

/** The one step that waits inside a workflow used as a tool. */
async function stepWaiting(
  store: WorkflowsStorage,
  agent: AnyAgent,
  tool: string,
  runId: string | undefined,
  context: RequestContext,
): Promise<{ path: string[]; payload: Json } | null> {
  const { [tool]: workflow } = await workflowToolsOf(agent, context);
  if (!workflow || !runId) return null;
  const tree = await loadTree(store, workflow, runId);
  const waits = tree ? suspensionsOf(workflow, tree) : [];
  if (waits.length !== 1)
    throw new Error(`The tool “${tool}” asks ${waits.length} questions at once; only one can be answered.`);
  return waits[0]!;
}

const parsedSchema = (text: string | undefined): StoredSchema | null =>
  text === undefined ? null : (JSON.parse(text) as StoredSchema);

const nothing: StoredSchema = { type: 'object', properties: {}, additionalProperties: false };

/**
 * The answer schema: from the code, else from the tool's own stop. For a tool that was not found, as narrow
 * as possible.
 */
function answerTo(found: Definition | undefined, { resumeSchema }: Stopped, waitsToBeAllowed: boolean) {
  if (waitsToBeAllowed) return toJsonSchema(found ? approval : refusalOnly);
  return toJsonSchema(found?.resumeSchema) ?? parsedSchema(resumeSchema) ?? (found ? null : nothing);
}

/**
 * Finds the tool a stopped agent wants to use, following sub-agents, and stores its definition with the
 * question: another process or release may not find it again.
 * @throws when the agent's snapshot does not say what it waits for
 */
export async function askedBy(
  agent: AnyAgent,
  {
    output,
    runId,
    store,
    context,
  }: { output: unknown; runId: string; store: WorkflowsStorage; context: RequestContext },
): Promise<Asked> {
  const first = stopped.parse(asJson(output));
  const via: string[] = [first.toolName];
  let [call, holder, agents] = [first, agent, [agent.name]];
  let standing = await standingOf(store, runId, call.toolCallId);
  while (!standing.approval && standing.runId) {
    const inner = await subAgentOf(holder, call.toolName, context);
    if (!inner) break;
    call = stopped.parse(call.suspendPayload);
    [holder, agents] = [inner, [...agents, inner.name]];
    via.push(call.toolName);
    standing = await standingOf(store, standing.runId, call.toolCallId);
  }
  const waiting = standing.approval
    ? null
    : await stepWaiting(store, holder, call.toolName, standing.runId, context);
  const called = { via, step: waiting?.path ?? null };
  const found = await definitionFor(agent, called, context);
  return {
    toolCallId: first.toolCallId,
    agents,
    tool: call.toolName,
    description: found?.description ?? '',
    arguments: call.args ?? null,
    question: standing.approval ? undefined : waiting ? waiting.payload : (call.suspendPayload ?? null),
    toolCall: {
      ...called,
      approval: standing.approval,
      fixed: found !== undefined && (await definitionOfCode(agent, called))?.source === found.source,
      definition: { ...shownBy(found), resume: answerTo(found, call, standing.approval) },
    },
  };
}
