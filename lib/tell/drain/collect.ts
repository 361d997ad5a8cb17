import { and, asc, eq, gt, inArray, lt, sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { auditEvents, notificationCursor, notifications, runs, tasks } from '@/db/schema';
import { runBatch } from '@/db/guarded';
import type { Context } from '@/lib/people/context';
import { outdatedMessages } from '@/lib/tell/slack/outdate-messages';
import { verbsTold } from '@/lib/tell/events/event-table';
import { notificationsOf } from '@/lib/tell/messages/events';

type DeskContext = Pick<Context, 'db' | 'clock'>;

const eventsAtOnce = 200;
const place = 'audit';

const since = sql`coalesce((select ${notificationCursor.seq} from ${notificationCursor} where ${notificationCursor.id} = ${place}), 0)`;

/** The events that nobody was told of. Exported so that a test can ask for its query plan: by number, never by verb (`+`), of which there are ever more. */
export function unheardEvents(db: Database) {
  return db
    .select({ event: auditEvents, requesterId: runs.requesterId, before: tasks.askedBefore })
    .from(auditEvents)
    .leftJoin(runs, eq(runs.id, auditEvents.runId))
    .leftJoin(tasks, eq(tasks.id, auditEvents.taskId))
    .where(and(gt(auditEvents.seq, since), inArray(sql`+${auditEvents.verb}`, verbsTold('people'))))
    .orderBy(asc(auditEvents.seq))
    .limit(eventsAtOnce);
}

/**
 * Turns what the audit log says since the last look into notifications. An event stands in the log in the same batch as
 * the change it tells of, and events get their numbers in the order of their commits, so none is lost, and nobody who
 * decides or drives a run waits for this. Any number may look at once.
 * @returns whether there is more to read
 */
export async function collectNotifications({ db, clock }: DeskContext): Promise<boolean> {
  const [[head], found] = await db.batch([
    db.select({ last: sql<number>`coalesce(max(${auditEvents.seq}), 0)` }).from(auditEvents),
    unheardEvents(db),
  ]);
  const more = found.length === eventsAtOnce;
  const upTo = more ? (found.at(-1)?.event.seq ?? 0) : (head?.last ?? 0);
  const rows = found.flatMap(({ event, requesterId, before }) => notificationsOf(event, requesterId, before));
  await runBatch(db, [
    ...rows.map((row) => db.insert(notifications).values(row).onConflictDoNothing()),
    outdatedMessages(db, clock.now(), since, upTo),
    db
      .update(notificationCursor)
      .set({ seq: upTo })
      .where(and(eq(notificationCursor.id, place), lt(notificationCursor.seq, upTo))),
  ]);
  return more;
}

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
