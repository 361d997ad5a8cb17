import { expect, test } from 'vitest';
import { z } from 'zod';
import { prefill } from './prefill';
import type { Json, JsonSchema } from './types';

const json = (schema: z.ZodType): JsonSchema => z.toJSONSchema(schema, { io: 'input' });
const secret = z.string().meta({ sensitive: true });

function filled(
  answer: z.ZodType,
  payload: Json,
  { of = z.unknown(), skip = [] }: { of?: z.ZodType; skip?: string[] } = {},
) {
  return prefill({ schema: json(answer), payload, payloadSchema: json(of), skip });
}

const revision = z.object({ headline: z.string().min(3), body: z.string().optional() });

test('a text handed back is there to be changed', () => {
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

test('nothing sensitive, whichever side says so, and no object without its sensitive part', () => {
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

test('of a union, what any variant takes up, and never its tag', () => {
  const schema = z.discriminatedUnion('decision', [
    z.object({ decision: z.literal('approve'), text: z.string() }),
    z.object({ decision: z.literal('reject'), reason: z.string() }),
  ]);
  expect(filled(schema, { decision: 'approve', text: 'x', reason: 'y' }, { skip: ['reason'] })).toEqual({
    text: 'x',
  });
});
