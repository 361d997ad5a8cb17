import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { deskForTest } from '@/tests/support/desk';
import { tellEverybody } from './tell-people';

test('a caller waits for at most two rounds, however many others call meanwhile', async () => {
  const { db, engine, clock } = await deskForTest();
  const others: Promise<void>[] = [];
  const told: string[] = [];
  void tellEverybody({ db, engine, clock }).then(() => told.push('first'));
  while (told.length === 0 && others.length < 10_000) {
    others.push(tellEverybody({ db, engine, clock }));
    await setImmediate();
  }
  expect(told).toEqual(['first']);
  await Promise.all(others);
});
