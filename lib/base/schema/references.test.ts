import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { applicableNodes } from './applicable';
import { dropSensitive, hiddenValue, maskBy, maskSensitive } from './mask';
import { placedAt, unresolvedIn } from './references';
import type { Json, JsonSchema } from './types';

const secret = z.string().meta({ sensitive: true });
const schemaOf = (schema: z.ZodType) => z.toJSONSchema(schema) as JsonSchema & object;

type Tree = { name: string; pin: string; children: Tree[] };
const tree: z.ZodType<Tree> = z.object({
  name: z.string(),
  pin: secret,
  children: z.array(z.lazy(() => tree)),
});
const account = z.object({ holder: z.string(), iban: secret }).meta({ id: 'Account' });

const cases: [string, z.ZodType, Json, Json][] = [
  [
    'a named part',
    z.object({ account }),
    { account: { holder: 'Ana', iban: 'X' } },
    { account: { holder: 'Ana', iban: '••••' } },
  ],
  [
    'a schema that contains itself',
    tree,
    { name: 'a', pin: '1', children: [{ name: 'b', pin: '2', children: [] }] },
    { name: 'a', pin: '••••', children: [{ name: 'b', pin: '••••', children: [] }] },
  ],
  [
    'parts that all hold',
    z.intersection(z.object({ a: z.string() }), z.object({ b: secret })),
    { a: 'x', b: 'y' },
    { a: 'x', b: '••••' },
  ],
  [
    'one of several',
    z.object({ by: z.union([account, z.object({ card: secret })]) }),
    { by: { card: '1', holder: 'A' } },
    { by: { card: '••••', holder: 'A' } },
  ],
];

describe('what is sensitive is hidden', () => {
  test.each(cases)('in %s, by itself and as a part of another schema', (_, schema, value, masked) => {
    const whole = schemaOf(schema);
    expect(maskSensitive(value, whole)).toEqual(masked);
    const outer = {
      type: 'object',
      properties: { arguments: { ...placedAt(whole, '#/properties/arguments'), title: 'Arguments' } },
    };
    expect(maskSensitive({ arguments: value }, outer)).toEqual({ arguments: masked });
    expect(unresolvedIn(outer)).toEqual([]);
  });

  const hides: [string, JsonSchema][] = [
    ['names nothing', { properties: { a: { $ref: '#/$defs/Gone' } } }],
    ['is in another document', { properties: { a: { $ref: 'https://example.com/schema.json#/a' } } }],
    [
      'goes by an anchor',
      { properties: { a: { $ref: '#a' } }, $defs: { A: { $anchor: 'a', type: 'string' } } },
    ],
    ['is dynamic', { properties: { a: { $dynamicRef: '#node' } } }],
    ['stands in a condition', { properties: { a: { if: { $ref: '#/gone' } } } }],
    [
      'stands behind another',
      { properties: { a: { $ref: '#/$defs/A' } }, $defs: { A: { $ref: '#/$defs/B' } } },
    ],
  ];
  test.each(hides)('where a reference %s: nobody can say that it is not sensitive', (_, schema) => {
    const value = { a: { deep: 'x' }, b: 'y' };
    expect(maskSensitive(value, schema)).toEqual({ a: '••••', b: 'y' });
    expect(dropSensitive(value, schema)).toEqual({ b: 'y' });
    expect(hiddenValue(value, schema, ['a'])).toEqual({ deep: 'x' });
    expect(unresolvedIn(schema)).toHaveLength(1);
  });

  test('by each of several schemas', () => {
    const [a, b] = ['a', 'b'].map((key) => ({ properties: { [key]: { sensitive: true } } }));
    expect(maskBy({ a: 1, b: 2, c: 3 }, [a, null, undefined, b])).toEqual({ a: '••••', b: '••••', c: 3 });
  });
});

test('rewrites references in schemas only: a property or value called $ref stays as it is', () => {
  const schema = {
    properties: { $ref: { $ref: '#/$defs/A' } },
    $defs: { A: { const: { $ref: '#/x' } } },
    default: { $ref: '#' },
  };
  expect(placedAt(schema, '#/properties/p')).toEqual({
    ...schema,
    properties: { $ref: { $ref: '#/properties/p/$defs/A' } },
  });
});

test('terminates on a schema that refers to itself for ever', () => {
  const loop: JsonSchema = { $ref: '#' };
  expect(applicableNodes([loop], loop, 'x')).toEqual([loop]);
  expect(maskSensitive({ a: 'x' }, { ...placedAt(loop, '#'), properties: { a: { $ref: '#' } } })).toEqual({
    a: 'x',
  });
});
