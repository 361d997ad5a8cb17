/** Thrown at boot. Its message has one fault per line, with workflow, step and reason. */
export class WorkflowError extends Error {}
