import type { NotificationRow } from '@/db/schema';
import { and, asc, eq, gt, inArray, isNull, ne, sql, type InferInsertModel } from 'drizzle-orm';
import { deliveries, notifications } from '@/db/schema';
import type { NotificationChannel } from '@/db/enums';
import { insert, onlyIf, update, type Change } from '@/lib/journal/change';
import { write } from '@/lib/journal/commit';
import { asSystem, type Context } from '@/lib/people/context';
import { channelsWanted, isLinkKind, recipientsOf } from './recipients';

const notificationsAtOnce = 100;
const hour = 3_600_000;
/** How many single messages a run may send a person per hour and channel; later ones are combined. */
export const messagesPerRun = 5;
const gatherMs = 60_000;
/** The log's note for a message that was merged into another. */
/** The note of a message that was held back, and what older releases wrote instead. */
export const toldTogether = ['told_together', 'told together with others'] as const;

type Delivery = InferInsertModel<typeof deliveries>;
type DeskContext = Pick<Context, 'db' | 'clock'>;

/** A person gets one message per task, however often it is reassigned. */
const keyOf = ({ id, kind, taskId }: NotificationRow) => (kind === 'task' ? `task:${taskId}` : id);

const inbox = (userId: string, channel: NotificationChannel) => `${channel}:${userId}`;

/** How many messages about a run each of these people had in the last hour, by channel. */
async function countRecent(
  { db, clock }: DeskContext,
  runId: string,
  userIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await db
    .select({ userId: deliveries.userId, channel: deliveries.channel, count: sql<number>`count(*)` })
    .from(deliveries)
    .where(
      and(
        inArray(deliveries.userId, [...userIds]),
        eq(deliveries.runId, runId),
        gt(deliveries.createdAt, new Date(clock.now().getTime() - hour)),
        ne(deliveries.state, 'skipped'),
      ),
    )
    .groupBy(deliveries.userId, deliveries.channel);
  return new Map(rows.map(({ userId, channel, count }) => [inbox(userId, channel), count]));
}

/**
 * Stores the message. Above the limit it joins the hour's combined message; once that is being sent, the next
 * hour's.
 */
function deliveriesTo(
  { clock }: DeskContext,
  notification: NotificationRow,
  userId: string,
  channel: NotificationChannel,
  flooded: boolean,
): Change[] {
  const now = clock.now();
  const { id: notificationId, kind, runId, taskId, data } = notification;
  const own: Delivery = {
    id: `${keyOf(notification)}:${userId}:${channel}`,
    notificationId,
    kind,
    userId,
    channel,
    runId,
    taskId,
    data,
    dueAt: now,
    createdAt: now,
  };
  if (!flooded) return [insert(deliveries, own)];
  const thisHour = Math.floor(now.getTime() / hour);
  const more = (at: number, dueAt: Date): Delivery => ({
    ...own,
    id: `more:${runId}:${userId}:${channel}:${at}`,
    kind: 'more',
    taskId: null,
    data: { since: now.getTime() },
    dueAt,
  });
  const first = more(thisHour, new Date(now.getTime() + gatherMs));
  const onItsWay = sql`exists (select 1 from ${deliveries} d where d.id = ${first.id} and (d.state <> 'pending' or d.attempts > 0)) and not exists (select 1 from ${deliveries} d where d.id = ${own.id})`;
  return [
    ...onlyIf(onItsWay, [insert(deliveries, more(thisHour + 1, new Date((thisHour + 1) * hour)))]),
    insert(deliveries, first),
    insert(deliveries, { ...own, state: 'skipped', note: toldTogether[0], settledAt: now }),
  ];
}

/** One notification's messages, by current group members and their preferences. */
async function expandOne(
  ctx: DeskContext,
  notification: NotificationRow,
  configured: readonly NotificationChannel[],
): Promise<void> {
  const { db, clock } = ctx;
  const people = configured.length === 0 ? [] : await recipientsOf(db, notification);
  const [wanted, recent] = await Promise.all([
    channelsWanted(db, notification.kind, people),
    notification.runId === null ? new Map<string, number>() : countRecent(ctx, notification.runId, people),
  ]);
  const messages = people.flatMap((userId) => {
    const channels = configured.filter((channel) => wanted.get(userId)?.includes(channel));
    return channels.flatMap((channel) =>
      deliveriesTo(
        ctx,
        notification,
        userId,
        channel,
        !isLinkKind(notification.kind) && (recent.get(inbox(userId, channel)) ?? 0) >= messagesPerRun,
      ),
    );
  });
  const expanded = update(
    notifications,
    { expandedAt: clock.now() },
    and(eq(notifications.id, notification.id), isNull(notifications.expandedAt)),
  );
  await write(asSystem(ctx), [...messages, expanded]);
}

/**
 * Turns notifications into messages on the configured channels. One that nobody wants, or no channel can
 * deliver, yields none. Bounded.
 * @returns whether there are more
 */
export async function expandNotifications(
  ctx: DeskContext,
  configured: readonly NotificationChannel[],
): Promise<boolean> {
  const due = await ctx.db
    .select()
    .from(notifications)
    .where(isNull(notifications.expandedAt))
    .orderBy(asc(notifications.createdAt))
    .limit(notificationsAtOnce);
  for (const notification of due) await expandOne(ctx, notification, configured);
  return due.length === notificationsAtOnce;
}
