import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { runLeases } from '@/db/schema';
import { log } from '@/lib/base/log';
import { handOver } from '@/lib/base/shutdown';
import { databaseForTest } from '@/tests/support/database';
import { acquireLease, LeaseLostError, leaseMs, withLease, type Lease } from './lease';
import { eventually } from '@/tests/support/eventually';

const runId = 'run';

/** A holder that works until the test releases it; `lease` resolves once it has begun. */
async function working() {
  const { db } = await databaseForTest();
  let [begin, end]: [((lease: Lease) => void)?, (() => void)?] = [];
  const begun = new Promise<Lease>((resolve) => (begin = resolve));
  const ended = new Promise<void>((resolve) => (end = resolve));
  const work = withLease(db, runId, async (lease) => (begin!(lease), ended)).catch((error: unknown) => error);
  return { db, work, end: () => end!(), lease: await begun };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a lease', () => {
  test('is renewed for as long as the work takes', async () => {
    const { db, work, end, lease } = await working();
    await db.update(runLeases).set({ expiresAt: 1 });
    await vi.advanceTimersByTimeAsync(leaseMs / 3);
    await eventually(async () =>
      expect((await db.select().from(runLeases))[0]?.expiresAt).toBeGreaterThan(1),
    );
    end();
    expect(await work).toBeUndefined();
    expect(lease.signal.aborted).toBe(false);
  });

  test('that another process took aborts its holder, and a holder that does not end is abandoned', async () => {
    const { db, work, lease } = await working();
    await db.update(runLeases).set({ owner: 'somebody else', token: 2 });
    await vi.advanceTimersByTimeAsync(leaseMs / 3);
    await eventually(() => expect(lease.signal.aborted).toBe(true));
    await vi.advanceTimersByTimeAsync(leaseMs);
    expect(await work).toBeInstanceOf(LeaseLostError);
    expect(await db.select().from(runLeases)).toMatchObject([{ owner: 'somebody else', token: 2 }]);
  });

  test('that ends too far in the future, as the clock was set back, is shortened to the maximum', async () => {
    const { db } = await databaseForTest();
    await acquireLease(db, runId);
    await db.update(runLeases).set({ expiresAt: Date.now() + 7_200_000 });
    expect(await acquireLease(db, runId)).toBeNull();
    const [lease] = await db.select().from(runLeases);
    expect(lease!.expiresAt).toBeLessThanOrEqual(Date.now() + leaseMs);
    expect(lease!.expiresAt).toBeGreaterThan(Date.now());
  });

  test('that a stopping process gives up aborts its holder before another can take the run', async () => {
    const { db, work, end, lease } = await working();
    const seen: string[] = [];
    lease.signal.addEventListener('abort', () => seen.push('aborted'));
    expect(await handOver().finally(() => seen.push('handed over'))).toBe(1);
    expect(lease.signal.reason).toBeInstanceOf(LeaseLostError);
    expect(seen).toEqual(['aborted', 'handed over']);
    expect(await acquireLease(db, runId)).toMatchObject({ token: 2 });
    end();
    expect(await work).toBeUndefined();
    expect((await db.select().from(runLeases))[0]?.expiresAt).toBeGreaterThan(0);
    expect(await handOver()).toBe(0);
  });

  test('that cannot be renewed in time aborts its holder; a late renewal before that keeps it', async () => {
    vi.spyOn(log, 'error').mockImplementation(() => undefined);
    const { db, work, end, lease } = await working();
    const away = () => db.run(sql`alter table run_leases rename to leases_away`);
    const back = () => db.run(sql`alter table leases_away rename to run_leases`);
    const failed = (times: number) => eventually(() => expect(log.error).toHaveBeenCalledTimes(times));
    await away();
    for (const times of [1, 2]) {
      await vi.advanceTimersByTimeAsync(leaseMs / 3);
      await failed(times);
    }
    await back();
    const before = lease.heldAt;
    await vi.advanceTimersByTimeAsync(leaseMs / 3);
    await eventually(() => expect(lease.heldAt).toBeGreaterThan(before));
    expect(lease.signal.aborted).toBe(false);
    await away();
    let times = 2;
    while (!lease.signal.aborted && times < 6) {
      await vi.advanceTimersByTimeAsync(leaseMs / 3);
      await failed((times += 1));
    }
    expect(times).toBeGreaterThanOrEqual(5);
    expect(lease.signal.aborted).toBe(true);
    await back();
    end();
    expect(await work).toBeUndefined();
  });
});
