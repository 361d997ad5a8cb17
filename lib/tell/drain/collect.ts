import { notifications } from '@/db/schema';
import { insert } from '@/lib/journal/change';
import { cursorOf, follow, type Consumer } from '@/lib/journal/tail';
import type { Context } from '@/lib/people/context';
import { verbsTold } from '@/lib/tell/events/event-table';
import { notificationsOf } from '@/lib/tell/messages/events';
import { outdatedMessages } from '@/lib/tell/slack/outdate-messages';

type DeskContext = Pick<Context, 'db' | 'clock'>;

/** People follow the log by this; exported so that a test can ask for its query plan. */
export const people: Consumer = {
  cursor: cursorOf('audit'),
  verbs: [...new Set([...verbsTold('people'), ...verbsTold('outdates')])],
  atOnce: 200,
};

/**
 * Turns what the audit log says since the last look into notifications, and owes updates to the messages in Slack that
 * it makes untrue. An event stands in the log in the same batch as the change it tells of, so none is lost, and nobody
 * who decides or drives a run waits for this. Any number may look at once.
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

/** Once a day, from this hour on, people are to be told what waits for them; day and hour are those of the time zone. */
export async function collectDigest(
  { db, clock }: DeskContext,
  hour: number,
  timeZone = 'UTC',
): Promise<void> {
  const now = clock.now();
  // Swedish writes it as ISO 8601 does: 2026-11-22 09:00.
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
