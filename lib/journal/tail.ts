import { and, asc, eq, gt, gte, inArray, max, sql, type SQL } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { auditEvents, notificationCursor, runs, tasks, users } from '@/db/schema';
import { asSystem, type Context } from '@/lib/people/context';
import type { AuditVerb } from './audit';
import { onlyIf, update, type Change } from './change';
import { write } from './commit';

/** How far one consumer has read the audit log. */
export type Cursor = {
  /** The `seq` it stands at, as a scalar; null while its consumer wants nothing. */
  seq: SQL;
  /** Moves it, if it still stands at `from`. */
  move: (from: number, to: number) => Change;
};

/** A cursor that is a row of its own, by the name of its consumer. */
export function cursorOf(id: string): Cursor {
  const itself = eq(notificationCursor.id, id);
  return {
    seq: sql`(select ${notificationCursor.seq} from ${notificationCursor} where ${itself})`,
    move: (from, to) =>
      update(notificationCursor, { seq: to }, and(itself, eq(notificationCursor.seq, from))),
  };
}

/** Whoever follows the log, with a cursor of its own. */
export type Consumer = {
  cursor: Cursor;
  verbs: readonly AuditVerb[];
  /** How many events it takes at once. */
  atOnce: number;
  /** Events before this are skipped. */
  notBefore?: Date;
};

/** A cursor with nothing to tell is moved only now and then: looking again costs less than writing. */
export const idleSteps = 1000;

/**
 * The next events of these verbs, oldest first, with what they are about as it is now. Found by number, never by verb or
 * time (hence `+`), of which there are ever more.
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

/** What comes next for a consumer: the events between `from` and `upTo`, and whether there are more behind them. */
export type TailPage = { events: TailEvent[]; from: number | null; upTo: number; more: boolean };

/**
 * Reads on from a cursor. Events get their numbers in the order of their commits, so that what is read behind a cursor
 * has no holes that fill up later.
 */
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
 * Gives a consumer its next events: what it makes of them, and the move of its cursor, are written together, and only
 * while the cursor stands where it was read. So each event is taken once, in however many processes.
 * @returns whether to look again: there is more, or somebody else has moved the cursor meanwhile
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
