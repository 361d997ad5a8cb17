import { and, count, eq, gte, isNotNull, max, min } from 'drizzle-orm';
import { deliveries, slackMessages, tasks } from '@/db/schema';
import type { Context } from '@/lib/people/context';
import { deskFinding } from '@/lib/desk/operators/desk-finding';
import type { Finding } from '@/lib/desk/operators/types';
import { read, type Read } from '@/lib/base/reads';
import { deliveryTexts as texts } from '@/lib/base/texts/notifications';

/**
 * After this many tries, about eight minutes, a Slack message that cannot be updated is shown to operators
 * too.
 */
const triesBeforeTold = 5;

type Row = { value: number; since: Date | null; note: string | null };

const finding = (
  id: string,
  { title, body }: { title(count: number): string; body: string },
  row: Row | undefined,
): Finding[] =>
  !row || row.value === 0
    ? []
    : [
        deskFinding({
          kind: 'deliveries',
          id,
          title: title(row.value),
          reason: body,
          detail: row.note,
          since: row.since ?? new Date(0),
        }),
      ];

/**
 * Abandoned messages as one finding, and Slack messages that still ask a settled question as another; none if
 * there are none. Not scoped: callers must check authority.
 */
export function stuckDeliveriesRead({ db }: Pick<Context, 'db'>): Read<Finding[]> {
  const given = db
    .select({ value: count(), since: min(deliveries.settledAt), note: max(deliveries.note) })
    .from(deliveries)
    .where(eq(deliveries.state, 'stuck'));
  const asking = db
    .select({ value: count(), since: min(tasks.closedAt), note: max(slackMessages.note) })
    .from(slackMessages)
    .leftJoin(tasks, eq(tasks.id, slackMessages.taskId))
    .where(and(isNotNull(slackMessages.dueAt), gte(slackMessages.attempts, triesBeforeTold)));
  return read([given, asking], ([[stuck], [open]]) => [
    ...finding('deliveries', texts.failing, stuck),
    ...finding('slack-messages', texts.asking, open),
  ]);
}
