/** What workflows import; the rest of it is in agents/ and questions/. */
export * from './agents/agent-step';
