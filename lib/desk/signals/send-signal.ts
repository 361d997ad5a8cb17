import { eq } from 'drizzle-orm';
import { z } from 'zod';
import { signals, tasks } from '@/db/schema';
import { insert } from '@/lib/journal/change';
import { commit } from '@/lib/journal/commit';
import { maySeeAllRuns } from '@/lib/people/may-see-run';
import { requireScope } from '@/lib/people/require-scope';
import { signatureOf, type Context } from '@/lib/people/context';
import { forbidden, invalid, type Issue } from '@/lib/base/errors';
import { newId } from '@/lib/base/ids';
import { parse } from '@/lib/base/parse';
import { json } from '@/lib/base/shapes';
import { issuesBelow } from '@/lib/base/schema/form-data-error';
import { matchSignalsSoon, waitsFor } from './match-signals';
import { signalName } from '@/lib/engine/signal-name';

export const sendSignalInput = z.strictObject({
  name: signalName,
  key: z
    .string()
    .min(1)
    .max(300)
    .meta({ description: 'Identifies what is waited for, such as an order number.' }),
  data: json
    .optional()
    .meta({ description: 'The data for the waiting steps; must match their resumeSchema.' }),
});

export const signalReceipt = z
  .object({
    signalId: z.string(),
    state: z.enum(['used', 'kept']),
    runIds: z.array(z.string()).meta({ description: 'The runs that get the signal.' }),
  })
  .meta({ id: 'SignalReceipt' });

export type SignalReceipt = z.infer<typeof signalReceipt>;

/** Refuses data that no waiting task accepts, as that is the sender's mistake. Does nothing if no task waits. */
async function refuseMisfit(
  ctx: Context,
  name: string,
  key: string,
  data: z.output<typeof sendSignalInput>['data'],
): Promise<void> {
  const waiting = await ctx.db
    .select({
      workflowId: tasks.workflowId,
      stepPath: tasks.stepPath,
      payload: tasks.payload,
      toolCall: tasks.toolCall,
    })
    .from(tasks)
    .where(waitsFor(name, key));
  const issues: Issue[] = [];
  for (const task of waiting) {
    if (!ctx.engine.asks({ ...task, path: task.stepPath })) continue;
    const checked = await ctx.engine.validateResume({ ...task, path: task.stepPath }, data ?? null);
    // If a schema throws, the signal is kept, and the sweep reports the fault to operators.
    if (checked.ok || checked.fault !== undefined) return;
    issues.push(...checked.issues);
  }
  if (issues.length > 0) throw invalid(issuesBelow('data', issues));
}

/**
 * Records a signal, and decides every task that waits for its name and key; without one the signal is kept. For operators.
 * The outbox resumes the runs. @throws forbidden, invalid (also if no waiting step accepts the data)
 */
export async function sendSignal(ctx: Context, input: unknown): Promise<SignalReceipt> {
  const { actor, db, clock, channel } = ctx;
  requireScope(ctx, 'signals:send');
  if (!maySeeAllRuns(actor)) throw forbidden('only_operators');
  const { name, key, data } = parse(sendSignalInput, input);
  await refuseMisfit(ctx, name, key, data);
  const signalId = newId('sig');
  const by = { ...signatureOf(actor), channel };
  await commit(ctx, {
    event: { verb: 'signal.received', after: { state: 'kept' }, data: { name, key } },
    changes: [
      insert(signals, { id: signalId, name, key, data: data ?? null, ...by, createdAt: clock.now() }),
    ],
  });
  const runIds = await matchSignalsSoon(ctx, name, key);
  const [row] = await db.select({ state: signals.state }).from(signals).where(eq(signals.id, signalId));
  return { signalId, state: row?.state === 'used' ? 'used' : 'kept', runIds };
}
