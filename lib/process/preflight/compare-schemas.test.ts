import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { StoredSchema } from '@/db/schema/json';
import { compare, presetFate } from './compare-schemas';

const json = (schema: z.ZodType): StoredSchema => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return rest as StoredSchema;
};
const verdict = z.object({ approved: z.boolean(), note: z.string().max(200).optional() });

describe('compare', () => {
  test.each([
    ['the same', verdict, verdict],
    [
      'other words only',
      verdict,
      z.object({
        approved: z.boolean().meta({ title: 'OK?' }),
        note: z.string().max(200).optional().describe('Why'),
      }),
    ],
    ['a new optional field', verdict, verdict.extend({ costCentre: z.string().optional() })],
    ['a new field with a default', verdict, verdict.extend({ costCentre: z.string().default('none') })],
    ['a longer text', verdict, verdict.extend({ note: z.string().max(500).optional() })],
    [
      'one more choice',
      z.object({ decision: z.enum(['yes', 'no']) }),
      z.object({ decision: z.enum(['yes', 'no', 'later']) }),
    ],
    [
      'null as well',
      z.object({ amount: z.number().min(0) }),
      z.object({ amount: z.number().min(0).nullable() }),
    ],
    [
      'any number instead of whole ones',
      z.object({ days: z.int().min(1).max(9) }),
      z.object({ days: z.number().min(0).max(10) }),
    ],
    ['no rules any more', verdict, z.unknown()],
    [
      'another alternative',
      z.union([z.string(), z.boolean()]),
      z.union([z.string(), z.boolean(), z.number()]),
    ],
  ])('%s: every answer still fits', (_, before, after) => {
    expect(compare(json(before), json(after)).fit).toBe('all');
  });

  test.each([
    [
      'a shorter text',
      verdict,
      verdict.extend({ note: z.string().max(100).optional() }),
      '“note” must have, in characters, at most 100',
    ],
    [
      'an optional field that is needed now',
      verdict,
      verdict.extend({ note: z.string().max(200) }),
      '“note” must be filled in',
    ],
    [
      'one choice less',
      z.object({ decision: z.enum(['yes', 'no']) }),
      z.object({ decision: z.enum(['yes']) }),
      '“decision” may not be "no"',
    ],
    [
      'another pattern',
      z.object({ code: z.string() }),
      z.object({ code: z.string().regex(/^A/) }),
      '“code” has other rules',
    ],
    [
      'more items needed',
      z.object({ tags: z.array(z.string()) }),
      z.object({ tags: z.array(z.string()).min(2) }),
      '“tags” must have at least 2',
    ],
    [
      'an optional field of another type',
      z.object({ a: z.string().optional() }),
      z.object({ a: z.boolean().optional() }),
      '“a” must be boolean instead of string',
    ],
    [
      'an optional field that a strict object refuses',
      verdict,
      z.strictObject({ approved: z.boolean() }),
      '“note” is not taken any more',
    ],
    [
      'other values in a record',
      z.record(z.string(), z.string()),
      z.record(z.string(), z.number()),
      'the answer has other rules',
    ],
    ['a rule for what took anything', z.unknown(), verdict, 'the answer has rules that cannot be compared'],
  ])('%s: some answers fit', (_, before, after, reason) => {
    expect(compare(json(before), json(after))).toEqual({
      fit: 'some',
      reasons: expect.arrayContaining([expect.stringContaining(reason)]),
    });
  });

  test.each([
    [
      'a new field that is needed',
      verdict,
      verdict.extend({ costCentre: z.string() }),
      '“costCentre” is needed, which was not asked for',
    ],
    [
      'the same below another object',
      z.object({ a: verdict }),
      z.object({ a: verdict.extend({ by: z.string() }) }),
      '“a.by” is needed',
    ],
    [
      'another type',
      z.object({ amount: z.number() }),
      z.object({ amount: z.string() }),
      '“amount” must be string instead of number',
    ],
    [
      'no choice in common',
      z.object({ decision: z.enum(['yes', 'no']) }),
      z.object({ decision: z.enum(['approve', 'reject']) }),
      '“decision” may not be "yes"',
    ],
    [
      'a range beyond the old one',
      z.object({ days: z.number().max(5) }),
      z.object({ days: z.number().min(10) }),
      '“days” must be at least 10',
    ],
    [
      'a strict object without a field that is always there',
      verdict,
      z.strictObject({ note: z.string().optional() }),
      '“approved” is not taken any more',
    ],
  ])('%s: no answer fits', (_, before, after, reason) => {
    expect(compare(json(before), json(after))).toEqual({
      fit: 'none',
      reasons: expect.arrayContaining([expect.stringContaining(reason)]),
    });
  });
});

describe('presetFate', () => {
  test.each([
    [{ approved: true }, verdict, 'taken'],
    [{ approved: true }, z.object({ approved: z.literal(false) }), 'refused'],
    [{ approved: 'yes' }, verdict, 'refused'],
    [{ approved: true }, z.object({ note: z.string().optional() }), 'dropped'],
    [{ approved: true }, z.strictObject({ note: z.string().optional() }), 'refused'],
    [
      { decision: 'no' },
      z.discriminatedUnion('decision', [
        z.object({ decision: z.literal('yes') }),
        z.object({ decision: z.literal('no'), why: z.string() }),
      ]),
      'taken',
    ],
    [
      { decision: 'later' },
      z.discriminatedUnion('decision', [
        z.object({ decision: z.literal('yes') }),
        z.object({ decision: z.literal('no'), why: z.string() }),
      ]),
      'refused',
    ],
    [{ approved: true }, z.string(), 'refused'],
    [{}, verdict, 'taken'],
  ] as const)('%j is %3$s', (preset, after, fate) => {
    expect(presetFate(preset, json(after))).toBe(fate);
  });

  test('a step without a schema takes anything', () => {
    expect(presetFate({ approved: true }, null)).toBe('taken');
  });
});
