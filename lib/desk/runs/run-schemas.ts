import type { RunRow } from '@/db/schema';
import type { StoredSchema, RunSchemas } from '@/db/schema/json';
import { sameJson } from '@/lib/base/canonical';
import { hiddenSchema } from '@/lib/base/schema/mask';
import type { Engine } from '@/lib/engine/engine';
import type { WorkflowInfo } from '@/lib/engine/workflow-info';

type Known = Pick<RunRow, 'workflowId' | 'schemas'>;

const schemasOf = ({ inputSchema, resultSchema }: WorkflowInfo): RunSchemas => ({
  input: inputSchema,
  result: resultSchema,
});

/** The schemas of all releases that saw the run, including this one. */
export function schemasSeen(engine: Pick<Engine, 'workflow'>, { workflowId, schemas }: Known): RunSchemas[] {
  const workflow = engine.workflow(workflowId);
  const seen = schemas ?? [];
  const now = workflow && schemasOf(workflow);
  return !now || seen.some((one) => sameJson(one, now)) ? seen : [...seen, now];
}

/** The schemas that mask a run's input and result. Everything is hidden if none is known. */
export function runMasks(
  engine: Pick<Engine, 'workflow'>,
  run: Known,
): Record<keyof RunSchemas, (StoredSchema | null)[]> {
  const seen = schemasSeen(engine, run);
  if (seen.length === 0) return { input: [hiddenSchema], result: [hiddenSchema] };
  return { input: seen.map(({ input }) => input), result: seen.map(({ result }) => result) };
}
