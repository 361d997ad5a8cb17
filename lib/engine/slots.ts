import { eq, sql } from 'drizzle-orm';
import { isFinal, runStatuses } from '@/db/enums';
import { insertWhere } from '@/db/guarded';
import { ledgerEntries, runs } from '@/db/schema';
import { database } from '@/lib/base/database';

/** A pool of slots: at most `size` runs hold one at any time. */
export type SlotPool = { name: string; size: number };

const alive = runStatuses.filter((status) => !isFinal(status));

/**
 * A slot counts until its run returns it or ends, however it ends. It belongs to one revision of the run:
 * after a decision is taken back, the run must ask for a new one.
 */
const holders = (pool: string) => sql`from ${runs} r
  join ${ledgerEntries} taken on taken.key = r.id || ${`/slot/${pool}/`} || r.revision
  where r.status in ${alive} and not exists (select 1 from ${ledgerEntries} back where back.key = taken.key || '/returned')`;

async function slotKey(pool: string, runId: string): Promise<string> {
  const [run] = await database().select({ revision: runs.revision }).from(runs).where(eq(runs.id, runId));
  if (!run) throw new Error(`there is no run ${runId} to hold a slot`);
  return `${runId}/slot/${pool}/${run.revision}`;
}

/**
 * Takes a slot if one is free, in one statement, so that concurrent callers cannot overfill the pool.
 * A run keeps the slot it has, so it can ask again after a crash.
 * @returns when the run got its slot; null while none is free.
 */
export async function takeSlot({ name, size }: SlotPool, runId: string): Promise<Date | null> {
  const db = database();
  const entry = {
    key: await slotKey(name, runId),
    runId,
    action: 'slot-taken',
    detail: { pool: name },
    createdAt: new Date(),
  };
  await insertWhere(db, ledgerEntries, entry, sql`(select count(*) ${holders(name)}) < ${size}`);
  const [held] = await db
    .select({ since: ledgerEntries.createdAt })
    .from(ledgerEntries)
    .where(eq(ledgerEntries.key, entry.key));
  return held?.since ?? null;
}

/** Returns a run's slot before the run ends. Idempotent. */
export async function returnSlot({ name }: Pick<SlotPool, 'name'>, runId: string): Promise<void> {
  const key = `${await slotKey(name, runId)}/returned`;
  await database()
    .insert(ledgerEntries)
    .values({ key, runId, action: 'slot-returned', detail: { pool: name }, createdAt: new Date() })
    .onConflictDoNothing();
}

/** The runs that hold a slot of the pool now. */
export async function slotHolders({ name }: Pick<SlotPool, 'name'>): Promise<string[]> {
  const rows = await database().all<{ id: string }>(
    sql`select r.id as id ${holders(name)} order by taken.created_at, taken.key`,
  );
  return rows.map(({ id }) => id);
}
