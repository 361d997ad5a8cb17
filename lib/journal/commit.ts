import { and, eq, ne, sql, type InferInsertModel, type SQL } from 'drizzle-orm';
import type { BatchItem } from 'drizzle-orm/batch';
import { auditEvents, outbox, runLeases } from '@/db/schema';
import type { Database } from '@/db/client';
import type { Statement } from '@/db/guarded';
import { newId } from '@/lib/base/ids';
import { audited, type AuditEvent } from './audit';
import { insert, type Change, type Writer } from './change';
import { noteEvent } from './written';

/** Work owed to a run after the commit; due immediately unless `dueAt` is given. */
type Debt = Omit<InferInsertModel<typeof outbox>, 'dueAt' | 'createdAt'> & { dueAt?: Date };

/** The lease of a run, and the owner that claims to hold it. */
export type Held = { runId: string; owner: string };

/**
 * What a verb writes. The event comes first, and only if the guard `when` holds in the database; changes and debt depend
 * on the event. So the guard is stated once, and may test values that the changes then overwrite.
 */
export type Deed = {
  when?: SQL | undefined;
  event: AuditEvent & { key?: never };
  changes: readonly Change[];
  owes?: Debt | undefined;
};

/**
 * An event alone. Only here may it have a key: a deed's changes depend on its event, which a repeated key would skip.
 */
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

/** Makes the whole batch fail if another owner holds the lease: the column `owner` is NOT NULL. */
const onlyWhileHeld = (db: Database, { runId, owner }: Held): Statement =>
  db
    .update(runLeases)
    .set({ owner: sql`null` })
    .where(and(eq(runLeases.runId, runId), ne(runLeases.owner, owner)));

type Read<Row> = BatchItem<'sqlite'> & PromiseLike<Row[]>;
type Sending<Row> = { under?: Held | undefined; reads?: Read<Row> | undefined };

const rowsOf = (result: unknown): number =>
  typeof result === 'object' && result !== null && 'rowsAffected' in result ? Number(result.rowsAffected) : 0;

/**
 * Sends one atomic batch in one round trip, and notes the verbs it wrote (written.ts), as they decide what is sent
 * next.
 */
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
 * Ends a write verb: writes its event, changes and debt in one round trip, or none of them. Throws, having written
 * nothing, if another owner holds the lease `under`. `reads` runs last, in the same batch.
 * @returns `won`: whether the guard held; `found`: the rows of `reads`
 */
export async function commit<Row = never>(
  writer: Writer,
  { under, reads, ...deed }: (Deed | Told) & Sending<Row>,
): Promise<{ won: boolean; found: Row[] }> {
  const { changed, found } = await send(writer, plan(deed).planned, { under, reads });
  return { won: changed[0] === 1, found };
}

/**
 * Commits several deeds in one round trip, each with its own guard. The changes of `ifAny` are written if at least one
 * guard held. @returns for each deed whether its guard held
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
 * Writes changes without an event, for drives and queues that record their progress. Throws, having written nothing, if
 * another owner holds the lease `under`. @returns how many rows each change affected
 */
export const write = async (writer: Writer, changes: readonly Change[], under?: Held): Promise<number[]> =>
  (
    await send(
      writer,
      changes.map((change) => ({ change, mine: undefined })),
      { under },
    )
  ).changed;
