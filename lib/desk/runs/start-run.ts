import type { RunRow } from '@/db/schema';
import { and, eq, sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { runs } from '@/db/schema';
import type { Json } from '@/db/schema/json';
import { insert } from '@/lib/journal/change';
import { commit } from '@/lib/journal/commit';
import { requireScope } from '@/lib/people/require-scope';
import type { Context } from '@/lib/people/context';
import { conflict, forbidden, invalid, notFound } from '@/lib/base/errors';
import { parse } from '@/lib/base/parse';
import { dropSensitive } from '@/lib/base/schema/mask';
import { json } from '@/lib/base/shapes';
import { sameJson } from '@/lib/base/canonical';
import { isRecord } from '@/lib/base/schema/types';
import { issuesBelow } from '@/lib/base/schema/form-data-error';
import { checkInput } from './limits';
import type { WorkflowInfo } from '@/lib/engine/workflow-info';
import { schemasSeen } from './run-schemas';

export const startRunInput = z.strictObject({
  workflowId: z.string().min(1).max(200).meta({ description: 'The id of a workflow of this desk.' }),
  input: json.optional().meta({ description: "The request's data; must match the workflow's inputSchema." }),
  title: z.string().trim().min(1).max(200).optional().meta({
    description: 'The title of the request. Default: the workflow’s name and the first words of the input.',
  }),
});

/**
 * The workflow's title and the first short text of the input that is not sensitive: `Expense report: Train to Lyon`.
 */
export function titleFor(
  { title, inputSchema }: Pick<WorkflowInfo, 'title' | 'inputSchema'>,
  input: Json,
): string {
  const shown = dropSensitive(input, inputSchema ?? {});
  const values = typeof shown === 'object' && shown !== null ? Object.values(shown) : [];
  const text = values.find(
    (value): value is string => typeof value === 'string' && value.trim().length > 0 && value.length <= 120,
  );
  return text ? `${title}: ${text.trim()}` : title;
}

/**
 * Records a request; the outbox starts it in the engine. With an idempotency key, repeating the request returns its run.
 * @throws forbidden, not_found (workflow), invalid (paths below `input`), too_large, conflict (key used for another request)
 */
export async function startRun(
  ctx: Context,
  input: unknown,
  idempotencyKey: string | null = null,
): Promise<{ run: RunRow; repeated: boolean }> {
  const { actor, db, clock, engine } = ctx;
  requireScope(ctx, 'runs:start');
  if (actor.kind === 'system' || actor.roles.length === 0) throw forbidden('only_people');
  // Before parsing, as zod would recurse without end on circular input.
  if (isRecord(input)) checkInput(input.input);
  const given = parse(startRunInput, input);
  const workflow = engine.workflow(given.workflowId);
  if (!workflow) throw notFound('workflow');
  const checked = await engine.validateInput(given.workflowId, given.input ?? null);
  if (!checked.ok) throw invalid(issuesBelow('input', checked.issues));

  const now = clock.now();
  const id = randomUUID();
  const row = {
    id,
    workflowId: workflow.id,
    title: given.title ?? titleFor(workflow, checked.value),
    requesterId: actor.id,
    input: checked.value,
    schemas: schemasSeen(engine, { workflowId: workflow.id, schemas: null }),
    idempotencyKey,
    createdAt: now,
    updatedAt: now,
  };
  const same =
    idempotencyKey === null
      ? eq(runs.id, id)
      : and(eq(runs.requesterId, actor.id), eq(runs.idempotencyKey, idempotencyKey));
  const { found } = await commit(ctx, {
    when: sql`not exists (select 1 from ${runs} where ${same})`,
    event: {
      verb: 'run.requested',
      runId: id,
      after: { status: 'pending' },
      data: { workflowId: workflow.id, title: row.title },
    },
    changes: [insert(runs, row)],
    owes: { id: `start:${id}`, kind: 'start', runId: id },
    reads: db.select().from(runs).where(same),
  });
  const [run] = found;
  if (!run) throw new Error(`the run ${id} was not recorded`);
  if (run.id !== id && !(run.workflowId === workflow.id && sameJson(run.input, checked.value)))
    throw conflict('idempotency_key_reused');
  return { run, repeated: run.id !== id };
}
