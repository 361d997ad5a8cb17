import { expect, test } from 'vitest';
import { z } from 'zod';
import { fieldChanges } from './field-changes';
import type { JsonSchema } from './types';

const json = (schema: z.ZodType): JsonSchema => z.toJSONSchema(schema, { io: 'input' });
const told = (before: z.ZodType, after: z.ZodType) =>
  fieldChanges(json(before), json(after)).map(({ path, label, kind }) => `${path} (${label}): ${kind}`);

test('names fields that were added, removed, made required or optional, or changed, by label', () => {
  const before = z.object({
    approved: z.boolean(),
    note: z.string().optional(),
    amount: z.number(),
    party: z.object({ name: z.string(), vat: z.string() }),
    old: z.string(),
  });
  const after = z.object({
    approved: z.boolean(),
    note: z.string(),
    amount: z.number().max(5),
    party: z.object({ name: z.string(), vat: z.string().optional() }),
    costCentre: z.string(),
  });
  expect(told(before, after)).toEqual([
    'note (Note): needed',
    'amount (Amount): changed',
    'party.vat (Party, VAT): optional',
    'costCentre (Cost centre): added',
    'old (Old): removed',
  ]);
  expect(told(before, before)).toEqual([]);
});

test('sees a change behind a reference, and compares forms that are not objects', () => {
  const tree = (part: z.ZodType) => {
    const Node: z.ZodType = z.object({
      part,
      get nodes() {
        return z.array(Node);
      },
    });
    return z.object({ root: Node });
  };
  expect(told(tree(z.string()), tree(z.number()))).toEqual([
    'root.part (Root, Part): changed',
    'root.nodes (Root, Nodes): changed',
  ]);
  expect(told(z.string(), z.number())).toEqual([' (The answer): changed']);
  expect(fieldChanges(null, json(z.object({ a: z.string() })))).toEqual([
    { path: 'a', label: 'A', kind: 'added' },
  ]);
  expect(fieldChanges(null, null)).toEqual([]);
});
