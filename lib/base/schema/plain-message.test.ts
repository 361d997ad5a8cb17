import { expect, test } from 'vitest';
import { z } from 'zod';
import { plainMessage } from './plain-message';

const told = (schema: z.ZodType, value: unknown) =>
  (schema.safeParse(value).error?.issues ?? []).map(plainMessage);

test.each<[string, z.ZodType, unknown, string]>([
  ['a missing value', z.object({ a: z.string() }), {}, 'is needed'],
  ['a wrong type', z.number(), 'twelve', 'must be a number'],
  ['empty text', z.string().min(1), '', 'must not be empty'],
  ['short text', z.string().min(3), 'a', 'must have at least 3 characters'],
  ['long text', z.string().max(2), 'abc', 'may have at most 2 characters'],
  ['a number that is not positive', z.number().positive(), 0, 'must be more than 0'],
  ['a large number', z.number().max(50_000), 60_000, 'must be at most 50\u00a0000'],
  ['nothing at all', z.number(), null, 'is needed'],
  ['an empty list', z.array(z.string()).min(1), [], 'needs at least 1 entry'],
  ['three decimals', z.number().multipleOf(0.01), 1.005, 'may have at most 2 decimals'],
  ['no whole number', z.int(), 1.5, 'must be a whole number'],
  ['no date', z.iso.date(), 'yesterday', 'must be a date such as 2026-11-02'],
  ['no address', z.email(), 'ana', 'must be an email address'],
  ['no choice', z.enum(['a', 'b']), 'c', 'must be one of: a, b'],
  [
    'a name',
    z.record(z.string().regex(/^[a-z]+$/, 'must be a simple word'), z.number()),
    { 'a b': 1 },
    'has a name that must be a simple word',
  ],
  [
    'no choice of very many',
    z.enum(Array.from({ length: 5_000 }, (_, index) => `P${index}`)),
    'c',
    'must be one of the 5\u00a0000 options',
  ],
])('%s', (_, schema, value, words) => {
  expect(told(schema, value)).toEqual([words]);
});

test('an author’s own words are kept, and so are those of other libraries', () => {
  expect(told(z.string().min(3, 'Say a little more.'), '')).toEqual(['Say a little more.']);
  expect(plainMessage({ message: 'must be at most 5 (was 9)' })).toBe('must be at most 5 (was 9)');
});
