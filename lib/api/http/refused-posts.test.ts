import { expect, test } from 'vitest';
import { refusedPosts } from '@/db/schema';
import type { RefusedPost } from '@/db/schema/json';
import { actor, deskForTest, type Person } from '@/tests/support/desk';
import { keepRefusedPost, refusedPost } from './refused-posts';

const post = (note: string): RefusedPost => ({
  values: { note },
  comment: '',
  issues: [{ path: 'resumeData.note', message: 'is too short' }],
  unread: {},
  key: null,
});

test('returns a refused post to the same person and form for an hour, only the last one per form', async () => {
  const desk = await deskForTest();
  const { db, clock } = desk;
  const as = (name: Person) => ({ db, clock, actor: actor(name) });
  const first = await keepRefusedPost(as('manager'), 'task:a', post('one'));
  const second = await keepRefusedPost(as('manager'), 'task:a', post('two'));
  const other = await keepRefusedPost(as('manager'), 'task:b', post('three'));
  expect(await refusedPost(as('manager'), 'task:a', second)).toEqual(post('two'));
  for (const [who, form, id] of [
    ['manager', 'task:a', first],
    ['manager', 'task:b', second],
    ['manager2', 'task:a', second],
    ['manager', 'task:a', ['x']],
    ['manager', 'task:a', undefined],
  ] as const) {
    expect(await refusedPost(as(who), form, id)).toBeNull();
  }
  clock.advance(61 * 60 * 1000);
  expect(await refusedPost(as('manager'), 'task:b', other)).toBeNull();
  await keepRefusedPost(as('manager2'), 'task:a', post('four'));
  expect(await db.select().from(refusedPosts)).toHaveLength(1);
});
