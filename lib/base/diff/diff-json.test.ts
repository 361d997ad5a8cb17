import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Json, isRecord } from '@/lib/base/schema/types';
import { changesOf } from './changes';
import { type PartDiff, diffJson } from './diff-json';
import { diffText } from './words';

/** Builds the new value from just the old one and the diff. */
function applied(old: Json | undefined, diff: PartDiff): Json | undefined {
  switch (diff.kind) {
    case 'same':
      return old;
    case 'replaced':
      return isDeepStrictEqual(diff.before, old) ? diff.after : 'what was replaced is not what was there';
    case 'added':
      return diff.value;
    case 'removed':
      return undefined;
    case 'object': {
      const parts = diff.entries.map(
        ({ key, diff: inner }) =>
          [key, applied(isRecord(old) ? (old as Record<string, Json>)[key] : undefined, inner)] as const,
      );
      return Object.fromEntries(parts.filter((part): part is [string, Json] => part[1] !== undefined));
    }
    case 'array': {
      let at = 0;
      return diff.items.flatMap((inner) => {
        const was = Array.isArray(old) && inner.kind !== 'added' ? old[at++] : undefined;
        const is = applied(was, inner);
        return inner.kind === 'removed' || is === undefined ? [] : [is];
      });
    }
    default:
      return diff satisfies never;
  }
}

const limits = { numRuns: 400, interruptAfterTimeLimit: 4_000 };
const words = fc
  .array(fc.constantFrom('the', 'cat', ' ', '\n', 'sat', '.', 'Ü', '€5', ''), { maxLength: 20 })
  .map((all) => all.join(''));
const value: fc.Arbitrary<Json> = fc
  .jsonValue({ maxDepth: 4, depthSize: 'medium', stringUnit: 'grapheme' })
  // JSON has no -0.
  .map((each) => JSON.parse(JSON.stringify(each)) as Json);
/** A value close to the first one: parts dropped, doubled, moved or replaced. */
const near = (of: Json): fc.Arbitrary<Json> =>
  fc.oneof(
    fc.constant(of),
    value,
    ...(Array.isArray(of)
      ? [
          fc.shuffledSubarray([...of, ...of]),
          fc.tuple(fc.constant(of), value).map(([list, more]): Json => [more, ...list]),
        ]
      : []),
    ...(isRecord(of)
      ? [
          fc
            .subarray(Object.entries(of as Record<string, Json>))
            .chain((kept) => value.map((more): Json => ({ ...Object.fromEntries(kept), more }))),
        ]
      : []),
  );

describe('diffs', () => {
  test('between any two values turn the old one into the new one', () => {
    fc.assert(
      fc.property(
        value.chain((before) => fc.tuple(fc.constant(before), near(before))),
        ([before, after]) => {
          expect(applied(before, diffJson(before, after))).toEqual(after);
          expect(diffJson(before, before)).toEqual({ kind: 'same' });
        },
      ),
      limits,
    );
  });

  test('of texts keep every letter', () => {
    fc.assert(
      fc.property(fc.oneof(words, fc.string()), fc.oneof(words, fc.string()), (before, after) => {
        const parts = diffText(before, after);
        const without = (kind: string) =>
          parts
            .filter((part) => part.kind !== kind)
            .map(({ text }) => text)
            .join('');
        expect([without('added'), without('removed')]).toEqual([before, after]);
      }),
      limits,
    );
  });

  test('of very long texts finish quickly and are complete', () => {
    const text = (seed: number) =>
      Array.from({ length: 60_000 }, (_, index) => ((index * seed) % 9_973).toString(36)).join(' ');
    const [before, after] = [text(7), text(11)];
    const parts = diffText(before, after);
    expect(
      parts
        .filter(({ kind }) => kind !== 'added')
        .map(({ text: part }) => part)
        .join(''),
    ).toBe(before);
  });
});

test('changes are labelled by the schema, in order', () => {
  const schema = z.toJSONSchema(
    z.object({
      total: z.number().meta({ title: 'Total due' }),
      lines: z.array(z.object({ sku: z.string(), qty: z.int() })),
      note: z.string().optional(),
    }),
  );
  const before = {
    total: 5,
    lines: [
      { sku: 'a', qty: 1 },
      { sku: 'b', qty: 2 },
      { sku: 'c', qty: 3 },
    ],
    note: 'x',
  };
  const after = {
    total: 6,
    lines: [
      { sku: 'b', qty: 2 },
      { sku: 'c', qty: 4 },
      { sku: 'd', qty: 1 },
    ],
  };
  expect(
    changesOf(before, after, schema).map(({ label, path, before: was, after: is }) => [label, path, was, is]),
  ).toEqual([
    ['Total due', 'total', 5, 6],
    ['Lines 1', 'lines[0]', { sku: 'a', qty: 1 }, undefined],
    ['Lines 2, Qty', 'lines[1].qty', 3, 4],
    ['Lines 3', 'lines[2]', undefined, { sku: 'd', qty: 1 }],
    ['Note', 'note', 'x', undefined],
  ]);
  expect(
    changesOf(before, after, schema).map(({ paths }) => [paths.before.join('.'), paths.after.join('.')]),
  ).toContainEqual(['lines.2.qty', 'lines.1.qty']);
  expect(changesOf(before, structuredClone(before), schema)).toEqual([]);
  expect(changesOf({ b: 1, a: 2 }, { a: 2, b: 1 }, true)).toEqual([]);
});
