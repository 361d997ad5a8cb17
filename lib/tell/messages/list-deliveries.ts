import { and, desc, eq, sql } from 'drizzle-orm';
import { z } from 'zod';
import { messageStates, type MessageKind, type MessageState, type NotificationChannel } from '@/db/enums';
import { deliveries, runs, tasks, users } from '@/db/schema';
import type { Context } from '@/lib/people/context';
import { notFound } from '@/lib/base/errors';
import { readCursor, writeCursor } from '@/lib/base/cursor';
import { pageQuery, parseQuery } from '@/lib/base/page-query';
import { maySeeAllRuns } from '@/lib/people/may-see-run';
import { readable } from '@/lib/base/readable/readable';
import type { Page } from '@/lib/base/page-query';
import { noteIn } from '@/lib/base/reasons';

const deliveryQuery = z.object({
  state: z.enum(messageStates).optional(),
  ...pageQuery,
});
export type DeliveryQuery = z.infer<typeof deliveryQuery>;

/** Reads a query string; empty values count as absent. @throws invalid naming the parameter. */
export const parseDeliveryQuery = (params: Record<string, unknown>): DeliveryQuery =>
  parseQuery(deliveryQuery, params);

/** One message to one person, for operators. Its content is not stored; times are ISO 8601 in UTC. */
export type DeliveryEntry = {
  id: string;
  kind: MessageKind;
  channel: NotificationChannel;
  state: MessageState;
  person: string;
  /** The title of the task or request; null for a digest. */
  title: string | null;
  runId: string | null;
  attempts: number;
  note: string | null;
  createdAt: string;
  /** Set while it waits. */
  dueAt: string | null;
};

const stateIs = (state: MessageState | undefined) => (state ? eq(deliveries.state, state) : undefined);

/** The delivery log, newest first. @throws not_found for everybody but operators and admins */
export async function listDeliveries(
  ctx: Context,
  { state, limit, cursor }: DeliveryQuery,
): Promise<Page<DeliveryEntry>> {
  if (!maySeeAllRuns(ctx.actor)) throw notFound('page');
  const [at, id] = cursor === undefined ? [] : readCursor(cursor);
  const rows = await ctx.db
    .select({ delivery: deliveries, person: users.name, taskTitle: tasks.title, runTitle: runs.title })
    .from(deliveries)
    .leftJoin(users, eq(users.id, deliveries.userId))
    .leftJoin(tasks, eq(tasks.id, deliveries.taskId))
    .leftJoin(runs, eq(runs.id, deliveries.runId))
    .where(
      and(
        stateIs(state),
        at === undefined ? undefined : sql`(${deliveries.createdAt}, ${deliveries.id}) < (${at}, ${id})`,
      ),
    )
    .orderBy(desc(deliveries.createdAt), desc(deliveries.id))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1)?.delivery : undefined;
  return {
    items: page.map(({ delivery, person, taskTitle, runTitle }) => ({
      id: delivery.id,
      kind: delivery.kind,
      channel: delivery.channel,
      state: delivery.state,
      person: readable(person ?? delivery.userId),
      title: readable(taskTitle ?? runTitle ?? '') || null,
      runId: delivery.runId,
      attempts: delivery.attempts,
      note: delivery.note === null ? null : readable(noteIn(delivery.note)),
      createdAt: delivery.createdAt.toISOString(),
      dueAt: delivery.state === 'pending' ? delivery.dueAt.toISOString() : null,
    })),
    nextCursor: last ? writeCursor([last.createdAt.getTime(), last.id]) : null,
  };
}
