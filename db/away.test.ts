import { expect, test, vi } from 'vitest';
import { groups } from '@/db/schema';
import { problem } from '@/lib/api/http/problem';
import { log } from '@/lib/base/log';
import { databaseForTest } from '@/tests/support/database';
import { isAway } from './away';

test('a database that is away is "unavailable, try again", is not recreated, and works once it is back', async () => {
  vi.spyOn(log, 'error').mockImplementation(() => undefined);
  const { db, leave, comeBack } = await databaseForTest();
  await db.insert(groups).values({ id: 'before', name: 'before', createdAt: new Date() });
  await leave();
  const write = async () => db.insert(groups).values({ id: 'g', name: 'g', createdAt: new Date() });
  const error = await write().then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(isAway(error)).toBe(true);
  const answer = problem(error, 'request-1');
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
  await comeBack();
  expect(await db.$count(groups)).toBe(1);
  await write();
  expect(await db.$count(groups)).toBe(2);
});
