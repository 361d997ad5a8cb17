import type { AnyWorkflow } from '@mastra/core/workflows';
import type { StoredSchema, StoredToolCall } from '@/db/schema/json';
import { agentPolicyOf } from '@/lib/mastra/authoring/agent-policy';
import { partsOf, type AgentParts } from '@/lib/mastra/authoring/agent-tools';
import { stepsOf } from '@/lib/mastra/authoring/steps';
import { definitionOfCode, shownBy } from './tool-definition';
import { evidenceOf } from './tool-question';

type Called = Pick<StoredToolCall, 'via' | 'step'>;

/** What the code says about agents' tools outside any request. */
export type ToolCode = {
  /**
   * The schema that masks a waiting call's evidence, in addition to the stored one; null when the code cannot
   * tell.
   */
  mask(workflowId: string, path: readonly string[], call: StoredToolCall | null): StoredSchema | null;
  /** Ids of the workflows agents have as tools. */
  workflows: string[];
};

/** Every name a model may use for this agent's tools, and every step inside one that may ask. */
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

/**
 * Reads the tools once at start, since pages cannot await an agent.
 * @throws what an author's function throws
 */
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
