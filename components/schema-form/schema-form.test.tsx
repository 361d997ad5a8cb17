import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseFormEntries } from '@/lib/base/schema/form-data';
import type { JsonSchema } from '@/lib/base/schema/types';
import { attributes, postedEntries as entries } from '@/tests/support/posted-entries';
import { ReaderLocaleProvider } from '@/components/ui/reader-locale';
import { ErrorSummary } from './error-summary';
import { SchemaForm, type SchemaFormProps } from './schema-form';

const json = (schema: z.ZodType): JsonSchema => z.toJSONSchema(schema, { io: 'input' });
const render = (schema: z.ZodType, props: Omit<SchemaFormProps, 'schema'> = {}) =>
  renderToStaticMarkup(<SchemaForm schema={json(schema)} {...props} />);
const Part = z.object({
  name: z.string(),
  get parts() {
    return z.array(Part);
  },
});
const payment = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('bank'), iban: z.string(), amount: z.number() }),
  z.object({ kind: z.literal('card'), amount: z.number() }),
]);

const cases: [string, z.ZodType, unknown][] = [
  [
    'scalars',
    z.object({ s: z.string(), n: z.number(), i: z.int(), b: z.boolean(), off: z.boolean() }),
    { s: 'a "b" <c> & d', n: -1.5, i: 0, b: true, off: false },
  ],
  [
    'formats',
    z.object({
      e: z.email(),
      u: z.url(),
      d: z.iso.date(),
      t: z.iso.time(),
      dt: z.iso.datetime(),
      id: z.uuid(),
    }),
    {
      e: 'a@b.co',
      u: 'https://x.org/?a=1&b=2',
      d: '2026-11-03',
      t: '14:05',
      dt: '2026-11-03T14:05:00Z',
      id: '123e4567-e89b-42d3-a456-426614174000',
    },
  ],
  [
    'long text',
    z.object({ a: z.string().meta({ widget: 'markdown' }), b: z.string() }),
    { a: '# x\n\n- y', b: 'two\nlines' },
  ],
  [
    'optional, given',
    z.object({ s: z.string().optional(), n: z.number().optional(), b: z.boolean().optional() }),
    { s: 'x', n: 0, b: false },
  ],
  [
    'optional, absent',
    z.object({
      s: z.string().optional(),
      n: z.number().optional(),
      b: z.boolean().optional(),
      e: z.enum(['x', 'y']).optional(),
      o: z.object({ a: z.string() }).optional(),
      l: z.array(z.string()).optional(),
      u: payment.optional(),
      r: z.record(z.string(), z.string()).optional(),
    }),
    {},
  ],
  [
    'optional, empty',
    z.object({
      s: z.string().optional(),
      l: z.array(z.string()).optional(),
      r: z.record(z.string(), z.string()).optional(),
    }),
    { s: '', l: [], r: {} },
  ],
  [
    'nullable, null',
    z.object({
      s: z.string().nullable(),
      n: z.number().nullable(),
      b: z.boolean().nullable(),
      e: z.enum(['x', 'y']).nullable(),
      o: z.object({ a: z.string() }).nullable(),
      l: z.array(z.string()).nullable(),
      u: payment.nullable(),
    }),
    { s: null, n: null, b: null, e: null, o: null, l: null, u: null },
  ],
  [
    'nullable, empty',
    z.object({ s: z.string().nullable(), l: z.array(z.string()).nullable() }),
    { s: '', l: [] },
  ],
  [
    'nullish, null',
    z.object({
      s: z.string().nullish(),
      n: z.number().nullish(),
      b: z.boolean().nullish(),
      l: z.array(z.string()).nullish(),
    }),
    { s: null, n: null, b: null, l: null },
  ],
  ['text with a default, emptied', z.object({ s: z.string().default('x') }), { s: '' }],
  [
    'enums',
    z.object({
      few: z.enum(['a', 'b']),
      many: z.enum(['a', 'b', 'c', 'd', 'e']),
      numbers: z.literal([1, 2, 3]),
      mixed: z.literal([1, '1']),
    }),
    { few: 'b', many: 'd', numbers: 2, mixed: '1' },
  ],
  ['several of a list', z.object({ tags: z.array(z.enum(['a', 'b', 'c'])) }), { tags: ['a', 'c'] }],
  ['none of a list', z.object({ tags: z.array(z.enum(['a', 'b', 'c'])) }), { tags: [] }],
  ['constants', z.object({ version: z.literal(1), consent: z.literal(true) }), { version: 1, consent: true }],
  [
    'lists',
    z.object({
      tags: z.array(z.string()),
      rows: z.array(z.object({ sku: z.string(), qty: z.int(), urgent: z.boolean() })),
    }),
    {
      tags: ['x', '', 'z'],
      rows: [
        { sku: 'a', qty: 1, urgent: false },
        { sku: 'b', qty: 2, urgent: true },
      ],
    },
  ],
  [
    'empty list',
    z.object({ tags: z.array(z.string()), rows: z.array(z.object({ l: z.array(z.string()) })) }),
    { tags: [], rows: [{ l: [] }] },
  ],
  ['object of empty lists', z.object({ o: z.object({ l: z.array(z.string()) }) }), { o: { l: [] } }],
  ['tuple', z.object({ t: z.tuple([z.string(), z.boolean()]).rest(z.number()) }), { t: ['x', false, 1, 2] }],
  ['record', z.object({ r: z.record(z.string(), z.number()) }), { r: { 'net price': 1, tax: 0, '2026': 3 } }],
  ['empty record', z.object({ r: z.record(z.string(), z.number()) }), { r: {} }],
  [
    'record of listed keys',
    z.object({ r: z.record(z.enum(['p', 'q']), z.boolean()) }),
    { r: { p: true, q: false } },
  ],
  [
    'loose object',
    z.object({ o: z.looseObject({ a: z.string() }) }),
    { o: { a: 'x', more: { deep: [1, null] } } },
  ],
  [
    'nested',
    z.object({ a: z.object({ b: z.object({ c: z.array(z.array(z.number())) }) }) }),
    { a: { b: { c: [[1, 2], [3]] } } },
  ],
  ['discriminated union', z.object({ by: payment }), { by: { kind: 'card', amount: 3 } }],
  ['discriminated union at the root', payment, { kind: 'bank', iban: 'DE', amount: 1 }],
  [
    'plain union',
    z.object({
      a: z.union([z.string(), z.number(), z.array(z.string())]),
      b: z.union([z.string(), z.number()]),
    }),
    { a: ['x'], b: 5 },
  ],
  ['union of text and null', z.object({ a: z.union([z.string(), z.number(), z.null()]) }), { a: null }],
  ['unknown', z.object({ a: z.unknown(), b: z.unknown() }), { a: { x: [1, false, null] }, b: 'text' }],
  ['recursive', Part, { name: 'a', parts: [{ name: 'b', parts: [{ name: 'c', parts: [] }] }] }],
  ['very deep', Part, [...'abcdefghijklmn'].reduceRight<object[]>((parts, name) => [{ name, parts }], [])[0]],
  [
    'names that need quoting',
    z.object({ 'a b': z.string(), 'x.y': z.array(z.string()), 'q"': z.number() }),
    { 'a b': '1', 'x.y': ['2'], 'q"': 3 },
  ],
  ['text at the root', z.string(), 'x'],
  ['list at the root', z.array(z.int()), [1, 2]],
  [
    'a value no longer offered',
    z.object({ few: z.enum(['a', 'b']), many: z.enum(['a', 'b', 'c', 'd', 'e']) }),
    { few: 'old', many: 'gone' },
  ],
];

describe.each([
  ['with scripting', true],
  ['without scripting', false],
])('an untouched form posts what it was given, %s', (_, scripting) => {
  test.each(cases)('%s', (_name, schema, value) => {
    const html = render(schema, { defaultValue: value });
    expect(parseFormEntries(entries(html, { scripting }), json(schema))).toEqual(value);
  });

  test.each(cases)('%s, with a prefix', (_name, schema, value) => {
    const html = render(schema, { defaultValue: value, prefix: 'resumeData' });
    const posted = entries(html, { scripting });
    expect(posted.every(([name]) => name.startsWith('resumeData'))).toBe(true);
    expect(parseFormEntries(posted, json(schema), { prefix: 'resumeData' })).toEqual(value);
  });
});

describe('ids', () => {
  test.each(cases)(
    'are unique with scripting, and every label and description has its target: %s',
    (_name, schema, value) => {
      const html = render(schema, { defaultValue: value }).replace(/<noscript>.*?<\/noscript>/gs, '');
      const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
      expect(new Set(ids).size).toBe(ids.length);
      const targets = [...html.matchAll(/ (?:for|aria-describedby|aria-labelledby)="([^"]*)"/g)].flatMap(
        ([, all = '']) => all.split(' '),
      );
      expect(targets.filter((id) => !ids.includes(id))).toEqual([]);
    },
  );
});

describe('fields', () => {
  test('hidden fields are not required by the browser', () => {
    const html = render(z.object({ a: z.string(), by: payment, o: z.object({ b: z.string() }).optional() }));
    expect(html).toMatch(/<input[^>]*required=""[^>]*name="a"|<input[^>]*name="a"[^>]*required=""/);
    expect(
      html.match(/<input[^>]*name="(by#variants|o)[^>]*>/g)?.filter((tag) => / required/.test(tag)),
    ).toEqual([]);
  });

  test('titles, help, limits, units and placeholders', () => {
    const html = render(
      z.object({
        amt: z
          .number()
          .min(1)
          .max(500)
          .meta({ title: 'Amount due', description: 'Net of tax.', currency: 'EUR' }),
        dist: z.int().meta({ unit: 'km' }),
        note: z.string().max(20).meta({ placeholder: 'Say why' }),
      }),
    );
    for (const text of [
      'Amount due',
      'Net of tax. From 1 to 500.',
      '€',
      'km',
      'Say why',
      'At most 20 characters.',
    ]) {
      expect(html).toContain(text);
    }
  });

  test('a number is a text input in the reader’s notation, with its currency in the field', () => {
    const schema = z.object({ price: z.number().min(0).meta({ currency: 'EUR' }), ratio: z.number() });
    const inLocale = (locale: string) =>
      renderToStaticMarkup(
        <ReaderLocaleProvider value={locale}>
          <SchemaForm schema={json(schema)} defaultValue={{ price: 1200.5, ratio: 0.125 }} />
        </ReaderLocaleProvider>,
      );
    for (const [locale, price, ratio, echo] of [
      ['en-US', '1200.50', '0.125', '€1,200.50'],
      ['de-DE', '1200,50', '0,125', '1.200,50\u00a0€'],
    ] as const) {
      const html = inLocale(locale);
      const fields = new Map(
        (html.match(/<input[^>]*>/g) ?? []).map((tag) => [attributes(tag).get('name'), attributes(tag)]),
      );
      expect(fields.get('#locale')?.get('value')).toBe(locale);
      expect(fields.get('price')?.get('value')).toBe(price);
      expect(fields.get('price')?.get('type')).toBe('text');
      expect(fields.get('price')?.get('inputMode')).toBe('decimal');
      expect(fields.get('ratio')?.get('value')).toBe(ratio);
      expect(fields.get('ratio')?.has('inputMode')).toBe(false);
      expect(html).toContain(echo);
      expect(parseFormEntries(entries(html), json(schema))).toEqual({ price: 1200.5, ratio: 0.125 });
    }
  });

  test('a single value is labelled by its title, else by the form’s label', () => {
    expect(render(z.string())).toContain('>Answer<');
    expect(render(z.string(), { label: 'Request' })).toMatch(/>Request<(?!.*>Answer<)/s);
    expect(render(z.string().meta({ title: 'Topic' }), { label: 'Request' })).toContain('>Topic<');
  });

  test('an unreadable number stays in its field as typed', () => {
    const html = render(z.object({ ratio: z.number() }), {
      unread: { ratio: '1,234' },
      errors: [{ path: 'ratio', message: 'could mean 1234 or 1.234' }],
    });
    expect(html).toMatch(/<input[^>]*value="1,234"/);
    expect(html).toContain('could mean 1234 or 1.234');
  });

  test('up to four options are radios, more are a select, unless the author says otherwise', () => {
    const four = z.enum(['a', 'b', 'c', 'd']);
    expect(render(z.object({ a: four }))).not.toContain('<select');
    expect(render(z.object({ a: four.meta({ widget: 'select' }) }))).toContain('<select');
    expect(render(z.object({ a: z.enum(['a', 'b', 'c', 'd', 'e']) }))).toContain('<select');
    expect(
      render(z.object({ a: z.enum(['a', 'b', 'c', 'd', 'e']).meta({ widget: 'radio' }) })),
    ).not.toContain('<select');
  });

  test('hidden paths are left out, and a hidden tag shows the fields of every variant', () => {
    expect(
      render(z.object({ approved: z.boolean(), note: z.string() }), { hidden: ['approved'] }),
    ).not.toContain('Approved');
    const verdict = z.discriminatedUnion('decision', [
      z.object({ decision: z.literal('approve'), note: z.string().optional() }),
      z.object({ decision: z.literal('reject'), reason: z.string() }),
    ]);
    const html = render(verdict, {
      hidden: ['decision'],
      defaultValue: { decision: 'reject', reason: 'late' },
    });
    expect(html).toContain('name="note"');
    expect(parseFormEntries([...entries(html), ['decision', 'reject']], json(verdict))).toEqual({
      decision: 'reject',
      reason: 'late',
    });
  });

  test('properties stand in the order and groups of the schema', () => {
    const html = render(
      z.object({ b: z.string().meta({ order: 2 }), a: z.string().meta({ order: 1, group: 'Payment' }) }),
    );
    expect(html.indexOf('name="a"')).toBeLessThan(html.indexOf('name="b"'));
    expect(html).toMatch(/<legend[^>]*>Payment</);
  });

  test('readOnly holds only for fields that have a value', () => {
    const schema = z.object({ a: z.string().readonly(), b: z.string().readonly() });
    const [a, b] =
      render(schema, { defaultValue: { a: 'x' } }).match(
        /<input type="text"[^>]*>|<input[^>]*name="[ab]"[^>]*>/g,
      ) ?? [];
    expect(a).toMatch(/ readonly=/i);
    expect(b).not.toMatch(/ readonly=/i);
  });

  test('a noscript is never nested in another, which would end the outer one', () => {
    const Chain = z.object({
      name: z.string(),
      get next() {
        return Chain.optional();
      },
      get all() {
        return z.array(Chain).optional();
      },
    });
    for (const [schema, value] of [...cases.map(([, ...rest]) => rest), [Chain, { name: 'a' }] as const]) {
      let depth = 0;
      for (const [tag] of render(schema, { defaultValue: value }).matchAll(/<\/?noscript>/g)) {
        depth += tag === '<noscript>' ? 1 : -1;
        expect(depth).toBeLessThanOrEqual(1);
      }
    }
  });

  test('renders nothing that a strict content security policy forbids', () => {
    for (const [, schema, value] of cases)
      expect(render(schema, { defaultValue: value })).not.toMatch(/<script|<style|\son\w+=/);
  });
});

describe('errors', () => {
  const schema = z.object({ items: z.array(z.object({ sku: z.string() })), by: payment });
  const value = { items: [{ sku: 'a' }], by: { kind: 'bank', iban: '', amount: 1 } };

  test('stand beside their field and mark it, also below a prefix', () => {
    const errors = [
      { path: 'resumeData.items[0].sku', message: 'Unknown SKU' },
      { path: 'resumeData.by.iban', message: 'Give an IBAN' },
      { path: 'by.kind', message: 'of something else' },
    ];
    const html = render(schema, { defaultValue: value, errors, prefix: 'resumeData' });
    expect(html).not.toContain('of something else');
    for (const name of ['resumeData.items[0].sku', 'resumeData.by#variants[0].iban']) {
      const tag = html.match(/<input[^>]*>/g)?.find((each) => attributes(each).get('name') === name) ?? '';
      const described = attributes(tag).get('aria-describedby') ?? 'nothing';
      expect(attributes(tag).get('aria-invalid')).toBe('true');
      expect(html).toMatch(
        new RegExp(`id="${described.replaceAll(/[.~]/g, '\\$&')}"[^>]*>.*?(Unknown SKU|Give an IBAN)`),
      );
    }
  });

  test('the summary names each field in words and links to it', () => {
    const errors = [
      { path: 'items[0].sku', message: 'Unknown SKU' },
      { path: 'by.iban', message: 'Give an IBAN' },
      { path: '', message: 'Too late' },
    ];
    const html = renderToStaticMarkup(<ErrorSummary errors={errors} schema={json(schema)} />);
    expect(html).toContain('3 things need your attention');
    expect(html).toContain('Items 1, SKU: Unknown SKU');
    const form = render(schema, { defaultValue: value });
    const links = [...html.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id);
    expect(links).toHaveLength(2);
    for (const id of links) expect(form).toContain(`id="${id}"`);
    expect(renderToStaticMarkup(<ErrorSummary errors={[]} schema={true} />)).toBe('');
  });
});

describe('absent, null and empty are three answers', () => {
  const kinds: [string, z.ZodType, Record<string, string>][] = [
    ['radios', z.enum(['a', 'b']), { null: 'x' }],
    ['a select', z.enum(['a', 'b', 'c', 'd', 'e', 'null']), { null: 'x' }],
    ['a combobox', z.enum(Array.from({ length: 30 }, (_, index) => `option ${index}`)), { null: 'x' }],
    ['yes or no', z.boolean(), { null: 'x' }],
    ['a constant', z.literal('fixed'), { null: 'x' }],
    ['a confirmation', z.literal(true), { null: 'x' }],
    ['text', z.string(), { null: 'x#blank', empty: 'x#blank' }],
    ['a number', z.number(), { null: 'x#blank' }],
    ['a list', z.array(z.string()), { null: 'x#blank', empty: 'x#blank' }],
    ['checkboxes', z.array(z.enum(['a', 'b'])), { null: 'x#blank', empty: 'x#blank' }],
    ['a group', z.object({ a: z.string() }), { null: 'x#blank' }],
    ['named values', z.record(z.string(), z.string()), { null: 'x#blank' }],
    ['a pair', z.tuple([z.string(), z.string()]), { null: 'x#blank' }],
    ['variants', z.union([z.number(), z.object({ a: z.string() })]), { null: 'x#blank' }],
  ];
  const emptyOf = (part: z.ZodType) => (part instanceof z.ZodString ? '' : []);

  test.each(kinds)('of %s: each can be chosen, whatever it was', (_, part, offered) => {
    const schema = z.object({ x: part.nullish() });
    const values: Record<string, unknown> = {
      absent: {},
      null: { x: null },
      ...(offered.empty && { empty: { x: emptyOf(part) } }),
    };
    for (const given of Object.values(values)) {
      const html = render(schema, { defaultValue: given });
      const read = (more: [string, string][] = []) =>
        parseFormEntries([...entries(html), ...more], json(schema));
      expect(read()).toEqual(given);
      for (const [meaning, value] of Object.entries(values)) {
        const name = offered[meaning] ?? offered.null ?? '';
        const choice: [string, string] = [name, meaning === 'absent' && name === 'x' ? '' : meaning];
        expect(html).toContain(`name="${name}"`);
        expect(html).toContain(`value="${choice[1]}"`);
        expect(read([choice])).toEqual(value);
      }
    }
  });

  test('an option that is called null is no null', () => {
    const schema = z.object({ x: z.enum(['null', 'other']).nullish() });
    for (const x of ['null', null, undefined]) {
      const given = x === undefined ? {} : { x };
      expect(parseFormEntries(entries(render(schema, { defaultValue: given })), json(schema))).toEqual(given);
    }
  });

  test('null or empty, where an answer is needed', () => {
    const schema = z.object({ text: z.string().nullable(), list: z.array(z.string()).nullable() });
    for (const given of [
      { text: null, list: null },
      { text: '', list: [] },
    ]) {
      const html = render(schema, { defaultValue: given });
      expect(parseFormEntries(entries(html), json(schema))).toEqual(given);
      expect(
        parseFormEntries([...entries(html), ['text#blank', 'empty'], ['list#blank', 'null']], json(schema)),
      ).toEqual({ text: '', list: null });
    }
  });
});

describe('properties that the schema does not list can be added', () => {
  test.each<[string, JsonSchema, object]>([
    ['an object of anything', { type: 'object' }, { a: 1, b: { c: [null] } }],
    [
      'a part of anything',
      { type: 'object', properties: { o: { type: 'object' } }, required: ['o'] },
      { o: { a: 1, b: { c: [null] } } },
    ],
    [
      'names by a pattern',
      { type: 'object', patternProperties: { '^x-': { type: 'number' } } },
      { 'x-a': 1 },
    ],
    [
      'names by a pattern beside others',
      {
        type: 'object',
        properties: { a: { type: 'string' } },
        patternProperties: { '^x-': { type: 'number' }, '^y-': { type: 'string' } },
        additionalProperties: false,
      },
      { a: 'q', 'x-a': 1, 'y-b': 'two' },
    ],
    [
      'conditions',
      {
        type: 'object',
        properties: { k: { type: 'string' } },
        if: { properties: { k: { const: 'x' } } },
        else: { required: ['extra'], properties: { extra: { type: 'number' } } },
      },
      { k: 'x', extra: 4 },
    ],
    [
      'dependent parts',
      {
        type: 'object',
        properties: { a: { type: 'string' } },
        dependentSchemas: { a: { properties: { z: { type: 'string' } } } },
      },
      { a: 'x', z: 'y' },
    ],
    [
      'a reference to elsewhere',
      { type: 'object', properties: { a: { $ref: 'https://example.org/y' } }, required: ['a'] },
      { a: { z: 1 } },
    ],
    [
      'choices that are objects',
      { type: 'object', properties: { v: { enum: [{ a: 1 }, { a: 2 }] } }, required: ['v'] },
      { v: { a: 2 } },
    ],
  ])('%s', (_, schema, value) => {
    const html = renderToStaticMarkup(<SchemaForm schema={schema} defaultValue={value} />);
    expect(parseFormEntries(entries(html), schema)).toEqual(value);
  });
});

describe('a field left empty where the evidence has a value', () => {
  const schema = z.object({
    number: z.string(),
    po: z.string().nullable(),
    subtotal: z.number().nullable(),
    lines: z.array(z.object({ item: z.string() })),
    tags: z.array(z.enum(['new', 'old'])),
    address: z.object({ city: z.string() }).nullable(),
    currency: z.enum(['EUR', 'USD']).nullable(),
    paid: z.union([z.number(), z.object({ on: z.string() })]).nullable(),
  });
  const held = ['po', 'subtotal', 'lines', 'tags', 'address'];
  const nothing = {
    po: null,
    subtotal: null,
    lines: [],
    tags: [],
    address: null,
    currency: null,
    paid: null,
  };
  const missing = (posted: unknown) =>
    schema.safeParse(posted).error?.issues.map(({ path }) => path.join('.')) ?? [];

  test('is not accepted silently: every field is asked for again', () => {
    for (const scripting of [true, false]) {
      const posted = parseFormEntries(entries(render(schema, { held }), { scripting }), json(schema));
      expect(missing(posted)).toEqual(Object.keys(schema.shape));
    }
  });

  test('is accepted where null or empty was chosen or already there', () => {
    const chosen: [string, string][] = [
      ['number', 'INV-7'],
      ...['po', 'subtotal', 'address'].map((name): [string, string] => [`${name}#blank`, 'null']),
      ...['lines', 'tags'].map((name): [string, string] => [`${name}#blank`, 'empty']),
      ['currency', 'null'],
      ['paid#variant', ''],
    ];
    const html = render(schema, { held });
    const read = parseFormEntries([...entries(html), ...chosen], json(schema));
    expect(read).toEqual({ number: 'INV-7', ...nothing });
    const given = render(schema, { held, defaultValue: { number: 'INV-7', ...nothing } });
    expect(parseFormEntries(entries(given), json(schema))).toEqual({ number: 'INV-7', ...nothing });
  });

  test('the required mark agrees with what empty means', () => {
    const po = z.object({ po: z.string().nullable() });
    expect(render(po, { held: ['po'] })).toMatch(/data-required.*<option value="ask" selected="">/s);
    expect(render(po)).toMatch(/^(?!.*data-required).*<option value="null" selected="">/s);
    expect(render(z.object({ count: z.number().nullable() }))).not.toContain('data-required');
    expect(render(z.object({ name: z.string() }))).toContain('data-required');
  });

  test('a required text left empty counts as missing', () => {
    const text = z.object({ name: z.string() });
    for (const defaultValue of [undefined, { name: 'x' }]) {
      const cleared: [string, string][] = [...entries(render(text, { defaultValue })), ['name', '']];
      expect(parseFormEntries(cleared, json(text))).toEqual({});
    }
    expect(parseFormEntries(entries(render(text, { defaultValue: { name: '' } })), json(text))).toEqual({
      name: '',
    });
  });
});
