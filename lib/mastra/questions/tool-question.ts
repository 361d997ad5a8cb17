import { z } from 'zod';
import type { Json, StoredSchema, StoredToolCall } from '@/db/schema/json';
import { conflict } from '@/lib/base/errors';
import type { Validated } from '@/lib/engine/types';
import { hiddenSchema } from '@/lib/base/schema/mask';
import { placedAt } from '@/lib/base/schema/references';
import { agentPolicyOf, type AgentPolicy } from '@/lib/mastra/authoring/agent-policy';
import type { HumanTask } from '@/lib/mastra/authoring/human-task';
import { schemaOrHidden, validateWith } from '@/lib/mastra/authoring/standard-schema';
import { approval } from './tool-call';
import { definitionOfCode, shownBy, type Definition } from './tool-definition';

const shown = z.object({ tool: z.string(), question: z.json().optional() });

/** A question from a release that did not store the tool's definition yet. */
function calledBefore(payload: Json): StoredToolCall {
  const { tool, question } = shown.parse(payload);
  const unknown = { input: hiddenSchema, suspend: hiddenSchema, resume: null };
  return { via: [tool], step: null, approval: question === undefined, fixed: null, definition: unknown };
}

/** How one question of an agent is shown and answered, and its rules. */
export type ToolQuestion = {
  /** The tool's name, or the name of the step inside it that asks. */
  name: string;
  policy: HumanTask<unknown, unknown>;
  /** What the policy's functions receive: the payload of the question, or of the step inside the tool. */
  about: Json;
  payloadSchema: StoredSchema;
  resumeSchema: StoredSchema | null;
  /** Whether the code has dropped a tool it used to name. An answer could not be used. */
  gone: boolean;
  validate(data: unknown): Promise<Validated>;
};

const text = (title: string): StoredSchema => ({ type: 'string', title });

/** The schema of the evidence shown for a call. */
export function evidenceOf(
  { approval: toBeAllowed }: StoredToolCall,
  { input, suspend }: Pick<StoredToolCall['definition'], 'input' | 'suspend'>,
): StoredSchema {
  return {
    type: 'object',
    properties: {
      agent: text('Agent'),
      actingFor: text('Acting for'),
      tool: text('Tool'),
      description: text('What the tool does'),
      arguments: { ...placedAt(input ?? {}, '#/properties/arguments'), title: 'Arguments' },
      ...(toBeAllowed
        ? {}
        : { question: { ...placedAt(suspend ?? {}, '#/properties/question'), title: 'Question' } }),
    },
  };
}

/**
 * The rules for a tool: the agent author's for its name, else those of the step that asks, else those for all
 * tools.
 */
function rulesOf(
  { tools, approvals }: AgentPolicy,
  { via }: StoredToolCall,
  found: Definition | undefined,
  payload: Json,
) {
  const named = tools?.[via.at(-1) ?? ''];
  if (!named && found?.policy) return { policy: found.policy, about: shown.parse(payload).question ?? null };
  return { policy: (named ?? approvals ?? {}) as HumanTask<unknown, unknown>, about: payload };
}

async function byKept(resume: StoredSchema | null, data: unknown): Promise<Validated> {
  return validateWith(resume === null ? undefined : z.fromJSONSchema(resume as never), data);
}

/**
 * How an agent's question is shown, validated and answered: from the code when it names the tool for every
 * request, else from the definition stored with it. Undefined for a step without an agent.
 * @throws ZodError when the payload is not an agent's
 */
export async function toolQuestionOf(
  metadata: Record<string, unknown> | undefined,
  payload: Json,
  asked: StoredToolCall | null,
): Promise<ToolQuestion | undefined> {
  const policy = agentPolicyOf(metadata);
  if (!policy) return undefined;
  const call = asked ?? calledBefore(payload);
  const found = call.fixed === false ? undefined : await definitionOfCode(policy.agent, call);
  const definition = found
    ? { ...shownBy(found), resume: schemaOrHidden(call.approval ? approval : found.resumeSchema) }
    : call.definition;
  const validate = (data: unknown) =>
    found
      ? validateWith(call.approval ? approval : found.resumeSchema, data)
      : byKept(definition.resume, data);
  return {
    name: call.step?.at(-1) ?? call.via.at(-1)!,
    ...rulesOf(policy, call, found, payload),
    payloadSchema: evidenceOf(call, definition),
    resumeSchema: definition.resume,
    gone: !found && (asked === null || asked.fixed === true),
    validate,
  };
}

/** @throws conflict when the code no longer has the tool, so that an answer would be lost on it */
export function refuseGone({ gone, name }: ToolQuestion): void {
  if (gone) throw conflict('step_gone', { tool: name });
}
