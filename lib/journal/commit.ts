import { and, eq, ne, sql, type InferInsertModel, type SQL } from 'drizzle-orm';
import type { BatchItem } from 'drizzle-orm/batch';
import { auditEvents, outbox, runLeases } from '@/db/schema';
import type { Database } from '@/db/client';
import type { Statement } from '@/db/guarded';
import { newId } from '@/lib/base/ids';
import { audited, type AuditEvent } from './audit';
import { insert, type Change, type Writer } from './change';
import { noteEvent } from './written';

/** Work that is owed to a run from then on; due at once, when it does not say. */
type Debt = Omit<InferInsertModel<typeof outbox>, 'dueAt' | 'createdAt'> & { dueAt?: Date };

/** The lease of a run, as its holder names itself. */
export type Held = { runId: string; owner: string };

/**
 * What a verb does. Its event is written first, and only `when` its guard holds in the database; the changes and the debt
 * are written only with the event. So the guard is named once, and may be about what the changes then change.
 */
export type Deed = {
  when?: SQL | undefined;
  event: AuditEvent & { key?: never };
  changes: readonly Change[];
  owes?: Debt | undefined;
};

/** An event and nothing else. Its key may make it single: a deed would go on without its event then. */
type Told = { when?: SQL | undefined; event: AuditEvent; changes?: never; owes?: never };

type Planned = { change: Change; mine: SQL | undefined };

const owed = (debt: Debt): Change => ({
  statement: (writer, mine) => {
    const now = writer.clock.now();
    return insert(outbox, { dueAt: now, createdAt: now, ...debt }).statement(writer, mine);
  },
});

const isWritten = (keys: readonly string[]): SQL =>
  sql`exists (select 1 from ${auditEvents} won where won.key in ${keys})`;

type Plan = { key: string; planned: Planned[] };

function plan({ when, event, changes = [], owes }: Deed | Told): Plan {
  const key = newId('aud');
  const hanging = owes ? [...changes, owed(owes)] : changes;
  const mine = isWritten([key]);
  const named = hanging.length > 0 ? { ...event, key } : event;
  return {
    key,
    planned: [{ change: audited(named), mine: when }, ...hanging.map((change) => ({ change, mine }))],
  };
}

/** Fails its whole batch when the lease is somebody else's by now: an owner must not be null. */
const onlyWhileHeld = (db: Database, { runId, owner }: Held): Statement =>
  db
    .update(runLeases)
    .set({ owner: sql`null` })
    .where(and(eq(runLeases.runId, runId), ne(runLeases.owner, owner)));

type Read<Row> = BatchItem<'sqlite'> & PromiseLike<Row[]>;
type Sending<Row> = { under?: Held | undefined; reads?: Read<Row> | undefined };

const rowsOf = (result: unknown): number =>
  typeof result === 'object' && result !== null && 'rowsAffected' in result ? Number(result.rowsAffected) : 0;

/** One atomic batch, in one round trip. What it wrote to the audit log is noted, for whoever tells people afterwards. */
async function send<Row>(writer: Writer, planned: Planned[], { under, reads }: Sending<Row>) {
  const { db, mark } = writer;
  const [first, ...rest] = planned.map(({ change, mine }) => change.statement(writer, mine));
  if (!first) return { changed: [], found: [] };
  const after = [under && onlyWhileHeld(db, under), mark?.isMade ? undefined : mark?.statement, reads];
  const results: unknown[] = await db.batch([first, ...rest, ...after.filter((one) => one !== undefined)]);
  if (mark) mark.isMade = true;
  const changed = planned.map((_, index) => rowsOf(results[index]));
  for (const [index, { change }] of planned.entries())
    if (change.verb && changed[index]! > 0) noteEvent(change.verb);
  return { changed, found: reads ? (results.at(-1) as Row[]) : [] };
}

/**
 * Ends a write verb: its event, its changes and what it owes to a run, all of them or nothing, in one round trip.
 * `under`: nothing, too, once the lease of the run is somebody else's, which throws. `reads` is read right after it.
 * @returns whether the guard held, and what was found
 */
export async function commit<Row = never>(
  writer: Writer,
  { under, reads, ...deed }: (Deed | Told) & Sending<Row>,
): Promise<{ won: boolean; found: Row[] }> {
  const { changed, found } = await send(writer, plan(deed).planned, { under, reads });
  return { won: changed[0] === 1, found };
}

/**
 * Several deeds at once, each with a guard of its own, and `ifAny` of them won some changes more. In one round trip, and in
 * none when there is nothing to do.
 * @returns of each deed whether its guard held
 */
export async function commitEach(
  writer: Writer,
  deeds: readonly Deed[],
  ifAny: readonly Change[] = [],
): Promise<boolean[]> {
  const plans = deeds.map(plan);
  const mine = isWritten(plans.map(({ key }) => key));
  const last = ifAny.map((change) => ({ change, mine }));
  const { changed } = await send(writer, [...plans.flatMap(({ planned }) => planned), ...last], {});
  let at = 0;
  return plans.map(({ planned }) => {
    const won = changed[at] === 1;
    at += planned.length;
    return won;
  });
}

/**
 * What no verb does: a drive or a queue that writes down how far it came. All of it is written or, once the lease of the
 * run is somebody else's, nothing. @returns how many rows each change changed
 */
export const write = async (writer: Writer, changes: readonly Change[], under?: Held): Promise<number[]> =>
  (
    await send(
      writer,
      changes.map((change) => ({ change, mine: undefined })),
      { under },
    )
  ).changed;
