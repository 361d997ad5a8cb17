import type { Json, StoredSchema, StoredToolCall } from '@/db/schema/json';
import type { StepSchemas } from './snapshot';
import type { WorkflowInfo } from './workflow-info';
import type { Place, RunFacts, Suspension, TaskDraft, TaskForm, Validated, Question } from './types';

/** What the code says about its workflows. Needs no store. */
export type Definitions = {
  workflows(): WorkflowInfo[];
  workflow(workflowId: string): WorkflowInfo | undefined;
  /**
   * The schemas of a step's input and output; the empty path means the whole workflow. Null when the code has
   * no such step.
   */
  schemas(workflowId: string, path: readonly string[]): StepSchemas | null;
  /**
   * The current schema for the arguments a waiting tool call shows; null when only a real request could find
   * the tool.
   */
  toolMask(workflowId: string, path: readonly string[], call: StoredToolCall | null): StoredSchema | null;
  /** The steps a run can be put back to; empty when the code no longer has the workflow. */
  places(workflowId: string): Place[];
  /** Whether the code still has the step that asks. */
  asks(question: Pick<Suspension, 'workflowId' | 'path'>): boolean;
  /**
   * Checks a run's input against the workflow's schema. The value comes back unchanged, since the engine
   * fills in defaults.
   */
  validateInput(workflowId: string, input: unknown): Promise<Validated>;
  /**
   * Checks an answer against the schema of the step or tool that asks. Without a schema, anything is valid.
   */
  validateResume(question: Question, data: unknown): Promise<Validated>;
  /**
   * The schemas and buttons of a question in the current code, which may be a later release than the one that
   * asked.
   */
  formOf(question: Question): Promise<TaskForm>;
  /** What the step's author declared for one suspension: title, candidates, outcomes, due time. */
  describeTask(suspension: Suspension, run: RunFacts, now: Date): Promise<TaskDraft>;
  /**
   * Calls the check of a step that waits for a machine; null while there is no answer yet. Throws whatever
   * the check throws.
   */
  check(suspension: Pick<Suspension, 'workflowId' | 'path' | 'payload'>, run: RunFacts): Promise<Json | null>;
};
