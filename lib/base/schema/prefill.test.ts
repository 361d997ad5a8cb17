import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { maskSensitive } from './mask';
import { heldNames, prefill } from './prefill';
import type { Json, JsonSchema } from './types';

const json = (schema: z.ZodType): JsonSchema => z.toJSONSchema(schema, { io: 'input' });
const secret = z.string().meta({ sensitive: true });

function filled(
  answer: z.ZodType,
  payload: Json,
  { of = z.unknown(), skip = [] }: { of?: z.ZodType; skip?: string[] } = {},
) {
  return prefill({ schema: json(answer), payload, shown: maskSensitive(payload, json(of)), skip });
}

const revision = z.object({ headline: z.string().min(3), body: z.string().optional() });

test('prefills a text of the evidence for editing', () => {
  expect(filled(revision, { headline: 'News', body: 'Text', round: 2 })).toEqual({
    headline: 'News',
    body: 'Text',
  });
  expect(filled(revision, null)).toEqual({});
});

test('a value of another type or structure is not taken up', () => {
  expect(filled(revision, { headline: 5, body: 'Text' })).toEqual({ body: 'Text' });
  const lines = z.object({ lines: z.array(z.object({ qty: z.int() })), mode: z.enum(['a', 'b']) });
  expect(filled(lines, { lines: [{ qty: 1.5 }], mode: 'c' })).toEqual({});
  expect(filled(lines, { lines: [{ qty: 0 }], mode: 'a' })).toEqual({ lines: [{ qty: 0 }], mode: 'a' });
});

test('false, zero and empty text are values', () => {
  const schema = z.object({ a: z.boolean(), b: z.number(), c: z.string(), d: z.string().nullable() });
  expect(filled(schema, { a: false, b: 0, c: '', d: null })).toEqual({ a: false, b: 0, c: '', d: null });
});

test.each(['content', 'draft'])('the parts of a nested %s are taken up, the payload’s own first', (nest) => {
  expect(filled(revision, { [nest]: { headline: 'Inner', body: 'Text' } })).toEqual({
    headline: 'Inner',
    body: 'Text',
  });
  expect(filled(revision, { headline: 'Outer', [nest]: { headline: 'Inner' } })).toEqual({
    headline: 'Outer',
  });
});

test('a whole nested object is taken up when the answer has it', () => {
  expect(filled(z.object({ content: revision }), { content: { headline: 'News' } })).toEqual({
    content: { headline: 'News' },
  });
});

test('verdict, reason and confirmations are the person’s own', () => {
  const schema = z.object({
    approved: z.boolean(),
    note: z.string(),
    read: z.literal(true),
    text: z.string(),
  });
  expect(
    filled(schema, { approved: true, note: 'old', read: true, text: 'x' }, { skip: ['approved', 'note'] }),
  ).toEqual({ text: 'x' });
});

test('takes nothing sensitive, whichever side says so, and no object without its sensitive part', () => {
  expect(filled(z.object({ pin: secret }), { pin: '1234' })).toEqual({});
  expect(filled(z.object({ pin: z.string() }), { pin: '1234' }, { of: z.object({ pin: secret }) })).toEqual(
    {},
  );
  const party = z.object({ name: z.string(), iban: z.string().optional() });
  expect(
    filled(
      z.object({ party }),
      { party: { name: 'Ana', iban: 'DE1' } },
      { of: z.object({ party: party.extend({ iban: secret.optional() }) }) },
    ),
  ).toEqual({});
  expect(
    filled(
      revision,
      { content: { headline: 'News' } },
      { of: z.object({ content: z.unknown().meta({ sensitive: true }) }) },
    ),
  ).toEqual({});
});

test('takes what any variant of a union takes, but never its tag', () => {
  const schema = z.discriminatedUnion('decision', [
    z.object({ decision: z.literal('approve'), text: z.string() }),
    z.object({ decision: z.literal('reject'), reason: z.string() }),
  ]);
  expect(filled(schema, { decision: 'approve', text: 'x', reason: 'y' }, { skip: ['reason'] })).toEqual({
    text: 'x',
  });
});

describe('content under another name', () => {
  const invoice = z.object({
    number: z.string(),
    po: z.string().nullable(),
    lines: z.array(z.object({ item: z.string(), qty: z.number() })),
  });
  const draft = { number: 'INV-7', po: 'PO-1001', lines: [{ item: 'Paper', qty: 10 }] };

  test('is taken up by its structure, as a part and as the whole answer', () => {
    const verified = z.object({ verified: invoice });
    expect(filled(verified, { issues: ['check it'], draft })).toEqual({ verified: draft });
    expect(filled(verified, { issues: ['check it'], extracted: draft })).toEqual({ verified: draft });
    expect(filled(invoice, { issues: ['check it'], extracted: draft })).toEqual(draft);
    expect(
      filled(invoice.extend({ approved: z.boolean() }), { extracted: draft }, { skip: ['approved'] }),
    ).toEqual(draft);
    const rows = z.object({ positions: invoice.shape.lines });
    expect(filled(rows, { lines: draft.lines })).toEqual({ positions: draft.lines });
  });

  test('is not, where it could be mistaken', () => {
    const verified = z.object({ verified: invoice });
    expect(filled(verified, { first: draft, second: draft })).toEqual({});
    expect(filled(z.object({ one: invoice, two: invoice }), { extracted: draft })).toEqual({});
    expect(filled(z.object({ before: invoice, after: invoice }), { before: draft })).toEqual({
      before: draft,
    });
    expect(filled(verified, { extracted: { ...draft, more: 1 } })).toEqual({});
    expect(filled(z.object({ buyer: z.object({ name: z.string() }) }), { seller: { name: 'Ana' } })).toEqual(
      {},
    );
    expect(filled(z.object({ words: z.array(z.string()) }), { tags: ['a'] })).toEqual({});
  });

  test('is not, when any of it is sensitive', () => {
    const of = z.object({ extracted: invoice.extend({ number: secret }) });
    expect(filled(z.object({ verified: invoice }), { extracted: draft }, { of })).toEqual({});
  });
});

test('the names of an answer that hold something in the evidence are found at any depth', () => {
  const evidence = {
    draft: { po: 'PO-1', lines: [{ item: 'Paper', note: null }], subtotal: 0, tags: [] },
    why: '',
  };
  const answer = z.object({
    po: z.string(),
    lines: z.array(z.object({ item: z.string(), note: z.string() })),
  });
  expect(heldNames(evidence, json(answer)).toSorted()).toEqual(['item', 'lines', 'po']);
  expect(heldNames('text', json(answer))).toEqual([]);
  expect(heldNames(evidence, null)).toEqual([]);
});
