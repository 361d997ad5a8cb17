import { randomUUID } from 'node:crypto';
import { and, eq, ne, or, sql } from 'drizzle-orm';
import { runLeases } from '@/db/schema';
import type { Database } from '@/db/client';
import type { Statement } from '@/db/guarded';
import { log } from '@/lib/log';
import { noteDrive } from '@/lib/shutdown';

/** How long a lease lasts unless it is renewed, in milliseconds. A killed holder blocks its run for at most this long. */
export const leaseMs = 15_000;

export type Lease = { runId: string; owner: string; token: number };

// All times are the database's, so that processes with different clocks agree on who holds a run.
export const databaseNow = sql`cast(unixepoch('subsec') * 1000 as integer)`;
const inLeaseMs = sql`${databaseNow} + ${leaseMs}`;

/** Takes the run's lease, or returns null while somebody else holds it. The fencing token grows with each holder. */
export async function acquireLease(db: Database, runId: string): Promise<Lease | null> {
  const owner = randomUUID();
  const [row] = await db
    .insert(runLeases)
    .values({ runId, owner, token: 1, expiresAt: inLeaseMs })
    .onConflictDoUpdate({
      target: runLeases.runId,
      set: { owner, token: sql`${runLeases.token} + 1`, expiresAt: inLeaseMs },
      setWhere: sql`${runLeases.expiresAt} < ${databaseNow}`,
    })
    .returning({ owner: runLeases.owner, token: runLeases.token });
  return row ? { runId, owner: row.owner, token: row.token } : null;
}

const mine = ({ runId, owner, token }: Lease) => and(eq(runLeases.runId, runId), eq(runLeases.owner, owner), eq(runLeases.token, token));

/** Somebody else drives the run now: this process slept, or could not reach the database, for longer than a lease lasts. */
export class LeaseLostError extends Error {
  constructor(runId: string, options?: ErrorOptions) {
    super(`the run ${runId} was taken over while its holder still worked`, options);
  }
}

/** A statement that fails its whole batch when the lease is somebody else's by now: an owner must not be null. */
export const onlyWhileHeld = (db: Database, { runId, owner, token }: Lease): Statement =>
  db.update(runLeases).set({ owner: sql`null` }).where(and(eq(runLeases.runId, runId), or(ne(runLeases.owner, owner), ne(runLeases.token, token))));

export async function isHeld(db: Database, lease: Lease): Promise<boolean> {
  return (await db.$count(runLeases, mine(lease))) > 0;
}

async function renewLease(db: Database, lease: Lease): Promise<boolean> {
  const { rowsAffected } = await db.update(runLeases).set({ expiresAt: inLeaseMs }).where(mine(lease));
  return rowsAffected > 0;
}

async function releaseLease(db: Database, lease: Lease): Promise<void> {
  await db.update(runLeases).set({ expiresAt: 0 }).where(mine(lease));
}

/**
 * Works while holding the run's lease, renewed until the work ends.
 * @returns the work's result, or `'busy'` at once when somebody else holds the run.
 */
export async function withLease<T>(db: Database, runId: string, work: (lease: Lease) => Promise<T>): Promise<T | 'busy'> {
  const lease = await acquireLease(db, runId);
  if (!lease) return 'busy';
  const settled = noteDrive(() => releaseLease(db, lease));
  const renewal = setInterval(() => {
    renewLease(db, lease).then(
      (kept) => kept || log.error('a lease was lost while its holder worked', { runId }),
      (error: unknown) => log.error('a lease could not be renewed', { runId, error }),
    );
  }, leaseMs / 3);
  try {
    return await work(lease);
  } finally {
    clearInterval(renewal);
    await releaseLease(db, lease).catch((error: unknown) => log.warn('a lease could not be released; it will expire', { runId, error }));
    settled();
  }
}
