import { and, eq, inArray, sql } from 'drizzle-orm';
import { z } from 'zod';
import { deliveries } from '@/db/schema';
import { update } from '@/lib/journal/change';
import { commitEach } from '@/lib/journal/commit';
import type { Context } from '@/lib/people/context';
import { conflict } from '@/lib/base/errors';
import { requireOperator } from '@/lib/desk/operators/require-operator';
import { parse } from '@/lib/base/parse';
import { dueAgain } from '@/lib/tell/queue/queue';

const atOnce = 200;
export const retryDeliveriesInput = z.strictObject({
  ids: z
    .array(z.string().min(1).max(300))
    .min(1)
    .max(atOnce)
    .optional()
    .meta({ description: 'Which of those that were given up; all of them when left out.' }),
});

/**
 * Makes messages that were given up due now, with all their tries.
 * @returns how many
 * @throws forbidden, invalid, conflict when none of them waits for an operator
 */
export async function retryDeliveries(ctx: Context, input: unknown): Promise<number> {
  requireOperator(ctx);
  const { ids } = parse(retryDeliveriesInput, input ?? {});
  const { db, clock } = ctx;
  const found = await db
    .select()
    .from(deliveries)
    .where(and(eq(deliveries.state, 'stuck'), ids ? inArray(deliveries.id, ids) : undefined))
    .limit(atOnce);
  const won = await commitEach(
    ctx,
    found.map(({ id, channel, kind, userId, runId, taskId, attempts }) => ({
      when: sql`exists (select 1 from ${deliveries} d where d.id = ${id} and d.state = 'stuck')`,
      event: {
        verb: 'delivery.retried',
        ...(runId === null ? {} : { runId }),
        ...(taskId === null ? {} : { taskId }),
        before: { state: 'stuck', attempts },
        after: { state: 'pending', attempts: 0 },
        data: { channel, kind, userId },
      },
      changes: [
        update(
          deliveries,
          { ...dueAgain(clock.now()), state: 'pending', settledAt: null },
          eq(deliveries.id, id),
        ),
      ],
    })),
  );
  const retried = won.filter(Boolean).length;
  if (retried === 0) throw conflict('no_stuck_messages');
  return retried;
}
