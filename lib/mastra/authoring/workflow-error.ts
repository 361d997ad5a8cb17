/** Thrown at boot; its message names workflow, step and reason, one fault a line. */
export class WorkflowError extends Error {}
