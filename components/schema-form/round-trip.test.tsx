import * as fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { ReaderLocaleProvider } from '@/components/ui/reader-locale';
import type { RefusedPost } from '@/db/schema/json';
import { parseFormEntries, readFormEntries } from '@/lib/base/schema/form-data';
import { FormDataError } from '@/lib/base/schema/form-data-error';
import { parsePath } from '@/lib/base/schema/paths';
import { readRowAct, withRowAct } from '@/lib/base/schema/row-acts';
import { type Json, type JsonSchema, isRecord } from '@/lib/base/schema/types';
import { attributes, postedEntries } from '@/tests/support/posted-entries';
import { SchemaForm } from './schema-form';

const json = (schema: z.ZodType): JsonSchema => z.toJSONSchema(schema, { io: 'input' });

/** A schema and the values that fit it. */
type Sample = { schema: z.ZodType; values: fc.Arbitrary<Json> };

// Browsers normalise line ends, and HTML cannot hold NUL.
const text = fc.string({ unit: 'grapheme', maxLength: 12 }).map((each) => each.replaceAll(/[\r\0]/g, ''));
const day = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true })
  .map((each) => each.toISOString());
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((each) => each + 0);
const sample = (schema: z.ZodType, values: fc.Arbitrary<Json>): fc.Arbitrary<Sample> =>
  fc.constant({ schema, values });

const names = fc.uniqueArray(
  fc.constantFrom(
    'a',
    'b c',
    'x.y',
    'q"',
    'Ünïcode',
    'n-1',
    'items',
    '0',
    '[0]',
    '#include',
    '',
    'resumeData',
    'prototype',
    '"',
    'a\nb',
  ),
  { minLength: 1, maxLength: 4 },
);
const many = Array.from({ length: 30 }, (_, index) => `option ${index}`);

const leaf: fc.Arbitrary<Sample> = fc.oneof(
  sample(z.string(), text),
  sample(
    z.string().meta({ widget: 'markdown' }),
    fc.array(text).map((lines) => lines.join('\n')),
  ),
  sample(z.email(), fc.constantFrom('a@b.co', 'first.last@example.org')),
  sample(z.url(), fc.constantFrom('https://example.org/?a=1&b=2#c', 'http://localhost:3000')),
  sample(z.uuid(), fc.uuid({ version: 4 })),
  sample(
    z.iso.date(),
    day.map((iso) => iso.slice(0, 10)),
  ),
  sample(
    z.iso.time(),
    day.map((iso) => iso.slice(11, 19)),
  ),
  sample(
    z.iso.datetime(),
    day.map((iso) => iso.replace(/\.000Z$/, 'Z')),
  ),
  sample(
    z.iso.datetime(),
    day.map((iso) => `${iso.slice(0, 16)}:00Z`),
  ),
  sample(z.number(), number),
  sample(z.number().meta({ currency: 'EUR' }), number),
  sample(z.int().min(-5).max(500_000), fc.integer({ min: -5, max: 500_000 })),
  sample(z.boolean(), fc.boolean()),
  sample(z.enum(['x', 'y']), fc.constantFrom('x', 'y')),
  sample(z.enum(many), fc.constantFrom(...many)),
  sample(z.literal([1, '1', true]), fc.constantFrom<Json>(1, '1', true)),
  sample(z.literal('fixed'), fc.constant('fixed')),
  sample(z.null(), fc.constant(null)),
);

const unconfirmed = Symbol('absent');

function object(
  parts: readonly {
    key: string;
    part: Sample;
    mode: 'required' | 'optional' | 'nullable' | 'nullish' | 'default';
  }[],
): fc.Arbitrary<Sample> {
  const shape: Record<string, z.ZodType> = {};
  const values: Record<string, fc.Arbitrary<Json | typeof unconfirmed>> = {};
  const absent = fc.constant(unconfirmed);
  const none = fc.constant(null);
  for (const { key, part, mode } of parts) {
    const { schema } = part;
    shape[key] =
      mode === 'required'
        ? schema
        : mode === 'optional'
          ? schema.optional()
          : mode === 'nullable'
            ? schema.nullable()
            : mode === 'nullish'
              ? schema.nullish()
              : schema;
    values[key] =
      mode === 'optional'
        ? fc.oneof(part.values, absent)
        : mode === 'nullable'
          ? fc.oneof(part.values, none)
          : mode === 'nullish'
            ? fc.oneof(part.values, none, absent)
            : part.values;
  }
  const filled = fc
    .record(values)
    .map((all): Json =>
      Object.fromEntries(
        Object.entries(all).filter((entry): entry is [string, Json] => entry[1] !== unconfirmed),
      ),
    );
  return fc.constant({ schema: z.object(shape), values: filled });
}

const modes = fc.constantFrom(
  'required' as const,
  'required' as const,
  'optional' as const,
  'nullable' as const,
  'nullish' as const,
);

const { node } = fc.letrec<{ node: Sample }>((tie) => {
  const inner = tie('node');
  const objects = names
    .chain((keys) =>
      fc.tuple(...keys.map((key) => fc.record({ key: fc.constant(key), part: inner, mode: modes }))),
    )
    .chain((parts) => object(parts));
  return {
    node: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      objects,
      inner.map(({ schema, values }) => ({
        schema: z.array(schema),
        values: fc.array(values, { maxLength: 3 }),
      })),
      fc.tuple(inner, inner, leaf).map(([a, b, rest]) => ({
        schema: z.tuple([a.schema, b.schema]).rest(rest.schema),
        values: fc
          .tuple(a.values, b.values, fc.array(rest.values, { maxLength: 2 }))
          .map(([first, second, more]): Json => [first, second, ...more]),
      })),
      inner.map(({ schema, values }) => ({
        schema: z.record(z.string(), schema),
        values: fc.dictionary(fc.constantFrom('net price', 'tax', '2026', 'a.b', 'é"'), values, {
          maxKeys: 3,
          noNullPrototype: true,
        }),
      })),
      fc.tuple(inner, inner).map(([a, b]) => ({
        schema: z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('a'), part: a.schema }),
          z.object({ kind: z.literal('b'), part: b.schema.optional() }),
        ]),
        values: fc.oneof(
          a.values.map((part): Json => ({ kind: 'a', part })),
          b.values.map((part): Json => ({ kind: 'b', part })),
          fc.constant<Json>({ kind: 'b' }),
        ),
      })),
      inner.map(({ schema, values }) => ({
        schema: z.union([z.number(), z.object({ wrapped: schema })]),
        values: fc.oneof(
          number,
          values.map((wrapped): Json => ({ wrapped })),
        ),
      })),
    ),
  };
});

const cases = node.chain(({ schema, values }) =>
  values.map((value) => ({
    schema,
    value,
    [fc.toStringMethod]: () => `${JSON.stringify(value)} of ${JSON.stringify(json(schema))}`,
  })),
);
const locales = fc.constantFrom('en-US', 'en-GB', 'de-DE', 'es-ES', 'fr-FR', 'de-CH', 'hi-IN');
const limits = { numRuns: 250, interruptAfterTimeLimit: 6_000 };

test.each([
  ['with scripting', true],
  ['without scripting', false],
])('a form untouched posts what it was given, and the schema takes it, %s', (_, scripting) => {
  fc.assert(
    fc.property(cases, locales, ({ schema, value }, locale) => {
      const html = renderToStaticMarkup(
        <ReaderLocaleProvider value={locale}>
          <SchemaForm schema={json(schema)} defaultValue={value} prefix="resumeData" />
        </ReaderLocaleProvider>,
      );
      const posted = parseFormEntries(postedEntries(html, { scripting }), json(schema), {
        prefix: 'resumeData',
      });
      expect(posted).toEqual(value);
      expect(schema.safeParse(posted).error?.issues ?? []).toEqual([]);
    }),
    limits,
  );
});

/** A form as a page shows it, and what its post holds in a browser without scripts. */
function shown(
  schema: JsonSchema,
  value: Json | undefined,
  more: Partial<Pick<RefusedPost, 'unread' | 'picked'>> = {},
) {
  const html = renderToStaticMarkup(
    <SchemaForm schema={schema} defaultValue={value} prefix="resumeData" {...more} />,
  );
  const buttons = [...html.matchAll(/<button[^>]*name="rows"[^>]*>/g)]
    .map(([tag]) => attributes(tag))
    .filter((button) => !button.has('disabled'))
    .flatMap((button) => readRowAct(button.get('value') ?? '') ?? []);
  return { entries: postedEntries(html, { scripting: false }), buttons };
}

/** What a list is after a button of one of its rows was pressed; undefined for what is no plain list. */
function pressed(value: Json, { act, row }: { act: string; row: string }): Json | undefined {
  const path = parsePath(row)?.slice(1);
  if (!path || act === 'show') return undefined;
  const copy = structuredClone(value);
  const index = Number(path.at(-1));
  let list: unknown = copy;
  for (const part of path.slice(0, -1))
    list =
      Array.isArray(list) || isRecord(list) ? (list as Record<string, unknown>)[String(part)] : undefined;
  if (!Array.isArray(list)) return undefined;
  if (act === 'remove') list.splice(index, 1);
  if (act === 'up' || act === 'down') {
    const other = index + (act === 'up' ? -1 : 1);
    [list[index], list[other]] = [list[other], list[index]];
  }
  return copy;
}

const withoutScripts = { numRuns: 150, interruptAfterTimeLimit: 6_000 };

test('without scripts a row is added, removed and moved by a post, at every depth, and nothing else changes', () => {
  fc.assert(
    fc.property(cases, fc.nat(), ({ schema: zod, value }, choice) => {
      const schema = json(zod);
      const { entries, buttons } = shown(schema, value);
      const button = buttons[choice % Math.max(buttons.length, 1)];
      fc.pre(button !== undefined);
      const expected = pressed(value, button);
      fc.pre(expected !== undefined);
      const read = readFormEntries(withRowAct(entries, button) as [string, string][], schema, {
        prefix: 'resumeData',
        forShow: true,
      });
      const again = shown(schema, read.value, read);
      // An added row is empty; taken away again, nothing has changed.
      const removal = again.buttons.find(({ act, row }) => act === 'remove' && row === button.row);
      const [sent, wanted] =
        button.act === 'add' ? [withRowAct(again.entries, removal!), value] : [again.entries, expected];
      expect(parseFormEntries(sent as [string, string][], schema, { prefix: 'resumeData' })).toEqual(wanted);
    }),
    withoutScripts,
  );
});

function outcome(entries: [string, string][], schema: JsonSchema): string {
  try {
    const value = parseFormEntries(entries, schema);
    return value === undefined || JSON.stringify(value) !== undefined ? 'read' : 'no JSON';
  } catch (error) {
    return error instanceof FormDataError ? 'refused' : String(error);
  }
}

test('any post is read whole or refused', () => {
  const marks = fc.constantFrom(
    '',
    '#blank',
    '#include',
    '#variant',
    '#variants[0]',
    '#rows[0].key',
    '#rows[0].value',
    '#row',
    '#json',
    '#locale',
  );
  const places = fc.constantFrom(
    'a',
    'b c',
    '["b c"]',
    'items[0]',
    'items[2].kind',
    'kind',
    '__proto__',
    'x[',
  );
  const entry = fc.tuple(
    fc.tuple(places, marks).map((parts) => parts.join('')),
    fc.oneof(text, fc.constantFrom('null', 'empty', '0', '1', 'absent', '{"a":1}')),
  );
  fc.assert(
    fc.property(cases, fc.array(entry, { maxLength: 6 }), ({ schema }, entries) => {
      expect(outcome(entries, json(schema))).toMatch(/^(read|refused)$/);
    }),
    limits,
  );
});
