import type { Agent } from '@mastra/core/agent';
import type { Json } from '@/db/schema/json';
import { metadataKey, type HumanTask } from './human-task';

/** What people see when an agent wants to use a tool. */
type ToolQuestion = {
  agent: string;
  actingFor: string;
  tool: string;
  description: string;
  arguments: Json;
  question?: Json;
};

export type AnyAgent = Agent<string>;

export type AgentStepOptions = {
  /** The step's id. Default: the agent's. */
  id?: string;
  /** How many rounds of model and tools it may take in all, including those after an answer. Default 20. */
  maxSteps?: number;
  /** How often the same call may be declined before the agent is stopped. Default 3. */
  maxDeclines?: number;
  /** Who answers, by when, and so on: per tool in `tools`, otherwise for all. Default: approvers. */
  approvals?: HumanTask<ToolQuestion, unknown>;
  tools?: Record<string, HumanTask<ToolQuestion, unknown>>;
};

export type AgentPolicy = AgentStepOptions & { agent: AnyAgent };

/** The policy of an agent step; undefined for every other step. */
export function agentPolicyOf(metadata: Record<string, unknown> | undefined): AgentPolicy | undefined {
  const ours = metadata?.[metadataKey];
  return typeof ours === 'object' && ours !== null && 'agent' in ours
    ? (ours.agent as AgentPolicy)
    : undefined;
}
