import { notifications } from '@/db/schema';
import { insert } from '@/lib/journal/change';
import { cursorOf, follow, type Consumer } from '@/lib/journal/tail';
import type { Context } from '@/lib/people/context';
import { verbsTold } from '@/lib/tell/events/event-table';
import { notificationsOf } from '@/lib/tell/messages/events';
import { outdatedMessages } from '@/lib/tell/slack/outdate-messages';

type DeskContext = Pick<Context, 'db' | 'clock'>;

/** The log position for notifications to people. Exported so that a test can check its query plan. */
export const people: Consumer = {
  cursor: cursorOf('audit'),
  verbs: [...new Set([...verbsTold('people'), ...verbsTold('outdates')])],
  atOnce: 200,
};

/**
 * Turns new audit events into notifications, and marks Slack messages they make outdated. An event is written
 * in the same batch as its change, so none is lost and no decision waits for this. Safe in many processes at
 * once.
 * @returns whether there is more to read
 */
export const collectNotifications = (desk: DeskContext): Promise<boolean> =>
  follow(desk, people, (events) => [
    ...events
      .flatMap(({ event, run, task }) =>
        notificationsOf(event, run?.requesterId ?? null, task?.askedBefore ?? null),
      )
      .map((row) => insert(notifications, row)),
    ...outdatedMessages(
      desk.clock.now(),
      events.map(({ event }) => event),
    ),
  ]);

/**
 * Once a day, from this hour on, each person gets a digest of what waits for them; day and hour are in the
 * desk's time zone.
 */
export async function collectDigest(
  { db, clock }: DeskContext,
  hour: number,
  timeZone = 'UTC',
): Promise<void> {
  const now = clock.now();
  // Swedish formats dates like ISO 8601: 2026-11-22 09:00.
  const [day = '', time = ''] = new Intl.DateTimeFormat('sv-SE', {
    dateStyle: 'short',
    timeStyle: 'short',
    timeZone,
  })
    .format(now)
    .split(' ');
  if (Number.parseInt(time, 10) < hour) return;
  await db
    .insert(notifications)
    .values({ id: `digest:${day}`, kind: 'digest', principals: null, createdAt: now })
    .onConflictDoNothing();
}
