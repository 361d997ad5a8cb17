import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isExact } from './exact';
import { parseExactJson } from './exact-json';

test('JSON whose numbers are representable is parsed as usual', () => {
  fc.assert(
    fc.property(fc.json({ depthSize: 'small' }), (text) => {
      fc.pre(!text.includes('__proto__'));
      expect(parseExactJson(text)).toEqual({ value: JSON.parse(text), issues: [] });
    }),
  );
});

test.each([
  ['{"cents":9007199254740993}', 'cents', '9007199254740992'],
  ['{"a":[{"b c":123456789012345678901234567890}]}', 'a[0]["b c"]', '1.2345678901234568e+29'],
  ['[1e999]', '[0]', 'too large'],
  ['-0.1234567890123456789', '', '-0.12345678901234568'],
  ['{"a":1e-999}', 'a', 'nearest number is 0'],
])('%s is refused at %j', (text, path, words) => {
  expect(parseExactJson(text).issues).toEqual([{ path, message: expect.stringContaining(words) }]);
});

test.each(['9007199254740992', '1e23', '0.1', '1.50', '100000000000000000000', '-0', '0.0', '5e-324'])(
  '%s is held',
  (text) => {
    expect(isExact(text)).toBe(true);
    expect(parseExactJson(`{"a":${text}}`)).toEqual({ value: { a: Number(text) }, issues: [] });
  },
);

test('digits inside a string are not a number', () => {
  const text = '{"iban":"9007199254740993","note":"1e999"}';
  expect(parseExactJson(text).issues).toEqual([]);
});

test('refuses `__proto__` with its path, and throws on text that is not JSON', () => {
  expect(parseExactJson('{"a":{"__proto__":{"x":1}}}').issues).toEqual([
    { path: 'a.__proto__', message: 'cannot have this name' },
  ]);
  expect(() => parseExactJson('{"a":')).toThrow(SyntaxError);
  expect(parseExactJson('['.repeat(100_000) + ']'.repeat(100_000)).issues).toHaveLength(1);
});
