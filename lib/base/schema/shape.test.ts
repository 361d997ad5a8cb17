import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { matches, variantOf } from './match';
import { currencyOf } from './meta';
import { shapeOf } from './shape';
import type { JsonSchema } from './types';

const json = (schema: z.ZodType): JsonSchema => z.toJSONSchema(schema, { io: 'input' });
const shape = (schema: z.ZodType) => {
  const root = json(schema);
  return shapeOf(root, root);
};

describe('what zod writes', () => {
  test.each<[z.ZodType, object]>([
    [z.string(), { kind: 'string', format: 'text' }],
    [z.email(), { kind: 'string', format: 'email' }],
    [z.url(), { kind: 'string', format: 'uri' }],
    [z.uuid(), { kind: 'string', format: 'uuid' }],
    [z.iso.date(), { kind: 'string', format: 'date' }],
    [z.iso.time(), { kind: 'string', format: 'time' }],
    [z.iso.datetime(), { kind: 'string', format: 'date-time' }],
    [z.string().meta({ widget: 'markdown' }), { kind: 'string', format: 'markdown' }],
    [z.string().meta({ widget: 'textarea' }), { kind: 'string', format: 'multiline' }],
    [z.string().max(2000), { kind: 'string', format: 'multiline' }],
    [z.string().regex(/^[A-Z]{3}$/), { kind: 'string', format: 'text' }],
    [z.number().min(1).max(5), { kind: 'number', integer: false, min: 1, max: 5, step: 'any' }],
    [z.number().multipleOf(0.01), { kind: 'number', step: 0.01 }],
    [z.int().positive(), { kind: 'number', integer: true, min: 1, max: undefined, step: 1 }],
    [z.boolean(), { kind: 'boolean' }],
    [z.literal('x'), { kind: 'const', value: 'x' }],
    [z.literal(true), { kind: 'const', value: true }],
    [
      z.literal([1, 2]),
      {
        kind: 'enum',
        options: [
          { value: 1, label: '1' },
          { value: 2, label: '2' },
        ],
      },
    ],
    [
      z.enum(['in_review', 'done']),
      {
        kind: 'enum',
        options: [
          { value: 'in_review', label: 'In review' },
          { value: 'done', label: 'Done' },
        ],
      },
    ],
    [z.enum(['a', 'b']).nullable(), { kind: 'enum', nullable: true }],
    [z.string().nullable(), { kind: 'string', nullable: true }],
    [z.object({ a: z.string() }).nullable(), { kind: 'object', nullable: true }],
    [z.null(), { kind: 'null' }],
    [z.unknown(), { kind: 'unknown' }],
    [z.array(z.string()).min(1).max(3), { kind: 'array', min: 1, max: 3, choices: undefined }],
    [
      z.array(z.enum(['a', 'b'])),
      {
        kind: 'array',
        choices: [
          { value: 'a', label: 'A' },
          { value: 'b', label: 'B' },
        ],
      },
    ],
    [z.tuple([z.string(), z.number()]), { kind: 'tuple', rest: undefined }],
    [z.tuple([z.string()]).rest(z.number()), { kind: 'tuple', rest: { type: 'number' } }],
    [z.record(z.string(), z.number()), { kind: 'record' }],
    [
      z.record(z.enum(['p', 'q']), z.number()),
      {
        kind: 'object',
        properties: [
          { key: 'p', required: true },
          { key: 'q', required: true },
        ],
      },
    ],
    [
      z.partialRecord(z.enum(['p']), z.number()),
      { kind: 'object', properties: [{ key: 'p', required: false }] },
    ],
    [z.union([z.string(), z.number()]), { kind: 'union', discriminator: undefined }],
    [z.union([z.literal('a'), z.literal('b')]), { kind: 'enum' }],
  ])('%#', (schema, expected) => {
    expect(shape(schema)).toMatchObject(expected);
  });

  test('a discriminated union names its variants by tag, or by title', () => {
    const union = shape(
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('bank_transfer'), iban: z.string() }),
        z.object({ kind: z.literal('card'), last4: z.string() }).meta({ title: 'Company card' }),
      ]),
    );
    expect(union).toMatchObject({
      kind: 'union',
      discriminator: 'kind',
      variants: [
        { label: 'Bank transfer', tags: ['bank_transfer'] },
        { label: 'Company card', tags: ['card'] },
      ],
    });
  });

  test('properties come by order, with label and whether they are required', () => {
    const object = shape(
      z.object({
        note: z.string().optional(),
        amount: z.number().meta({ title: 'Amount due', order: 1 }),
        currency: z.string().default('EUR'),
        gone: z.never().optional(),
      }),
    );
    if (object.kind !== 'object') throw new Error(object.kind);
    expect(object.properties.map(({ key, label, required }) => [key, label, required])).toEqual([
      ['amount', 'Amount due', true],
      ['note', 'Note', false],
      ['currency', 'Currency', false],
    ]);
  });

  test('circular schemas are classified one step at a time', () => {
    const Part = z.object({
      name: z.string(),
      get parts() {
        return z.array(Part);
      },
    });
    const root = json(Part);
    const outer = shapeOf(root, root);
    if (outer.kind !== 'object') throw new Error(outer.kind);
    const parts = shapeOf(outer.properties[1]?.schema, root);
    if (parts.kind !== 'array') throw new Error(parts.kind);
    expect(shapeOf(parts.items, root).kind).toBe('object');
  });

  test('z.json(), which contains itself, ends', () => {
    expect(shape(z.json()).kind).toBe('union');
  });
});

describe('what others write', () => {
  test.each<[string, JsonSchema, object]>([
    ['null among the options', { enum: ['a', null, 'b'] }, { kind: 'enum', nullable: true }],
    [
      'literals with titles',
      { oneOf: [{ const: 'a', title: 'First' }, { const: 'b' }] },
      { kind: 'enum', options: [{ label: 'First' }, { label: 'B' }] },
    ],
    ['boolean as literals', { anyOf: [{ const: true }, { const: false }] }, { kind: 'boolean' }],
    [
      'allOf',
      {
        allOf: [
          { type: 'object', properties: { a: {} } },
          { type: 'object', properties: { b: {} } },
        ],
      },
      { kind: 'object', properties: [{ key: 'a' }, { key: 'b' }] },
    ],
    ['a reference to nowhere', { $ref: '#/$defs/none' }, { kind: 'unknown' }],
    [
      'a reference to itself',
      { $defs: { a: { $ref: '#/$defs/a' } }, $ref: '#/$defs/a' },
      { kind: 'unknown' },
    ],
    [
      'a union of itself',
      { $defs: { a: { anyOf: [{ $ref: '#/$defs/a' }, { type: 'null' }] } }, $ref: '#/$defs/a' },
      { kind: 'unknown' },
    ],
    ['no type but properties', { properties: { a: {} } }, { kind: 'object' }],
    [
      'text or certain texts',
      {
        anyOf: [
          { type: 'string', format: 'uuid' },
          { const: '0-0', format: 'uuid' },
        ],
      },
      { kind: 'string', format: 'uuid' },
    ],
    [
      'valibot: nullable',
      { anyOf: [{ type: 'boolean' }, { type: 'null' }] },
      { kind: 'boolean', nullable: true },
    ],
    ['valibot: time', { type: 'string', format: 'time' }, { kind: 'string', format: 'time' }],
    [
      'valibot: tuple',
      { type: 'array', prefixItems: [{ type: 'string' }], minItems: 1 },
      { kind: 'tuple', rest: undefined },
    ],
    [
      'arktype: literals or null',
      { anyOf: [{ const: 'a' }, { const: 'b' }, { type: 'null' }] },
      { kind: 'enum', nullable: true },
    ],
    [
      'arktype: tagged union',
      {
        anyOf: [
          { type: 'object', properties: { a: { type: 'string' }, k: { const: 'x' } }, required: ['a', 'k'] },
          { type: 'object', properties: { k: { const: 'y' } }, required: ['k'] },
        ],
      },
      { kind: 'union', discriminator: 'k' },
    ],
    ['true', true, { kind: 'unknown' }],
    ['draft 7 tuples', { type: 'array', items: [{ type: 'string' }] }, { kind: 'tuple' }],
  ])('%s', (_, root, expected) => {
    expect(shapeOf(root, root)).toMatchObject(expected);
  });
});

test('a reference keeps what stands beside it', () => {
  const root = {
    $defs: { money: { type: 'number', title: 'Money' } },
    properties: { due: { $ref: '#/$defs/money', title: 'Due' } },
  };
  expect(shapeOf(root.properties.due, root)).toMatchObject({ kind: 'number', node: { title: 'Due' } });
});

test('a value is matched to its variant', () => {
  const root = json(z.union([z.object({ a: z.string() }), z.object({ b: z.number() }), z.array(z.string())]));
  const union = shapeOf(root, root);
  if (union.kind !== 'union') throw new Error(union.kind);
  expect(variantOf(union, root, { b: 1 })).toBe(1);
  expect(variantOf(union, root, ['x'])).toBe(2);
  expect(variantOf(union, root, 'x')).toBeUndefined();
  expect(matches(root, root, null)).toBe(false);
});

test('the currency is the own one or a sibling', () => {
  expect(currencyOf({ currency: 'eur' }, {})).toBe('EUR');
  expect(currencyOf({ currencyField: 'ccy', currency: 'EUR' }, { ccy: 'USD' })).toBe('USD');
  expect(currencyOf({ currencyField: 'ccy' }, { ccy: 'dollars' })).toBeUndefined();
});
