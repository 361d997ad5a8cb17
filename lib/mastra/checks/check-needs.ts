import type { AgentParts, ToolLike } from '@/lib/mastra/authoring/agent-tools';
import { validateWith } from '@/lib/mastra/authoring/standard-schema';
import { contextKey, type StepContext } from '@/lib/mastra/authoring/step-context';

/** The request context the desk gives every run, with example values. */
const context: { [contextKey]: StepContext } = {
  [contextKey]: {
    runId: 'run',
    requester: { id: 'user', name: 'Name', email: 'name@example.com' },
    idempotencyKey: 'key',
  },
};

/** The parts of a request context's schema that nobody provides here, in words. */
export async function contextFaults(schema: unknown): Promise<string[]> {
  const checked = await validateWith(schema, context);
  return checked.ok
    ? []
    : [
        `needs a request context that the desk does not give (${checked.issues
          .map(({ path, message }) => `${path || 'value'}: ${message}`)
          .join('; ')}); take it from the run’s input, or from "${contextKey}"`,
      ];
}

export const toolContextFaults = async (
  name: string,
  { requestContextSchema }: ToolLike,
): Promise<string[]> =>
  (await contextFaults(requestContextSchema)).map((fault) => `the tool "${name}" ${fault}`);

export async function memoryFaults({ agent }: Pick<AgentParts, 'agent'>): Promise<string[]> {
  const memory = agent.hasOwnMemory() ? await agent.getMemory() : undefined;
  return memory && !memory.hasOwnStorage
    ? [
        `the agent "${agent.id}" has memory without a store, and the desk's own keeps runs only; give new Memory({ storage })`,
      ]
    : [];
}

/** What an agent and its tools need in a step and do not get here: a request context, a store for memory. */
export async function needFaults(parts: AgentParts): Promise<string[]> {
  const { agent, tools } = parts;
  const own = (await contextFaults(agent.requestContextSchema)).map(
    (fault) => `the agent "${agent.id}" ${fault}`,
  );
  const ofTools = await Promise.all(
    Object.entries(tools).map(([name, tool]) => toolContextFaults(name, tool)),
  );
  return [...own, ...ofTools.flat(), ...(await memoryFaults(parts))];
}
