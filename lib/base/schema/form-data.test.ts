import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { initialValue } from './defaults';
import { parseFormEntries, readFormEntries } from './form-data';
import { FormDataError } from './form-data-error';
import { dropSensitive, maskSensitive } from './mask';
import { encodeOption } from './scalars';
import { shapeOf } from './shape';
import type { JsonSchema } from './types';

const json = (schema: z.ZodType): JsonSchema => z.toJSONSchema(schema, { io: 'input' });
const post = (schema: z.ZodType, fields: Record<string, string> | [string, string][], prefix?: string) =>
  parseFormEntries(Array.isArray(fields) ? fields : Object.entries(fields), json(schema), { prefix });

describe('values get the type of their schema', () => {
  test.each<[string, z.ZodType, Record<string, string>, unknown]>([
    ['text', z.object({ a: z.string() }), { a: ' x ' }, { a: ' x ' }],
    ['line ends', z.object({ a: z.string() }), { a: 'x\r\ny' }, { a: 'x\ny' }],
    ['number', z.object({ a: z.number() }), { a: ' 12.50 ' }, { a: 12.5 }],
    ['ticked', z.object({ a: z.boolean() }), { 'a#blank': 'false', a: 'true' }, { a: true }],
    ['unticked', z.object({ a: z.boolean() }), { 'a#blank': 'false' }, { a: false }],
    ['no checkbox at all', z.object({ a: z.boolean() }), {}, {}],
    ['a button', z.object({ approved: z.boolean() }), { approved: 'false' }, { approved: false }],
    ['number options', z.object({ a: z.literal([1, 2]) }), { a: '2' }, { a: 2 }],
    ['clashing options', z.object({ a: z.literal([1, '1']) }), { a: '"1"' }, { a: '1' }],
    ['unknown option', z.object({ a: z.enum(['x', 'y']) }), { a: 'z' }, { a: 'z' }],
    ['date', z.object({ a: z.iso.date() }), { a: '2026-11-03' }, { a: '2026-11-03' }],
    [
      'local date-time is UTC',
      z.object({ a: z.iso.datetime() }),
      { a: '2026-11-03T14:05' },
      { a: '2026-11-03T14:05:00Z' },
    ],
    ['constant', z.object({ a: z.literal('x') }), {}, { a: 'x' }],
    ['consent', z.object({ a: z.literal(true) }), { a: 'on' }, { a: true }],
    ['consent withheld', z.object({ a: z.literal(true) }), { 'a#blank': 'false' }, { a: false }],
    ['unknown as JSON', z.object({ a: z.unknown() }), { 'a#json': '{"b":[1]}' }, { a: { b: [1] } }],
    ['unknown as text', z.object({ a: z.unknown() }), { a: '5' }, { a: '5' }],
  ])('%s', (_, schema, fields, expected) => {
    expect(post(schema, fields)).toEqual(expected);
  });
});

describe('absent, null and empty', () => {
  test.each<[string, z.ZodType, Record<string, string>, unknown]>([
    ['required text', z.object({ a: z.string() }), { a: '' }, { a: '' }],
    ['optional text', z.object({ a: z.string().optional() }), { a: '' }, {}],
    ['nullable text', z.object({ a: z.string().nullable() }), { a: '' }, { a: null }],
    [
      'nullable text that was empty',
      z.object({ a: z.string().nullable() }),
      { a: '', 'a#blank': 'empty' },
      { a: '' },
    ],
    [
      'nullish that was null',
      z.object({ a: z.string().nullish() }),
      { a: '', 'a#blank': 'null' },
      { a: null },
    ],
    ['no null where it is not allowed', z.object({ a: z.string() }), { a: '', 'a#blank': 'null' }, { a: '' }],
    [
      'no absence where it is required',
      z.object({ a: z.string() }),
      { a: '', 'a#blank': 'absent' },
      { a: '' },
    ],
    ['required number', z.object({ a: z.number() }), { a: '' }, {}],
    ['nullable number', z.object({ a: z.number().nullable() }), { a: '' }, { a: null }],
    ['zero', z.object({ a: z.number().optional() }), { a: '0' }, { a: 0 }],
    ['default', z.object({ a: z.number().default(3) }), { a: '' }, {}],
    ['no answer', z.object({ a: z.boolean().optional() }), { a: '' }, {}],
    ['nullable answer', z.object({ a: z.boolean().nullable() }), { a: '' }, { a: null }],
    ['required list', z.object({ a: z.array(z.string()) }), {}, { a: [] }],
    ['optional list', z.object({ a: z.array(z.string()).optional() }), {}, {}],
    [
      'optional list that was empty',
      z.object({ a: z.array(z.string()).optional() }),
      { 'a#blank': 'empty' },
      { a: [] },
    ],
    [
      'optional object, nothing in it',
      z.object({ a: z.object({ b: z.string() }).optional() }),
      { 'a.b': '' },
      {},
    ],
    [
      'optional object, left out',
      z.object({ a: z.object({ b: z.string() }).optional() }),
      { 'a.b': 'x', 'a#include': '0' },
      {},
    ],
    [
      'optional object, empty but wanted',
      z.object({ a: z.object({ b: z.string() }).optional() }),
      { 'a.b': '', 'a#include': '1' },
      { a: { b: '' } },
    ],
    ['nullable object', z.object({ a: z.object({ b: z.string() }).nullable() }), { 'a.b': '' }, { a: null }],
  ])('%s', (_, schema, fields, expected) => {
    expect(post(schema, fields)).toEqual(expected);
  });
});

describe('lists, tuples, records', () => {
  test('rows keep their order, and gaps close', () => {
    const schema = z.object({ items: z.array(z.object({ sku: z.string(), qty: z.int() })) });
    const fields = { 'items[7].sku': 'b', 'items[7].qty': '2', 'items[0].sku': 'a', 'items[0].qty': '1' };
    expect(post(schema, fields)).toEqual({
      items: [
        { sku: 'a', qty: 1 },
        { sku: 'b', qty: 2 },
      ],
    });
  });

  test('a form that is shown again keeps every row: what holds nothing, has no name, or shares its name', () => {
    const schema = json(z.object({ words: z.array(z.string()), rates: z.record(z.string(), z.number()) }));
    const rows = [
      ['tax', '7'],
      ['tax', '19'],
      ['', '3'],
      ['', ''],
    ];
    const entries = [
      ['words[0]', 'one'],
      ['words[1]#row', '1'],
      ...rows.flatMap(([key, value], index) => [
        [`rates#rows[${index}].key`, key],
        [`rates#rows[${index}].value`, value],
      ]),
    ] as [string, string][];
    const { value, issues } = readFormEntries(entries, schema, { forShow: true });
    expect(value).toEqual({ words: ['one', null], rates: { tax: 7, 'tax ': 19, '': 3, ' ': null } });
    expect(issues).toEqual([
      { path: 'rates["tax "]', message: 'This name is used twice' },
      { path: 'rates[""]', message: 'Give this entry a name' },
    ]);
    expect(() => parseFormEntries(entries, schema)).toThrow(FormDataError);
  });

  test('which kind was chosen is known before its fields are filled in', () => {
    const limit = z.union([z.number(), z.object({ from: z.number(), to: z.number() })]);
    const read = readFormEntries([['limit#variant', '1']], json(z.object({ limit })), { forShow: true });
    expect(read.picked).toEqual({ limit: 1 });
  });

  test('an option may be typed by its label; a label that another option posts is that other one', () => {
    const size = z.object({
      size: z.enum(['s', 'm', 'l']).meta({ labels: { s: 'Small', m: 'l', l: 'Large' } }),
    });
    for (const [typed, meant] of [
      ['Small', 's'],
      [' Large ', 'l'],
      ['l', 'l'],
      ['m', 'm'],
      ['Medium', 'Medium'],
    ] as const)
      expect(post(size, { size: typed })).toEqual({ size: meant });
  });

  test('repeated fields are a list', () => {
    expect(
      post(z.object({ a: z.array(z.number()) }), [
        ['a', '1'],
        ['a', '2'],
      ]),
    ).toEqual({ a: [1, 2] });
  });

  test('an empty number in a list is not dropped', () => {
    expect(post(z.object({ a: z.array(z.number()) }), { 'a[0]': '', 'a[1]': '2' })).toEqual({ a: [null, 2] });
  });

  test('a tuple may have a rest', () => {
    const schema = z.object({ a: z.tuple([z.string(), z.boolean()]).rest(z.number()) });
    expect(post(schema, { 'a[0]': 'x', 'a[1]#blank': 'false', 'a[2]': '3' })).toEqual({ a: ['x', false, 3] });
  });

  test('a record is read from rows and from plain names', () => {
    const schema = z.object({ a: z.record(z.string(), z.number()) });
    const fields = {
      'a#rows[0].key': 'net price',
      'a#rows[0].value': '1',
      'a.tax': '2',
      'a#rows[1].key': '',
      'a#rows[1].value': '',
    };
    expect(post(schema, fields)).toEqual({ a: { 'net price': 1, tax: 2 } });
  });

  test('reports keys that are used twice, missing or forbidden', () => {
    const schema = z.object({ a: z.record(z.string(), z.number()) });
    const rows = (key: string) => ({ 'a.x': '1', 'a#rows[0].key': key, 'a#rows[0].value': '2' });
    for (const key of ['x', '', '__proto__']) {
      expect(() => post(schema, rows(key))).toThrow(FormDataError);
    }
  });
});

describe('unions', () => {
  const payment = z.object({
    by: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('bank'), amount: z.number(), iban: z.string() }),
      z.object({ kind: z.literal('card'), amount: z.number() }),
    ]),
  });

  test('the tag selects the variant; fields of the other panel are ignored', () => {
    const fields = {
      'by.kind': 'card',
      'by#variants[0].amount': '1',
      'by#variants[0].iban': 'DE',
      'by#variants[1].amount': '2',
    };
    expect(post(payment, fields)).toEqual({ by: { kind: 'card', amount: 2 } });
  });

  test('the tag also selects with plain names', () => {
    expect(post(payment, { 'by.kind': 'bank', 'by.amount': '3', 'by.iban': 'DE' })).toEqual({
      by: { kind: 'bank', amount: 3, iban: 'DE' },
    });
  });

  test('an unknown tag reaches validation', () => {
    expect(post(payment, { 'by.kind': 'cash' })).toEqual({ by: { kind: 'cash' } });
  });

  test('untagged unions are read by mark, else by fit', () => {
    const schema = z.object({ a: z.union([z.string(), z.number(), z.array(z.string())]) });
    expect(post(schema, { 'a#variant': '0', 'a#variants[0]': '5' })).toEqual({ a: '5' });
    expect(post(schema, { 'a#variant': '1', 'a#variants[1]': '5' })).toEqual({ a: 5 });
    expect(post(schema, { a: '5' })).toEqual({ a: 5 });
    expect(post(schema, { a: 'x' })).toEqual({ a: 'x' });
    expect(post(schema, { 'a[0]': 'x' })).toEqual({ a: ['x'] });
    expect(() => post(schema, { 'a#variant': '9' })).toThrow(FormDataError);
  });

  test('an optional union may be left out, a nullable one is null', () => {
    expect(post(z.object({ a: payment.shape.by.optional() }), { 'a#variant': '' })).toEqual({});
    expect(post(z.object({ a: payment.shape.by.nullable() }), { 'a#variant': '' })).toEqual({ a: null });
  });
});

describe('the root', () => {
  test('may have a prefix', () => {
    const fields = { 'resumeData.approved': 'true', payloadDigest: 'sha256:x' };
    expect(post(z.object({ approved: z.boolean() }), fields, 'resumeData')).toEqual({ approved: true });
  });

  test('is named "value" when it is not an object', () => {
    expect(post(z.boolean(), { value: 'true' })).toBe(true);
    expect(post(z.array(z.number()), { 'value[0]': '1' })).toEqual([1]);
    expect(post(z.string(), { text: 'x' }, 'text')).toBe('x');
  });

  test('names that every object inherits are names like others', () => {
    const schema = z.object({ constructor: z.string(), prototype: z.number(), note: z.string().optional() });
    expect(post(schema, { constructor: 'Lumen', prototype: '2' })).toEqual({
      constructor: 'Lumen',
      prototype: 2,
    });
    const named = z.object({ a: z.record(z.string(), z.number()) });
    const rows = { 'a#rows[0].key': 'constructor', 'a#rows[0].value': '1' };
    expect(post(named, rows)).toEqual({ a: { constructor: 1 } });
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
  });

  test('fields outside the schema are ignored', () => {
    expect(post(z.object({ a: z.string() }), { a: 'x', b: 'y', 'a[': 'z', '': 'w' })).toEqual({ a: 'x' });
  });
});

test('a choice among thousands is read, whatever its options look like', () => {
  const values = Array.from({ length: 5_000 }, (_, index) => (index % 2 === 0 ? index : `option ${index}`));
  const schema: JsonSchema = {
    type: 'object',
    properties: { a: { enum: [...values, '2', 'null'] } },
    required: ['a'],
  };
  const shape = shapeOf(schema.properties?.a, schema);
  const options = shape.kind === 'enum' ? shape.options : [];
  expect(options).toHaveLength(5_002);
  for (const value of [0, 2, '2', 'null', 'option 4999'])
    expect(parseFormEntries([['a', encodeOption(options, value)]], schema)).toEqual({ a: value });
});

describe('numbers are read as they were written, or refused', () => {
  const schema = z.object({
    a: z.number(),
    rows: z.array(z.object({ price: z.number().meta({ currency: 'EUR' }) })).optional(),
    pin: z.object({ code: z.number() }).meta({ sensitive: true }).optional(),
  });
  const refusal = (fields: Record<string, string>): unknown => {
    try {
      return post(schema, fields);
    } catch (error) {
      return error;
    }
  };

  test('by the locale that the form was shown in, and as in JSON without one', () => {
    expect(post(schema, { '#locale': 'de-DE', a: '1.200,50' })).toEqual({ a: 1200.5 });
    expect(post(schema, { '#locale': 'en-US', a: '1,200.50' })).toEqual({ a: 1200.5 });
    expect(post(schema, { a: '1200.50' })).toEqual({ a: 1200.5 });
    for (const locale of ['', 'no such thing', 'x'.repeat(500)])
      expect(post(schema, { '#locale': locale, a: '1200.50' })).toEqual({ a: 1200.5 });
  });

  test.each([
    ['12,5', {}],
    ['0x10', {}],
    ['90071992547409931', {}],
    ['1,234', { '#locale': 'en-US' }],
    ['19,99', { '#locale': 'en-US' }],
  ])('%s is refused at its field, and comes back as it was typed', (text, locale) => {
    expect(refusal({ ...locale, a: text })).toMatchObject({
      code: 'invalid',
      issues: [{ path: 'a' }],
      read: { value: { a: text }, unread: { a: text } },
    });
  });

  test('reports all at once, and sends back nothing of sensitive parts', () => {
    const fields = {
      '#locale': 'de-DE',
      a: 'x',
      'rows[0].price': '19.99',
      'pin#include': '1',
      'pin.code': '47.11',
    };
    expect(refusal(fields)).toMatchObject({
      issues: [{ path: 'a' }, { path: 'rows[0].price' }, { path: 'pin.code' }],
      read: { unread: { a: 'x', 'rows[0].price': '19.99' } },
    });
    expect(Object.keys((refusal(fields) as FormDataError).read.unread)).toEqual(['a', 'rows[0].price']);
  });
});

describe('hostile posts are refused', () => {
  const schema = z.object({ a: z.record(z.string(), z.unknown()), b: z.array(z.string()) });
  test.each([
    ['prototype', { '__proto__.x': '1' }],
    ['prototype within', { 'a["__proto__"].x': '1' }],
    ['huge index', { 'b[100000]': 'x' }],
    ['depth', { [`a${'.x'.repeat(60)}`]: '1' }],
    ['long names', { [`a.${'x'.repeat(2_000)}`]: '1' }],
  ])('%s', (_, fields) => {
    const attempt = () => parseFormEntries(Object.entries(fields), json(schema));
    expect(attempt).toThrow(expect.objectContaining({ code: 'hostile' }));
    expect(Object.hasOwn(Object.prototype, 'x')).toBe(false);
  });

  test('ten thousand fields', () => {
    const fields = Array.from({ length: 10_000 }, (_, index): [string, string] => [`f${index}`, 'x']);
    expect(() => post(schema, fields)).toThrow(expect.objectContaining({ code: 'hostile' }));
  });

  test('JSON text with a forbidden key, or that is not JSON', () => {
    for (const [text, message] of [
      ['{"__proto__":{"x":1}}', '__proto__: cannot have this name'],
      ['{"a":', 'This is not valid JSON'],
    ] as const) {
      const attempt = () => post(z.object({ a: z.unknown() }), { 'a#json': text });
      expect(attempt).toThrow(
        expect.objectContaining({
          code: 'invalid',
          issues: [{ path: 'a', message }],
        }),
      );
    }
  });
});

test('defaults fill what is not given', () => {
  const root = json(
    z.object({
      a: z.number().default(3),
      b: z.string(),
      c: z.object({ d: z.boolean().default(true) }),
      e: z.object({ f: z.string().default('x') }).optional(),
    }),
  );
  expect(initialValue(root, root)).toEqual({ a: 3, c: { d: true } });
  expect(initialValue(root, root, { a: 0, b: '' })).toEqual({ a: 0, b: '', c: { d: true } });
  expect(initialValue({ type: 'string' }, true)).toBeUndefined();
});

test('sensitive parts are masked or dropped, however deep', () => {
  const secret = z.string().meta({ sensitive: true });
  const root = json(
    z.object({
      iban: secret,
      list: z.array(z.object({ pin: secret, name: z.string() })),
      any: z.record(z.string(), secret),
      pay: z.union([z.object({ k: z.literal('a'), token: secret }), z.object({ k: z.literal('b') })]),
    }),
  );
  const value = {
    iban: 'DE1',
    list: [{ pin: '1', name: 'n' }],
    any: { x: 'y' },
    pay: { k: 'a', token: 't' },
    extra: 1,
  };
  expect(maskSensitive(value, root)).toEqual({
    iban: '••••',
    list: [{ pin: '••••', name: 'n' }],
    any: { x: '••••' },
    pay: { k: 'a', token: '••••' },
    extra: 1,
  });
  expect(dropSensitive(value, root)).toEqual({ list: [{ name: 'n' }], any: {}, pay: { k: 'a' }, extra: 1 });
  expect(JSON.stringify(maskSensitive({ ...value, pay: { k: 'c', token: 'leak' } }, root))).not.toContain(
    'leak',
  );
});
