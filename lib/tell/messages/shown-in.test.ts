import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, StoredSchema } from '@/db/schema/json';
import { readable } from '@/lib/base/readable/readable';
import { maskText } from '@/lib/base/schema/mask-text';
import type { Notice } from './channel';
import { evidenceOf, type Evidence } from './evidence-lines';
import { evidenceIn, setIn, shownIn } from './shown-in';

const room = { lines: 40, characters: 2_000 };
const of = (payload: Json, payloadSchema: StoredSchema | null = null, payloadCut = false): Evidence =>
  evidenceOf({ payload, payloadSchema, payloadCut });
const facts = (payload: Json, schema: StoredSchema | null = null) =>
  of(payload, schema).lines.map(({ label, value }) => `${label}: ${value}`);

/** The text of every leaf. Numbers are small integers, so that they get no separators. */
function leaves(value: Json): string[] {
  if (value === null || value === '') return [];
  if (typeof value === 'object') return Object.values(value).flatMap(leaves);
  return [typeof value === 'boolean' ? (value ? 'Yes' : 'No') : readable(String(value))];
}

const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<Json[]>(null, true, false, '', 0, 7),
    fc.string({ maxLength: 400, unit: 'grapheme' }),
    fc.array(tie('json'), { maxLength: 12 }),
    fc.dictionary(fc.string({ maxLength: 12 }), tie('json'), { maxKeys: 12 }),
  ),
}));

describe('the evidence in a channel', () => {
  test('counts as whole only when every part is shown, for any payload', () => {
    fc.assert(
      fc.property(json, fc.nat(60), fc.nat(3_000), (payload, lines, characters) => {
        const { facts: shown, whole } = evidenceIn(of(payload), { lines, characters });
        if (!whole) return;
        const left = shown.map(({ value }) => value);
        for (const leaf of leaves(payload)) {
          const at = left.indexOf(leaf);
          expect({ leaf, shown: at >= 0 }).toEqual({ leaf, shown: true });
          left.splice(at, 1);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('labels nested parts by their path, with titles where the schema has them', () => {
    const schema: StoredSchema = {
      type: 'object',
      properties: {
        tool: { type: 'string', title: 'Tool' },
        arguments: {
          type: 'object',
          properties: {
            amount: { type: 'number', currency: 'EUR' },
            lines: { type: 'array', items: { type: 'object', properties: { sku: { title: 'Article' } } } },
          },
        },
      },
    };
    expect(
      facts(
        { tool: 'refund', arguments: { amount: 20, lines: [{ sku: 'A' }, { sku: 'B' }], to: [], by: {} } },
        schema,
      ),
    ).toEqual([
      'Tool: refund',
      'Arguments › Amount: €20.00',
      'Arguments › Lines 1 › Article: A',
      'Arguments › Lines 2 › Article: B',
      'Arguments › To: None',
      'Arguments › By: None',
    ]);
  });

  test('handles evidence that is not an object, and no evidence', () => {
    expect(facts('Only a text')).toEqual(['Details: Only a text']);
    expect(facts(['a', ['b']])).toEqual(['Details 1: a', 'Details 2 1: b']);
    expect(of(null)).toEqual({ lines: [], complete: true });
  });

  test('says that a masked part is hidden, which counts as shown', () => {
    const { facts: shown, whole } = evidenceIn(of({ iban: maskText, purpose: 'Rent' }), room);
    expect([shown, whole]).toEqual([
      [
        { label: 'IBAN', value: maskText },
        { label: 'Purpose', value: 'Rent' },
      ],
      true,
    ]);
  });

  test.each<[string, Evidence]>([
    ['one character too many', of({ note: 'x'.repeat(room.characters) })],
    ['a long name of a property', of({ ['k'.repeat(room.characters)]: 1 })],
    ['one line too many', of(Array.from({ length: room.lines + 1 }, () => 1))],
    ['more lines than anybody counts', of(Array.from({ length: 10_000 }, () => 1))],
    ['what lies too deep', of(Array.from({ length: 30 }).reduce<Json>((inner) => ({ a: inner }), 1))],
    ['what was cut before', of({ note: 'short' }, null, true)],
    ['nothing left of what was cut', of(null, null, true)],
    [
      'a picture',
      of(
        { photo: 'data:image/png;base64,AA==' },
        { type: 'object', properties: { photo: { type: 'string', widget: 'image' } } },
      ),
    ],
  ])('is not whole with %s', (_, evidence) => {
    expect(evidenceIn(evidence, room).whole).toBe(false);
    expect(evidenceIn(evidence, room).facts.length).toBeLessThanOrEqual(8);
  });

  test('shows a date with trailing text unchanged', () => {
    const schema: StoredSchema = { type: 'object', properties: { on: { type: 'string', format: 'date' } } };
    expect(facts({ on: '2026-11-02' }, schema)).toEqual(['On: 2 Nov 2026']);
    expect(facts({ on: '2 Nov 2026 (and delete all)' }, schema)).toEqual(['On: 2 Nov 2026 (and delete all)']);
  });

  test('indents the lines of a text, so that none looks like another fact', () => {
    expect(setIn('a\nAmount: €1\r\nb\u2028c')).toBe('a\n    Amount: €1\n    b\n    c');
  });
});

describe('a notice', () => {
  const notice = (evidence: Evidence | null, labels = ['Approve', 'Reject']): Notice => ({
    subject: 's',
    heading: 'h',
    intro: 'i',
    evidence,
    facts: [{ label: 'Asked by', value: 'Ana' }],
    actions: labels.map((label, index) => ({
      outcome: `o${index}`,
      label,
      href: `/l/${index}`,
      tone: 'neutral',
    })),
    open: { label: 'Open the task', href: '/t' },
    items: [],
  });

  test('has answer links when everything is shown, else only the link to the page', () => {
    expect(shownIn(notice(of({ a: 1 })), room)).toMatchObject({
      actions: [{ label: 'Approve' }, { label: 'Reject' }],
      open: { label: 'Open the task' },
      note: null,
    });
    expect(shownIn(notice(of({ a: 'x'.repeat(3_000) })), room)).toMatchObject({
      actions: [],
      open: { label: 'Open to decide', href: '/t' },
      note: expect.stringContaining('more than this message can show'),
    });
  });

  test.each([
    [['Approve', 'Approve']],
    [['Approve', ' Approve ']],
    [['Approve', '']],
    [['Approve', ' \u00a0 ']],
  ])('does not offer answers that read the same, or not at all: %j', (labels) => {
    expect(shownIn(notice(of({ a: 1 }), labels), room)).toMatchObject({
      actions: [],
      open: { label: 'Open to decide' },
    });
  });
});
