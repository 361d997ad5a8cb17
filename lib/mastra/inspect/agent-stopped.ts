/**
 * Why the desk stopped an agent. The requester may read it, so it holds only names and counts, no data the
 * agent worked with. The engine keeps an error's name, by which we recognise it.
 */
export class AgentStoppedError extends Error {
  override readonly name = 'AgentStoppedError';
}

/** Whether an error in a snapshot is an AgentStoppedError. */
export const isAgentStopped = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'name' in error && error.name === 'AgentStoppedError';
