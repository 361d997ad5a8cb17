/** What workflows import. The rest is in agents/ and questions/. */
export * from './agents/agent-step';
