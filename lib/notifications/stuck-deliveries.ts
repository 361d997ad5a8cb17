import { count, eq, max, min } from 'drizzle-orm';
import { deliveries } from '@/db/schema';
import type { Context } from '@/lib/context';
import type { Finding } from '@/lib/operations/types';
import { read, type Read } from '@/lib/reads';
import { deliveryTexts as texts } from '@/lib/texts/notifications';

/** Messages that were given up, as one finding; none when there are none. Not scoped: the caller is. */
export function stuckDeliveriesRead({ db }: Pick<Context, 'db'>): Read<Finding[]> {
  const statement = db.select({ value: count(), since: min(deliveries.settledAt), note: max(deliveries.note) }).from(deliveries).where(eq(deliveries.state, 'stuck'));
  return read([statement], ([[row]]) => {
    if (!row || row.value === 0) return [];
    return [{ kind: 'deliveries', id: 'deliveries', runId: null, taskId: null, title: texts.failing.title(row.value), workflowTitle: null, reason: texts.failing.body, detail: row.note, since: (row.since ?? new Date(0)).toISOString(), actions: [] }];
  });
}
