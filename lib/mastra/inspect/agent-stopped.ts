/**
 * Why the desk stopped an agent, in a sentence for whoever asked for its work: it holds names and counts, and nothing of
 * what the agent worked with. The engine keeps the name of an error, by which it is known again.
 */
export class AgentStoppedError extends Error {
  override readonly name = 'AgentStoppedError';
}

/** Whether an error that a snapshot holds was one. */
export const isAgentStopped = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'name' in error && error.name === 'AgentStoppedError';
