import { and, asc, eq, gt, gte, inArray, max, sql, type SQL } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { auditEvents, notificationCursor, runs, tasks, users } from '@/db/schema';
import { asSystem, type Context } from '@/lib/people/context';
import type { AuditVerb } from './audit';
import { onlyIf, update, type Change } from './change';
import { write } from './commit';

/** How far one consumer has read the audit log. */
export type Cursor = {
  /** The `seq` of the last event read, as a scalar; null while the consumer is off. */
  seq: SQL;
  /** Moves the cursor if it is still at `from`. */
  move: (from: number, to: number) => Change;
};

/** A cursor stored in `notification_cursor` under its consumer's name. */
export function cursorOf(id: string): Cursor {
  const itself = eq(notificationCursor.id, id);
  return {
    seq: sql`(select ${notificationCursor.seq} from ${notificationCursor} where ${itself})`,
    move: (from, to) =>
      update(notificationCursor, { seq: to }, and(itself, eq(notificationCursor.seq, from))),
  };
}

/** A follower of the log and its cursor. */
export type Consumer = {
  cursor: Cursor;
  verbs: readonly AuditVerb[];
  /** The most events it takes in one call. */
  atOnce: number;
  /** Events before this are skipped. */
  notBefore?: Date;
};

/** While nothing matches, the cursor moves only every so many events: reading them again is cheaper than a write. */
export const idleSteps = 1000;

/**
 * The next events of these verbs, oldest first, with the current state of their run and task. The `+` makes SQLite use
 * the index on `seq`: one on verb or time would visit ever more old events.
 */
export function eventsAfter(db: Database, { cursor, verbs, atOnce, notBefore }: Consumer) {
  return db
    .select({
      event: auditEvents,
      run: { title: runs.title, workflowId: runs.workflowId, requesterId: runs.requesterId },
      requester: users.name,
      task: { title: tasks.title, kind: tasks.kind, dueAt: tasks.dueAt, askedBefore: tasks.askedBefore },
    })
    .from(auditEvents)
    .leftJoin(runs, eq(runs.id, auditEvents.runId))
    .leftJoin(users, eq(users.id, runs.requesterId))
    .leftJoin(tasks, eq(tasks.id, auditEvents.taskId))
    .where(
      and(
        gt(auditEvents.seq, cursor.seq),
        inArray(sql`+${auditEvents.verb}`, [...verbs]),
        notBefore && gte(sql`+${auditEvents.at}`, notBefore.getTime()),
      ),
    )
    .orderBy(asc(auditEvents.seq))
    .limit(atOnce);
}

export type TailEvent = Awaited<ReturnType<typeof eventsAfter>>[number];

/** The next events of a consumer, between `from` and `upTo`, and whether more follow. */
export type TailPage = { events: TailEvent[]; from: number | null; upTo: number; more: boolean };

/** Reads the events after a cursor. Events commit in `seq` order, so none can appear before the cursor later. */
export async function readOn(db: Database, consumer: Consumer): Promise<TailPage> {
  const [[place], [head], events] = await db.batch([
    db.select({ seq: sql<number | null>`${consumer.cursor.seq}` }).from(sql`(select 1)`),
    db.select({ seq: max(auditEvents.seq) }).from(auditEvents),
    eventsAfter(db, consumer),
  ]);
  const from = place?.seq ?? null;
  const more = events.length === consumer.atOnce;
  const upTo = more ? events.at(-1)!.event.seq : Math.max(head?.seq ?? 0, from ?? 0);
  return { events, from, upTo, more };
}

/**
 * Gives a consumer its next events. Its changes and the move of its cursor are written together, and only if the cursor
 * has not moved since it was read; so each event is taken once, in any number of processes.
 * @returns whether to look again, as more follows or another process has moved the cursor
 */
export async function follow(
  desk: Pick<Context, 'db' | 'clock'>,
  consumer: Consumer,
  take: (events: TailEvent[]) => Change[],
): Promise<boolean> {
  const { events, from, upTo, more } = await readOn(desk.db, consumer);
  if (from === null) return false;
  const { seq, move } = consumer.cursor;
  const changes = onlyIf(sql`${seq} = ${from}`, take(events));
  if (changes.length === 0 && !more && upTo - from < idleSteps) return false;
  const changed = await write(asSystem(desk), [...changes, move(from, upTo)]);
  return more || changed.at(-1) !== 1;
}
