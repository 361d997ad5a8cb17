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

/** How long a lease lasts unless renewed, in milliseconds. A killed process blocks its run for at most this long. */
export const leaseMs = 15_000;
/** How long steps have to end after the lease was lost and they were aborted; then they are abandoned. */
const endingMs = 5_000;

/**
 * Another process drives the run now: this one slept, or could not reach the database, for longer than a lease lasts.
 */
export class LeaseLostError extends Error {
  constructor(
    readonly lease: Lease,
    options?: ErrorOptions,
  ) {
    super(`the run ${lease.runId} was taken over while its holder still worked`, options);
  }
}

/** A lease as its holder has it. */
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

/** A run whose lease we hold: its row, the facts that the engine gets, and the lease. */
export type HeldRun = { run: RunRow; facts: RunFacts; lease: Lease };

// All times are the database's, so that processes with different clocks agree on who holds a run.
const inLeaseMs = sql`${databaseNow} + ${leaseMs}`;

/** SQL that is true while a process drives the run. */
export const isHeldNow = (runId: string | SQL | Column): SQL =>
  sql`exists (select 1 from ${runLeases} l where l.run_id = ${runId} and ${isClaimed(sql`l.expires_at`, leaseMs)})`;

/** Takes the run's lease; null while another process holds it. The fencing token grows with each holder. */
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
  // A lease that ends later than any can was written before the clock was set back. A live holder renews it in time.
  await db
    .update(runLeases)
    .set({ expiresAt: inLeaseMs })
    .where(and(eq(runLeases.runId, runId), gt(runLeases.expiresAt, inLeaseMs)));
  return null;
}

// The owner is unique for each time a lease is taken.
const mine = ({ runId, owner }: Lease) => and(eq(runLeases.runId, runId), eq(runLeases.owner, owner));

export async function isHeld(db: Database, lease: Lease): Promise<boolean> {
  return !lease.signal.aborted && (await db.$count(runLeases, mine(lease))) > 0;
}

/**
 * Makes the snapshot store refuse writes of earlier holders. Must come first under a lease, before reading the snapshot.
 * @throws LeaseLostError if another process has the lease
 */
export async function fenceOff(db: Database, engine: Engine, lease: Lease): Promise<void> {
  const newest = await engine.takeOver(lease);
  if (newest <= lease.token) return;
  // Another process took the run, or the app database was restored from an older backup; the lease row tells which.
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

/**
 * Renews a lease until stopped. If it could not be renewed for as long as it lasts, it is lost. @returns the function
 * to stop
 */
function keepLease(db: Database, lease: Lease): () => void {
  let since = performance.now();
  let underWay = false;
  const renew = async () => {
    // A process that slept tries to renew first, as nobody may have taken the lease.
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

/** The result of the work; throws the loss if the lease is lost and the aborted steps do not end in time. */
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
 * Runs `work` under the run's lease, which is renewed until the work ends.
 * @returns the work's result, or `'busy'` immediately if another process holds the lease
 */
export async function withLease<T>(
  db: Database,
  runId: string,
  work: (lease: Lease) => Promise<T>,
): Promise<T | 'busy'> {
  const lease = await acquireLease(db, runId);
  if (!lease) return 'busy';
  // When this process stops, it gives the lease up, so it writes no more and others need not wait for the expiry.
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
