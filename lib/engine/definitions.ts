import type { Json, StoredSchema, StoredToolCall } from '@/db/schema/json';
import type { StepSchemas } from './snapshot';
import type { WorkflowInfo } from './workflow-info';
import type { Place, RunFacts, Suspension, TaskDraft, TaskForm, Validated, Question } from './types';

/** What the code says of its workflows: no store is needed for it. */
export type Definitions = {
  workflows(): WorkflowInfo[];
  workflow(workflowId: string): WorkflowInfo | undefined;
  /** The schemas of what a step is given and gives; the empty path is the workflow. Null when the code has no such step. */
  schemas(workflowId: string, path: readonly string[]): StepSchemas | null;
  /** The schema that the code has now for what a waiting call of an agent's tool shows; null when it takes a request to find it. */
  toolMask(workflowId: string, path: readonly string[], call: StoredToolCall | null): StoredSchema | null;
  /** Where runs of a workflow can be put back to; none when the code has no such workflow (any more). */
  places(workflowId: string): Place[];
  /** Whether the code still has the step that asks. */
  asks(question: Pick<Suspension, 'workflowId' | 'path'>): boolean;
  /** Checks a run's input by the workflow's own schema; it comes back as given, the engine fills defaults in. */
  validateInput(workflowId: string, input: unknown): Promise<Validated>;
  /** Checks an answer by the schema of the step, or of the tool that asks; a step without one takes anything. */
  validateResume(question: Question, data: unknown): Promise<Validated>;
  /** The schemas and buttons of a question by the code as it is now: another release may have changed them. */
  formOf(question: Question): Promise<TaskForm>;
  /** What a step's author said about one suspension: title, candidates, outcomes, due time. */
  describeTask(suspension: Suspension, run: RunFacts, now: Date): Promise<TaskDraft>;
  /** Asks the check of a step that waits for a machine; null while its time has not come. Throws what the check throws. */
  check(suspension: Pick<Suspension, 'workflowId' | 'path' | 'payload'>, run: RunFacts): Promise<Json | null>;
};
