import { afterEach, expect, test, vi } from 'vitest';
import { deskForTest } from '@/tests/support/desk';
import { setClockAhead, systemClock } from './clock';
import { followDatabaseClock } from './follow-database-clock';
import { log } from './log';

const realNow = Date.now;
const hour = 3_600_000;
/** More than any answer of a file takes on a busy machine, and much less than the differences that are tried. */
const closeMs = 60_000;

afterEach(() => setClockAhead(0));

test.each([-26 * hour, -hour, hour, 400 * 24 * hour])(
  'a process whose clock is %d ms off acts by the database’s time',
  async (offMs) => {
    const { db } = await deskForTest();
    const warned = vi.spyOn(log, 'warn').mockReturnValue();
    vi.spyOn(Date, 'now').mockImplementation(() => realNow() + offMs);
    expect(Math.abs(systemClock.now().getTime() - realNow())).toBeGreaterThan(hour - closeMs);
    const corrected = await followDatabaseClock(db);
    expect(Math.abs(corrected + offMs)).toBeLessThan(closeMs);
    expect(Math.abs(systemClock.now().getTime() - realNow())).toBeLessThan(closeMs);
    expect(warned).toHaveBeenCalledOnce();
    // Somebody sets the machine's clock right: the next look takes the correction back.
    vi.spyOn(Date, 'now').mockImplementation(realNow);
    expect(await followDatabaseClock(db)).toBe(0);
    expect(Math.abs(systemClock.now().getTime() - realNow())).toBeLessThan(closeMs);
  },
);

test('clocks that agree are left alone', async () => {
  const { db } = await deskForTest();
  expect(await followDatabaseClock(db)).toBe(0);
});
