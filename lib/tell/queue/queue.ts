import { randomUUID } from 'node:crypto';
import { and, sql, type Column, type InferSelectModel, type SQL } from 'drizzle-orm';
import type { SQLiteTable, SQLiteUpdateSetSource } from 'drizzle-orm/sqlite-core';
import type { Database } from '@/db/client';
import { databaseNow, isClaimed } from '@/db/database-now';
import { update, type Change } from '@/lib/journal/change';
import type { BackOff } from './back-off';

/** What a table needs so that its rows can be sent. */
export type QueueTable = SQLiteTable & Record<'attempts' | 'dueAt' | 'claim' | 'claimedUntil', Column>;
export type Values<Table extends QueueTable> = SQLiteUpdateSetSource<Table>;
/** A claimed row: nobody else sends it until the claim runs out. */
export type Claimed<Table extends QueueTable> = InferSelectModel<Table> & { attempts: number; claim: string };

/** A table whose rows must be sent to somebody outside, each at least once. */
export type Queue<Table extends QueueTable> = {
  table: Table;
  /** Its primary key. */
  key: readonly (keyof InferSelectModel<Table> & keyof Table & string)[];
  /** The order among due rows. */
  first: Column;
  /** The condition for rows still to be sent, without parameters: SQLite uses a partial index only then. */
  owed: SQL;
  /** Rows among them that wait for their time before the first try. */
  gathers?: SQL;
  /** How long a claim lasts, in milliseconds; longer than any attempt takes. Rows claimed by a dead process are sent again after that. */
  claimMs: number;
  backOff: BackOff;
};

/**
 * Rows that may be sent at `now`: those never tried, and those whose time has come. A time beyond the longest
 * wait came from a wrong clock, so it counts as due.
 */
const isDue = <Table extends QueueTable>(
  { table, owed, gathers = sql`0`, claimMs, backOff }: Queue<Table>,
  now: Date,
): SQL =>
  sql`${owed} and not ${isClaimed(table.claimedUntil, claimMs)} and ((${table.attempts} = 0 and not (${gathers}))
    or not ${table.dueAt} between ${now.getTime() + 1} and ${now.getTime() + backOff.longestMs})`;

/** Claims the next due row among these, in one statement; the claim expires by the database's clock. */
export async function claimNext<Table extends QueueTable>(
  db: Database,
  queue: Queue<Table>,
  now: Date,
  among?: SQL,
): Promise<Claimed<Table> | null> {
  const { table, first, claimMs } = queue;
  const key = sql.join(
    queue.key.map((name) => sql`${table[name]}`),
    sql`, `,
  );
  const next = sql`(select ${key} from ${table} where ${and(isDue(queue, now), among)} order by ${table.dueAt}, ${first} limit 1)`;
  const taken = {
    claim: randomUUID(),
    claimedUntil: sql`${databaseNow} + ${claimMs}`,
    attempts: sql`${table.attempts} + 1`,
  };
  const [row] = await db
    .update(table)
    .set(taken as Values<Table>)
    .where(sql`(${key}) = ${next}`)
    .returning();
  return (row as Claimed<Table> | undefined) ?? null;
}

/** True of a row that is still its claimant's. */
const isMine = <Table extends QueueTable>({ table, key }: Queue<Table>, row: Claimed<Table>): SQL => {
  const itself = key.map((name) => sql`${table[name]} = ${row[name]}`);
  return sql.join([...itself, sql`${table.claim} = ${row.claim}`], sql` and `);
};

/** True while a row is still its claimant's, for changes to other tables. */
export const whileMine = <Table extends QueueTable>(queue: Queue<Table>, row: Claimed<Table>): SQL =>
  sql`exists (select 1 from ${queue.table} where ${isMine(queue, row)})`;

const free = { claim: null, claimedUntil: sql`0` };

/** Records the result of an attempt and releases the row, unless somebody else has claimed it since. */
export const release = <Table extends QueueTable>(
  queue: Queue<Table>,
  row: Claimed<Table>,
  values: Values<Table>,
): Change => update(queue.table, { ...free, ...values } as Values<Table>, isMine(queue, row));

/** Values that make a row due now, with all its tries, even while it is claimed. */
export const dueAgain = (now: Date) => ({ ...free, attempts: 0, dueAt: now });
