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

/** What the code would ask at one step. */
export type Question = {
  kind: TaskKind;
  resumeSchema: StoredSchema | null;
  outcomes: StoredOutcome[];
  /** For kind `event`: the signal it waits for. */
  signalName: string | null;
  fits(answer: Json): Promise<boolean>;
};

type Asked = { payload: Json; toolCall: StoredToolCall | null };

/** The workflows of the code that is about to serve, without an engine or a snapshot store. */
export type Code = {
  has(workflowId: string): boolean;
  /** Paths of all steps of a workflow, in the order of its graph. */
  paths(workflowId: string): string[][];
  /** Undefined when there is no such step, or no such tool. Payload and tool call are looked at for an agent's question only. */
  question(workflowId: string, path: readonly string[], asked: Asked): Promise<Question | undefined>;
};

async function toolQuestion(
  { metadata }: StepDefinition,
  { payload, toolCall }: Asked,
): Promise<Question | undefined> {
  const asked = await toolQuestionOf(metadata, payload, toolCall).catch((error: unknown) => {
    // A call that is stored in a form this code cannot read is one it cannot ask.
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

/** Reads workflows as a preflight needs them. */
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
