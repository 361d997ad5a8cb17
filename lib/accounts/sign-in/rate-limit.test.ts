import { expect, it } from 'vitest';
import { openDatabase } from '@/db/client';
import { databaseForTest } from '@/tests/support/database';
import { consumeRateLimit } from './rate-limit';

const limit = { window: 60, max: 3 };

it('opens a window with the first request, and a new one when it ends, even under steady requests', async () => {
  const { db } = await databaseForTest();
  let now = 1_000_000;
  const consume = (key = 'a') => consumeRateLimit(db, { now: () => new Date(now) }, key, limit);
  for (const at of [0, 20, 40]) {
    now = 1_000_000 + at * 1000;
    expect(await consume()).toEqual({ allowed: true, retryAfter: null });
  }
  now = 1_000_000 + 50_000;
  expect(await consume()).toEqual({ allowed: false, retryAfter: 10 });
  expect((await consume('b')).allowed).toBe(true);
  now = 1_000_000 + 60_000;
  expect((await consume()).allowed).toBe(true);
});

it('allows exactly the limit when two connections count at once', async () => {
  const { db, url } = await databaseForTest();
  const other = openDatabase({ url });
  const clock = { now: () => new Date(1_000_000) };
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => consumeRateLimit(index % 2 ? db : other, clock, 'a', limit)),
  );
  other.$client.close();
  expect(answers.filter(({ allowed }) => allowed)).toHaveLength(3);
});
