import { expect, test } from 'vitest';
import { z } from 'zod';
import { fitting } from './fitting';
import type { Json } from './types';

const fits = (value: Json, schema: z.ZodType) => fitting(value, z.toJSONSchema(schema, { io: 'input' }));
const line = z.object({ sku: z.string(), qty: z.int() });

test.each<[string, Json, z.ZodType, Json | undefined]>([
  [
    'all of it, though unfinished',
    { note: 'x', lines: [{ sku: 'a' }] },
    z.object({ note: z.string(), amount: z.number(), lines: z.array(line) }),
    { note: 'x', lines: [{ sku: 'a' }] },
  ],
  ['not what is asked for no more', { note: 'x', old: 1 }, z.object({ note: z.string() }), { note: 'x' }],
  [
    'not what must be of another kind now',
    { amount: '12', level: 'low', when: null },
    z.object({ amount: z.number(), level: z.enum(['high']), when: z.string() }),
    undefined,
  ],
  ['null where null may be', { when: null }, z.object({ when: z.string().nullable() }), { when: null }],
  [
    'false, 0 and empty text',
    { a: false, b: 0, c: '' },
    z.object({ a: z.boolean(), b: z.number(), c: z.string() }),
    { a: false, b: 0, c: '' },
  ],
  [
    'the fields of the variant it names',
    { kind: 'b', n: 1, x: 2 },
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('a'), x: z.number() }),
      z.object({ kind: z.literal('b'), n: z.number() }),
    ]),
    { kind: 'b', n: 1 },
  ],
  [
    'the fields of any variant, when the buttons name it',
    { n: 1, y: 2 },
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('a') }),
      z.object({ kind: z.literal('b'), n: z.number() }),
    ]),
    { n: 1 },
  ],
  [
    'named values',
    { rates: { a: 1, b: 'x' } },
    z.object({ rates: z.record(z.string(), z.number()) }),
    undefined,
  ],
  ['plain text', 'x', z.string(), 'x'],
])('keeps %s', (_, value, schema, expected) => {
  expect(fits(value, schema)).toEqual(expected);
});
