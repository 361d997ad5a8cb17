import { describe, expect, test } from 'vitest';
import { isWithin, parsePath, printPath } from './paths';

describe('paths', () => {
  test.each([
    [[], ''],
    [['amount'], 'amount'],
    [['items', 0, 'sku'], 'items[0].sku'],
    [[0, 'a'], '[0].a'],
    [['a b', 'c'], '["a b"].c'],
    [['rates', '2026'], 'rates["2026"]'],
    [['x', 'dot.ted', 'with"quote', 'hash#'], 'x["dot.ted"]["with\\"quote"]["hash#"]'],
    [['größe'], '["größe"]'],
    [['', 'e'], '[""].e'],
  ])('%j prints as %s and back', (segments, text) => {
    expect(printPath(segments)).toBe(text);
    expect(parsePath(text)).toEqual(segments);
  });

  test('plain names may hold letters of any script', () => {
    expect(parsePath('größe.été[2]')).toEqual(['größe', 'été', 2]);
  });

  test.each(['.a', 'a.', 'a..b', 'a[', 'a[-1]', 'a[x]', 'a]b', 'a["x]', 'a[1]b', 'a#b', 'a[9999999999]'])(
    '%s is no path',
    (text) => {
      expect(parsePath(text)).toBeUndefined();
    },
  );

  test('within', () => {
    expect(isWithin(['a', 0, 'b'], ['a', 0])).toBe(true);
    expect(isWithin(['a'], ['a', 0])).toBe(false);
    expect(isWithin(['ab'], ['a'])).toBe(false);
  });
});
