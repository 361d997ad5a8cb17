import { expect, test } from 'vitest';
import { shownData, shownPayloadParts } from '@/lib/desk/tasks/shown';
import { cutParts, partsIn } from './cut';
import type { Json } from './types';

test('counts every value', () => {
  expect(partsIn('a')).toBe(1);
  expect(partsIn({ a: [1, { b: null }], c: 'd' })).toBe(6);
});

test('with too many parts, each list and object keeps its first entries', () => {
  const rows = Array.from({ length: 100 }, (_, n) => ({ n, cells: [n, n] }));
  expect(cutParts({ rows, note: 'x' }, 1_000)).toEqual({ rows, note: 'x' });
  const cut = cutParts({ rows, note: 'x' }, 200) as { rows: Json[]; note: string };
  expect(cut).toEqual({ rows: rows.slice(0, 25), note: 'x' });
});

test.each<[string, Json]>([
  ['lists', Array.from({ length: 80_000 }, () => [])],
  ['numbers', Array.from({ length: 120_000 }, () => 1)],
  ['lists in lists', Array.from({ length: 300 }, () => Array.from({ length: 300 }, () => 1))],
  ['names', Object.fromEntries(Array.from({ length: 20_000 }, (_, n) => [`k${n}`, 1]))],
])('a page is never given more %s than it can show', (_, value) => {
  const shown = shownData(value, []);
  expect(shown.cut).toBe(true);
  expect(partsIn(shown.value)).toBeLessThanOrEqual(shownPayloadParts);
});
