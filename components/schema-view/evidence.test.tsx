import * as fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { changesOf } from '@/lib/base/diff/changes';
import { dropSensitive, hiddenValue, maskSensitive } from '@/lib/base/schema/mask';
import { maskText } from '@/lib/base/schema/mask-text';
import type { Segment } from '@/lib/base/schema/paths';
import { type Json, type JsonSchema, type SchemaNode, isRecord } from '@/lib/base/schema/types';
import { textNodes } from '@/tests/support/posted-entries';
import { SchemaView } from './schema-view';

const limits = { numRuns: 250, interruptAfterTimeLimit: 5_000 };
const shown = (schema: JsonSchema, value: Json) =>
  renderToStaticMarkup(<SchemaView schema={schema} value={value} />);

/** A value, a schema that covers it, and the texts in it that no reader may see. */
type Part = { value: Json; schema: JsonSchema; secrets: string[] };

const key = fc.nat(30).map((n) => `k${n}`);
/** Each text occurs once in a payload, so that the test can tell which one is missing. */
const unique = fc.uuid().map((id) => `t${id.replaceAll('-', '')}`);

const plain: fc.Arbitrary<Part> = fc
  .tuple(
    fc.oneof<fc.Arbitrary<Json>[]>(
      unique,
      fc.integer({ min: 1_000_000, max: 9_999_999 }),
      fc.constantFrom<Json>(0, false, true, '', null),
    ),
    fc.constantFrom<JsonSchema>(
      true,
      {},
      { type: 'string' },
      { type: 'number' },
      { type: ['string', 'null'] },
      { type: 'boolean' },
      { anyOf: [{ type: 'number' }, { type: 'string' }] },
      { type: 'object' },
      { type: 'array' },
    ),
  )
  .map(([value, schema]) => ({ value, schema, secrets: [] }));

const conditional = JSON.parse(
  '{"type":"string","if":{"minLength":1},"then":{"sensitive":true}}',
) as SchemaNode;

/** The ways a schema can mark a text as sensitive. */
const secret: fc.Arbitrary<Part> = fc.tuple(unique, fc.nat(8)).map(([value, way]) => {
  const hidden: SchemaNode = { type: 'string', sensitive: true };
  const ways: JsonSchema[] = [
    hidden,
    { anyOf: [hidden, { type: 'null' }] },
    { anyOf: [{ type: 'string' }, hidden] },
    { oneOf: [{ type: 'number' }, hidden] },
    { allOf: [{ type: 'string' }, hidden] },
    { $ref: '#/$defs/hidden' },
    conditional,
    { type: 'string', widget: 'password' },
    { enum: [value, 'other'], sensitive: true },
  ];
  return { value, schema: ways[way] ?? hidden, secrets: [value] };
});

const withDefs = (schema: JsonSchema): JsonSchema =>
  typeof schema === 'boolean'
    ? schema
    : { ...schema, $defs: { hidden: { type: 'string', sensitive: true } } };

const { part } = fc.letrec<{ part: Part }>((tie) => {
  const inner = tie('part');
  const entries = fc.uniqueArray(fc.tuple(key, inner), {
    selector: ([name]) => name,
    minLength: 1,
    maxLength: 4,
  });
  const objects = fc.tuple(entries, fc.nat(5)).map(([parts, way]): Part => {
    const value = Object.fromEntries(parts.map(([name, each]) => [name, each.value]));
    const properties = Object.fromEntries(parts.map(([name, each]) => [name, each.schema]));
    const ways: JsonSchema[] = [
      { type: 'object', properties },
      { type: 'object', properties, required: Object.keys(properties), additionalProperties: false },
      {
        type: 'object',
        patternProperties: Object.fromEntries(parts.map(([name, each]) => [`^${name}$`, each.schema])),
      },
      { allOf: parts.map(([name, each]) => ({ type: 'object', properties: { [name]: each.schema } })) },
      { anyOf: [{ type: 'object', properties }, { type: 'null' }] },
      {
        oneOf: [
          { type: 'object', properties: { tag: { const: 'b' } }, required: ['tag'] },
          { type: 'object', properties: { ...properties, tag: { const: 'a' } }, required: ['tag'] },
        ],
      },
    ];
    return {
      value: way === 5 ? { ...value, tag: 'a' } : value,
      schema: ways[way] ?? { properties },
      secrets: parts.flatMap(([, each]) => each.secrets),
    };
  });
  const records = inner.chain((each) =>
    fc.uniqueArray(key, { maxLength: 3 }).map((names): Part => ({
      value: Object.fromEntries(names.map((name) => [name, each.value])),
      schema: { type: 'object', additionalProperties: each.schema },
      secrets: each.secrets,
    })),
  );
  const lists = fc.tuple(inner, fc.nat(3)).map(([each, length]): Part => ({
    value: Array.from({ length }, () => each.value),
    schema: { type: 'array', items: each.schema },
    secrets: each.secrets,
  }));
  const tuples = fc.array(inner, { maxLength: 3 }).map((parts): Part => ({
    value: parts.map((each) => each.value),
    schema: { type: 'array', prefixItems: parts.map((each) => each.schema) },
    secrets: parts.flatMap((each) => each.secrets),
  }));
  return {
    part: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      plain,
      secret,
      objects,
      records,
      lists,
      tuples,
    ),
  };
});

const { open } = fc.letrec<{ open: Part }>((tie) => {
  const inner = tie('open');
  const schemaOf = fc.constantFrom('own', 'none', 'wrong');
  return {
    open: fc.oneof(
      { depthSize: 'medium', withCrossShrink: true },
      plain,
      fc
        .tuple(fc.uniqueArray(fc.tuple(key, inner), { selector: ([name]) => name, maxLength: 4 }), schemaOf)
        .map(([parts, mode]): Part => ({
          value: Object.fromEntries(parts.map(([name, each]) => [name, each.value])),
          schema:
            mode === 'own'
              ? {
                  type: 'object',
                  properties: Object.fromEntries(parts.map(([name, each]) => [name, each.schema])),
                }
              : mode === 'none'
                ? true
                : { type: 'array', items: { type: 'string' } },
          secrets: [],
        })),
      fc.tuple(fc.array(inner, { maxLength: 4 }), schemaOf).map(([parts, mode]): Part => ({
        value: parts.map((each) => each.value),
        schema:
          mode === 'own'
            ? { type: 'array', items: parts[0]?.schema ?? true }
            : mode === 'none'
              ? {}
              : { type: 'object', properties: { k1: { type: 'string' } } },
        secrets: [],
      })),
      // Table rows, also more than are shown at first.
      fc.uniqueArray(key, { minLength: 1, maxLength: 4 }).chain((names) =>
        fc.array(fc.tuple(...names.map(() => plain)), { maxLength: 80 }).map((rows): Part => ({
          value: rows.map((row) =>
            Object.fromEntries(row.map((each, index) => [names[index] ?? '', each.value])),
          ),
          schema: {
            type: 'array',
            items: { type: 'object', properties: Object.fromEntries(names.map((name) => [name, true])) },
          },
          secrets: [],
        })),
      ),
    ),
  };
});

/** The words that each leaf must show, and how often they must occur. */
function leafWords(value: Json, words = new Map<string, number>()): Map<string, number> {
  if (typeof value === 'object' && value !== null) {
    for (const each of Object.values(value)) leafWords(each, words);
    return words;
  }
  const grouped = typeof value === 'number' ? new Intl.NumberFormat('en-GB').format(value) : undefined;
  const word =
    value === null
      ? 'None'
      : value === ''
        ? 'Empty text'
        : value === true
          ? 'Yes'
          : value === false
            ? 'No'
            : (grouped ?? String(value));
  words.set(word, (words.get(word) ?? 0) + 1);
  return words;
}

test('evidence shows every leaf of any payload, falsy ones too, whatever its schema says', () => {
  fc.assert(
    fc.property(open, ({ value, schema }) => {
      const found = new Map<string, number>();
      for (const node of textNodes(shown(schema, value))) found.set(node, (found.get(node) ?? 0) + 1);
      for (const [word, count] of leafWords(value))
        expect({ word, shown: Math.min(found.get(word) ?? 0, count) }).toEqual({ word, shown: count });
    }),
    limits,
  );
});

/** The paths at which a value is masked. */
function masked(value: Json, path: Segment[] = []): Segment[][] {
  if (value === maskText) return [path];
  if (Array.isArray(value)) return value.flatMap((each, index) => masked(each, [...path, index]));
  return isRecord(value)
    ? Object.entries(value as Record<string, Json>).flatMap(([name, each]) => masked(each, [...path, name]))
    : [];
}

const at = (value: Json | undefined, path: readonly Segment[]): Json | undefined =>
  path.reduce<Json | undefined>(
    (inner, segment) =>
      Array.isArray(inner)
        ? inner[Number(segment)]
        : isRecord(inner)
          ? (inner as Record<string, Json>)[segment]
          : undefined,
    value,
  );

describe('whatever a schema calls sensitive', () => {
  const samples = part.map(({ value, schema, secrets }) => ({ value, schema: withDefs(schema), secrets }));

  test('is in no masked value, draft, page or list of changes', () => {
    fc.assert(
      fc.property(samples, samples, ({ value, schema, secrets }, other) => {
        const outputs = [
          JSON.stringify(maskSensitive(value, schema)),
          JSON.stringify(dropSensitive(value, schema)),
          shown(schema, value),
          shown(
            {
              type: 'object',
              properties: { before: true, after: schema },
              $defs: { hidden: { type: 'string', sensitive: true } },
            },
            { before: maskSensitive(value, schema), after: value },
          ),
          JSON.stringify(
            changesOf(maskSensitive(other.value, other.schema), maskSensitive(value, schema), schema).map(
              ({ before, after }) => [before, after],
            ),
          ),
        ];
        for (const output of outputs) for (const each of secrets) expect(output).not.toContain(each);
      }),
      limits,
    );
  });

  test('can be asked for at just the paths where it is masked', () => {
    fc.assert(
      fc.property(samples, ({ value, schema }) => {
        const paths = masked(maskSensitive(value, schema));
        for (const path of paths) {
          expect(hiddenValue(value, schema, path)).toEqual(at(value, path));
          expect(hiddenValue(value, schema, [...path, 'more'])).toBeUndefined();
        }
        const isWhole = paths.some((path) => path.length === 0);
        expect(hiddenValue(value, schema, []) !== undefined).toBe(isWhole);
      }),
      limits,
    );
  });

  test('masks nothing where nothing is sensitive', () => {
    fc.assert(
      fc.property(open, ({ value, schema }) => {
        expect(maskSensitive(value, schema)).toEqual(value);
      }),
      limits,
    );
  });
});
