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

/** The schemas that a run was seen with, this release's included. */
export function schemasSeen(engine: Pick<Engine, 'workflow'>, { workflowId, schemas }: Known): RunSchemas[] {
  const workflow = engine.workflow(workflowId);
  const seen = schemas ?? [];
  const now = workflow && schemasOf(workflow);
  return !now || seen.some((one) => sameJson(one, now)) ? seen : [...seen, now];
}

/** By which schemas a run's request and result are masked. All is hidden when nobody knows what they were. */
export function runMasks(
  engine: Pick<Engine, 'workflow'>,
  run: Known,
): Record<keyof RunSchemas, (StoredSchema | null)[]> {
  const seen = schemasSeen(engine, run);
  if (seen.length === 0) return { input: [hiddenSchema], result: [hiddenSchema] };
  return { input: seen.map(({ input }) => input), result: seen.map(({ result }) => result) };
}
