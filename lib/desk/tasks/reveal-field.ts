import type { TaskRow } from '@/db/schema';
import { z } from 'zod';
import type { Json } from '@/db/schema/json';
import { commit } from '@/lib/journal/commit';
import { requireScope } from '@/lib/people/require-scope';
import type { Context } from '@/lib/people/context';
import { fault, forbidden, invalid } from '@/lib/base/errors';
import { parse } from '@/lib/base/parse';
import { mayReveal } from '@/lib/people/eligibility';
import { hiddenValue } from '@/lib/base/schema/mask';
import { parsePath, type Segment } from '@/lib/base/schema/paths';
import { getTaskFor } from './get-task';
import { evidenceMasks } from './shown';

export const revealFieldInput = z.strictObject({
  path: z.string().max(1000).meta({
    description:
      'The path of the masked value in the payload, such as `applicant.accounts[0].iban`; empty for all of it.',
  }),
});

/** The value at this path if a mask hides exactly that; otherwise undefined. */
function revealed({ engine }: Context, task: TaskRow, path: Segment[]): Json | undefined {
  for (const schema of evidenceMasks(engine, task)) {
    const value = schema ? hiddenValue(task.payload, schema, path) : undefined;
    if (value !== undefined) return value;
  }
  return undefined;
}

/**
 * Reveals a masked value of a task's evidence to a person who may decide or oversee the task. Audited before the value is
 * returned, with the path and without the value.
 * @throws not_found, forbidden, invalid (no path, or nothing is masked there)
 */
export async function revealField(ctx: Context, taskId: string, input: unknown): Promise<{ value: Json }> {
  requireScope(ctx, 'tasks:decide');
  const { task } = await getTaskFor(ctx, taskId);
  if (!mayReveal(ctx.actor, task, ctx.clock.now())) throw forbidden('hidden_from_you');
  const { path } = parse(revealFieldInput, input);
  const segments = parsePath(path);
  const value = segments && revealed(ctx, task, segments);
  if (value === undefined) throw invalid([fault('path', 'nothing_hidden')]);
  await commit(ctx, {
    event: { verb: 'task.revealed', runId: task.runId, taskId: task.id, data: { path } },
  });
  return { value };
}
