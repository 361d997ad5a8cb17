import type { AnyWorkflow } from '@mastra/core/workflows';
import type { StoredSchema, StoredToolCall } from '@/db/schema/json';
import { agentPolicyOf } from '@/lib/mastra/authoring/agent-policy';
import { partsOf, type AgentParts } from '@/lib/mastra/authoring/agent-tools';
import { stepsOf } from '@/lib/mastra/authoring/steps';
import { definitionOfCode, shownBy } from './tool-definition';
import { evidenceOf } from './tool-question';

type Called = Pick<StoredToolCall, 'via' | 'step'>;

/** What the code says of the tools of all agent steps, as far as it says it for every request. */
export type ToolCode = {
  /** By which the evidence of a waiting call is masked besides what was kept with it; null when the code cannot tell. */
  mask(workflowId: string, path: readonly string[], call: StoredToolCall | null): StoredSchema | null;
  /** The ids of the workflows that agents have as tools. */
  workflows: string[];
};

/** Every name by which a model may call a tool of this agent, and every step that may ask within one. */
function callsOf({ via, tools, workflows }: AgentParts): Called[] {
  const names = Object.entries(tools).flatMap(([name, { id }]) => (id === undefined ? [name] : [name, id]));
  return [
    ...names.map((name) => ({ via: [...via, name], step: null })),
    ...Object.entries(workflows).flatMap(([name, workflow]) => [
      { via: [...via, name], step: null },
      ...stepsOf(workflow).map(({ path }) => ({ via: [...via, name], step: path })),
    ]),
  ];
}

const keyOf = (workflowId: string, path: readonly string[], { via, step }: Called) =>
  JSON.stringify([workflowId, path, via, step]);

/** Reads the tools once: views are made while nobody can wait for an agent. @throws what an author's function throws */
export async function readToolCode(registered: readonly AnyWorkflow[]): Promise<ToolCode> {
  const known = new Map<string, ReturnType<typeof shownBy>>();
  const workflows = new Set<string>();
  for (const workflow of registered)
    for (const { path, step } of stepsOf(workflow)) {
      const policy = agentPolicyOf(step.metadata);
      if (!policy) continue;
      for (const parts of await partsOf(policy.agent)) {
        Object.values(parts.workflows).forEach(({ id }) => workflows.add(id));
        for (const called of callsOf(parts)) {
          const found = await definitionOfCode(policy.agent, called);
          if (found) known.set(keyOf(workflow.id, path, called), shownBy(found));
        }
      }
    }
  return {
    mask(workflowId, path, call) {
      const found = call && call.fixed !== false && known.get(keyOf(workflowId, path, call));
      return found ? evidenceOf(call, found) : null;
    },
    workflows: [...workflows],
  };
}
