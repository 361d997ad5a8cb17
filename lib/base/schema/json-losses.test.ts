import { assert, jsonValue, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonLosses } from './json-losses';

const loop: { name: string; self?: unknown } = { name: 'a' };
loop.self = { inner: [loop] };
const twice = { n: 1 };

describe('what JSON would lose', () => {
  test.each([
    ['a BigInt', { id: 10n }, 'id', 'is a BigInt'],
    ['a function', { rows: [{ run: () => 1 }] }, 'rows[0].run', 'is a function'],
    ['a symbol', [Symbol('x')], '[0]', 'is a symbol'],
    ['NaN', { a: { b: NaN } }, 'a.b', 'is NaN'],
    ['Infinity', -Infinity, '', 'is -Infinity'],
    ['undefined in a list', [1, undefined], '[1]', 'is undefined in a list'],
    ['a Map', { m: new Map([[1, 2]]) }, 'm', 'is a Map'],
    ['an Error', { e: new Error('x') }, 'e', 'is an Error'],
    ['binary data', { file: new Uint8Array([1]) }, 'file', 'is binary data'],
    ['what contains itself', loop, 'self.inner[0]', 'contains itself'],
    ['a date without a time', { at: new Date('x') }, 'at', 'is a date without a time'],
  ])('%s', (_, value, path, what) => {
    expect(jsonLosses(value)).toEqual([{ path, what: expect.stringContaining(what) }]);
  });

  test('leaves out what merely comes back as text or is absent, unless strict', () => {
    const value = {
      at: new Date(0),
      web: new URL('https://example.com'),
      none: undefined,
      a: twice,
      b: twice,
    };
    expect(jsonLosses(value)).toEqual([]);
    expect(jsonLosses(value, { strict: true }).map(({ path }) => path)).toEqual(['at', 'web']);
  });

  test('finds nothing in any JSON value', () => {
    assert(
      property(jsonValue(), (value) => {
        expect(jsonLosses(value, { strict: true })).toEqual([]);
      }),
    );
  });

  test('names the first twenty, and survives any depth', () => {
    expect(jsonLosses(Array.from({ length: 1000 }, () => 1n))).toHaveLength(20);
    let deep: unknown = 1n;
    for (let level = 0; level < 5000; level += 1) deep = { deep };
    expect(jsonLosses(deep)).toMatchObject([{ what: 'is nested too deeply' }]);
  });
});
