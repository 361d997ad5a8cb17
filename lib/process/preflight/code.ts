import { z } from 'zod';
import type { TaskKind } from '@/db/enums';
import type { Json, StoredSchema, StoredOutcome, StoredToolCall } from '@/db/schema/json';
import { agentPolicyOf } from '@/lib/mastra/authoring/agent-policy';
import { outcomesOf } from '@/lib/mastra/questions/describe-task';
import { humanTaskOf } from '@/lib/mastra/authoring/human-task';
import { machineWaitOf } from '@/lib/mastra/authoring/machine-wait';
import { toJsonSchema, validateWith } from '@/lib/mastra/authoring/standard-schema';
import { stepAt, stepsOf, type StepDefinition } from '@/lib/mastra/authoring/steps';
import { toolQuestionOf } from '@/lib/mastra/questions/tool-question';

type Workflow = Parameters<typeof stepAt>[0];

/** The question that the code would ask at a step. */
export type Question = {
  kind: TaskKind;
  resumeSchema: StoredSchema | null;
  outcomes: StoredOutcome[];
  /** For kind `event`: the awaited signal. */
  signalName: string | null;
  fits(answer: Json): Promise<boolean>;
};

type Asked = { payload: Json; toolCall: StoredToolCall | null };

/** The workflows of the code to be deployed, without an engine or a snapshot store. */
export type Code = {
  has(workflowId: string): boolean;
  /** The paths of all steps of a workflow, in graph order. */
  paths(workflowId: string): string[][];
  /**
   * Undefined when there is no such step or tool. Payload and tool call are read only for an agent's
   * question.
   */
  question(workflowId: string, path: readonly string[], asked: Asked): Promise<Question | undefined>;
};

async function toolQuestion(
  { metadata }: StepDefinition,
  { payload, toolCall }: Asked,
): Promise<Question | undefined> {
  const asked = await toolQuestionOf(metadata, payload, toolCall).catch((error: unknown) => {
    // This code cannot ask a tool call whose stored form it cannot read.
    if (error instanceof z.ZodError) return undefined;
    throw error;
  });
  if (!asked || asked.gone) return undefined;
  return {
    kind: 'tool-call',
    resumeSchema: asked.resumeSchema,
    outcomes: outcomesOf(asked.policy, asked.resumeSchema),
    signalName: null,
    fits: async (answer) => (await asked.validate(answer)).ok,
  };
}

function stepQuestion({ metadata, resumeSchema: schema }: StepDefinition): Question {
  const wait = machineWaitOf(metadata);
  const resumeSchema = toJsonSchema(schema);
  return {
    kind: wait ? ('check' in wait ? 'check' : 'event') : 'step',
    resumeSchema,
    outcomes: outcomesOf(humanTaskOf(metadata) ?? {}, resumeSchema),
    signalName: wait && 'event' in wait ? wait.event.name : null,
    fits: async (answer) => (await validateWith(schema, answer)).ok,
  };
}

/** Reads what a preflight needs from workflows. */
export function codeOf(workflows: Record<string, Workflow>): Code {
  const known = new Map<StepDefinition, Question>();
  const byId = new Map(Object.values(workflows).map((workflow) => [workflow.id, workflow]));
  return {
    has: (workflowId) => byId.has(workflowId),
    paths: (workflowId) => {
      const workflow = byId.get(workflowId);
      return workflow ? stepsOf(workflow).map(({ path }) => path) : [];
    },
    async question(workflowId, path, asked) {
      const workflow = byId.get(workflowId);
      const step = workflow && stepAt(workflow, path)?.step;
      if (!step) return undefined;
      if (agentPolicyOf(step.metadata)) return toolQuestion(step, asked);
      const question = known.get(step) ?? stepQuestion(step);
      known.set(step, question);
      return question;
    },
  };
}
