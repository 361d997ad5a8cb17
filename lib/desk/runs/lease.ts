import type { RunRow } from '@/db/schema';
import { randomUUID } from 'node:crypto';
import { and, eq, gt, sql, type Column, type SQL } from 'drizzle-orm';
import { runLeases } from '@/db/schema';
import type { Database } from '@/db/client';
import { databaseNow, isClaimed } from '@/db/database-now';
import { log } from '@/lib/base/log';
import type { Engine } from '@/lib/engine/engine';
import type { Fence, RanStep, RunFacts } from '@/lib/engine/types';
import { noteDrive } from '@/lib/base/shutdown';

/** How long a lease lasts unless it is renewed, in milliseconds. A killed holder blocks its run for at most this long. */
export const leaseMs = 15_000;
/** How long the steps of a holder that lost its lease have to end after they were told to, before it goes without them. */
const endingMs = 5_000;

/** Somebody else drives the run now: this process slept, or could not reach the database, for longer than a lease lasts. */
export class LeaseLostError extends Error {
  constructor(
    readonly lease: Lease,
    options?: ErrorOptions,
  ) {
    super(`the run ${lease.runId} was taken over while its holder still worked`, options);
  }
}

/** The right to drive one run, as its holder has it. */
export class Lease implements Fence {
  readonly steps: RanStep[] = [];
  /** When the lease was last known to be ours (of `performance.now()`). */
  heldAt = performance.now();
  private readonly lost = new AbortController();

  constructor(
    readonly runId: string,
    readonly owner: string,
    public token: number,
  ) {}

  get signal(): AbortSignal {
    return this.lost.signal;
  }

  lose(cause?: unknown): void {
    if (!this.signal.aborted) this.lost.abort(new LeaseLostError(this, { cause }));
  }
}

/** A run in hand: its row, what the engine may know of it, and the lease under which it is driven. */
export type HeldRun = { run: RunRow; facts: RunFacts; lease: Lease };

// All times are the database's, so that processes with different clocks agree on who holds a run.
const inLeaseMs = sql`${databaseNow} + ${leaseMs}`;

/** True in the database while somebody drives the run. */
export const isHeldNow = (runId: string | SQL | Column): SQL =>
  sql`exists (select 1 from ${runLeases} l where l.run_id = ${runId} and ${isClaimed(sql`l.expires_at`, leaseMs)})`;

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
    .returning({ token: runLeases.token });
  if (row) return new Lease(runId, owner, row.token);
  // One that ends later than any can was written before the clock was set back. A holder that lives renews it in time.
  await db
    .update(runLeases)
    .set({ expiresAt: inLeaseMs })
    .where(and(eq(runLeases.runId, runId), gt(runLeases.expiresAt, inLeaseMs)));
  return null;
}

// Each holder has a name of its own.
const mine = ({ runId, owner }: Lease) => and(eq(runLeases.runId, runId), eq(runLeases.owner, owner));

export async function isHeld(db: Database, lease: Lease): Promise<boolean> {
  return !lease.signal.aborted && (await db.$count(runLeases, mine(lease))) > 0;
}

/**
 * Makes the snapshot store refuse whoever held the run before. The first act under a lease, before the snapshot is read.
 * @throws LeaseLostError when the lease is somebody else's by now.
 */
export async function fenceOff(db: Database, engine: Engine, lease: Lease): Promise<void> {
  const newest = await engine.takeOver(lease);
  if (newest <= lease.token) return;
  // Either somebody took the run over, or the app database is older than the snapshots (a backup): the lease itself decides.
  const { rowsAffected } = await db
    .update(runLeases)
    .set({ token: newest + 1 })
    .where(mine(lease));
  if (rowsAffected === 0) lease.lose();
  lease.signal.throwIfAborted();
  lease.token = newest + 1;
  await fenceOff(db, engine, lease);
}

async function renewLease(db: Database, lease: Lease): Promise<void> {
  const asked = performance.now();
  const { rowsAffected } = await db.update(runLeases).set({ expiresAt: inLeaseMs }).where(mine(lease));
  if (rowsAffected === 0) lease.lose();
  else lease.heldAt = asked;
}

async function releaseLease(db: Database, lease: Lease): Promise<void> {
  await db.update(runLeases).set({ expiresAt: 0 }).where(mine(lease));
}

/** Renews a lease until it is told to stop. One that could not be renewed for as long as it lasts counts as lost. */
function keepLease(db: Database, lease: Lease): () => void {
  let since = performance.now();
  let underWay = false;
  const renew = async () => {
    // A process that was put to sleep asks first: nobody may have noticed.
    if (underWay) return void (performance.now() - since > leaseMs && lease.lose());
    underWay = true;
    const asked = performance.now();
    try {
      await renewLease(db, lease);
      since = asked;
    } catch (error) {
      log.error('a lease could not be renewed', { runId: lease.runId, error });
      if (performance.now() - since > leaseMs) lease.lose(error);
    } finally {
      underWay = false;
    }
  };
  const timer = setInterval(() => void renew(), leaseMs / 3);
  return () => clearInterval(timer);
}

/** What the work comes to; when the lease is lost and its steps do not end although they were told to, the loss. */
async function orLost<T>(lease: Lease, work: Promise<T>): Promise<T> {
  const settled = new AbortController();
  const loss = new Promise<never>((_, reject) => {
    const told = () => {
      const timer = setTimeout(() => reject(lease.signal.reason), endingMs);
      settled.signal.addEventListener('abort', () => clearTimeout(timer));
    };
    lease.signal.addEventListener('abort', told, { once: true, signal: settled.signal });
  });
  return Promise.race([work, loss]).finally(() => settled.abort());
}

/**
 * Works while holding the run's lease, renewed until the work ends.
 * @returns the work's result, or `'busy'` at once when somebody else holds the run.
 */
export async function withLease<T>(
  db: Database,
  runId: string,
  work: (lease: Lease) => Promise<T>,
): Promise<T | 'busy'> {
  const lease = await acquireLease(db, runId);
  if (!lease) return 'busy';
  // A process that stops writes no more for this run from then on, and others need not wait for the lease to end.
  const settled = noteDrive(async () => {
    lease.lose(new Error('its process stops'));
    await releaseLease(db, lease);
  });
  const stop = keepLease(db, lease);
  try {
    return await orLost(lease, work(lease));
  } finally {
    stop();
    await releaseLease(db, lease).catch((error: unknown) =>
      log.warn('a lease could not be released; it will expire', { runId, error }),
    );
    settled();
  }
}
