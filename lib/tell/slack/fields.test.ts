import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Json, StoredSchema, StoredOutcome } from '@/db/schema/json';
import { modalView } from '@/tests/support/slack-blocks';
import { modalFieldsOf } from './fields';
import type { GivenValue } from './interaction';

const json = (schema: z.ZodType): StoredSchema =>
  JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io: 'input' })));
const approve: StoredOutcome = {
  id: 'approve',
  label: 'Approve',
  tone: 'success',
  resumeData: { approved: true },
  reasonRequired: false,
};

type More = { reasonField?: string; suggested?: { [key: string]: Json }; outcome?: StoredOutcome };

/** The fields of an answer; fails for a block that Slack would refuse. */
function fields(schema: z.ZodType, { reasonField, suggested = {}, outcome = approve }: More = {}) {
  const found = modalFieldsOf(
    { resumeSchema: json(schema), reasonField: reasonField ?? null, suggested },
    outcome,
  );
  const title = { type: 'plain_text', text: 'Approve' };
  if (found)
    modalView.parse({ type: 'modal', title, submit: title, blocks: found.map(({ block }) => block) });
  return found;
}

/** The one field besides the verdict in an answer with `value`. */
function field(value: z.ZodType, more: More = {}) {
  const [only, ...others] = fields(z.object({ approved: z.boolean(), value }), more) ?? [];
  expect(others).toEqual([]);
  return only!;
}

const chosen = (...indexes: number[]): GivenValue => ({
  selected_options: indexes.map((index) => ({ value: String(index) })),
});
const picked = (index: number): GivenValue => ({ selected_option: { value: String(index) } });

describe('a field', () => {
  test.each<[string, z.ZodType, object, GivenValue, Json]>([
    [
      'text',
      z.string(),
      { type: 'plain_text_input', multiline: false, max_length: 3000 },
      { value: 'A word' },
      'A word',
    ],
    [
      'a short text',
      z.string().max(20),
      { type: 'plain_text_input', max_length: 20 },
      { value: 'A word' },
      'A word',
    ],
    [
      'a long text',
      z.string().max(5000),
      { type: 'plain_text_input', multiline: true, max_length: 3000 },
      { value: 'Two\nlines' },
      'Two\nlines',
    ],
    [
      'markdown',
      z.string().meta({ widget: 'markdown' }),
      { type: 'plain_text_input', multiline: true },
      { value: '*so*' },
      '*so*',
    ],
    [
      'a mail address',
      z.email(),
      { type: 'email_text_input' },
      { value: 'ana@example.com' },
      'ana@example.com',
    ],
    [
      'an address',
      z.url(),
      { type: 'url_text_input' },
      { value: 'https://example.com' },
      'https://example.com',
    ],
    ['a date', z.iso.date(), { type: 'datepicker' }, { selected_date: '2026-11-22' }, '2026-11-22'],
    [
      'an amount',
      z.number().min(0.5).max(9.5),
      { type: 'number_input', is_decimal_allowed: true, min_value: '0.5', max_value: '9.5' },
      { value: '7.25' },
      7.25,
    ],
    [
      'a count',
      z.int().min(0).max(9),
      { type: 'number_input', is_decimal_allowed: false, min_value: '0', max_value: '9' },
      { value: '0' },
      0,
    ],
    [
      'a choice',
      z.enum(['in_review', 'done']),
      {
        type: 'static_select',
        options: [
          { value: '0', text: { text: 'In review' } },
          { value: '1', text: { text: 'Done' } },
        ],
      },
      picked(1),
      'done',
    ],
    ['a choice of numbers', z.literal([10, 20]), { type: 'static_select' }, picked(0), 10],
    [
      'several choices',
      z.array(z.enum(['a', 'b', 'c'])).max(2),
      { type: 'multi_static_select', max_selected_items: 2 },
      chosen(2, 0),
      ['c', 'a'],
    ],
    ['a tick', z.boolean(), { type: 'checkboxes' }, chosen(0), true],
    ['something to confirm', z.literal(true), { type: 'checkboxes' }, chosen(0), true],
  ])('asks for %s, and reads what was given as the schema takes it', (_, schema, element, given, value) => {
    const { block, read } = field(schema);
    expect(block.element).toMatchObject(element);
    expect(read(given)).toEqual(value);
    expect(schema.safeParse(read(given)).success).toBe(true);
  });

  test('has a label and help within Slack’s limits, and says whether it is required', () => {
    const { block, required } = field(
      z
        .string()
        .meta({ title: 'x'.repeat(3000), description: 'y'.repeat(3000), placeholder: 'z'.repeat(300) }),
    );
    expect([block.label.text.length, block.hint?.text.length, block.optional, required]).toEqual([
      2000,
      2000,
      false,
      true,
    ]);
    expect(block.element).toMatchObject({ placeholder: { text: `${'z'.repeat(149)}…` } });
    expect(field(z.string().optional())).toMatchObject({ required: false, block: { optional: true } });
  });

  test.each<[z.ZodType]>([
    [z.string()],
    [z.number()],
    [z.iso.date()],
    [z.enum(['a', 'b'])],
    [z.literal(true)],
  ])('that was left empty is no value', (schema) => {
    const { read } = field(schema);
    for (const empty of [
      undefined,
      {},
      { value: null, selected_date: null, selected_option: null, selected_options: null },
      { value: undefined, selected_options: [] },
    ])
      expect(read(empty)).toBeUndefined();
  });

  test('reports text that is no number or would lose digits; an unknown choice counts as none', () => {
    expect(field(z.number()).problem({ value: 'seven' })).toBe('must be a number, such as 1200.5');
    expect(field(z.number()).problem({ value: '19,99' })).toBe('must be a number, such as 1200.5');
    expect(field(z.number()).problem({ value: '9007199254740993' })).toContain('9007199254740992');
    expect(field(z.number()).problem({ value: '19.99' })).toBeUndefined();
    expect(field(z.number()).problem({ value: '' })).toBeUndefined();
    expect(field(z.number()).problem(undefined)).toBeUndefined();
    expect(field(z.number()).read({ value: '' })).toBeUndefined();
    for (const wrong of [
      picked(9),
      { selected_option: { value: 'a' } },
      { selected_option: { value: '__proto__' } },
    ])
      expect(field(z.enum(['a', 'b'])).read(wrong)).toBeUndefined();
    expect(field(z.array(z.enum(['a', 'b']))).read(chosen(7, 1))).toEqual(['b']);
  });

  test('left unticked means no, only where it was shown', () => {
    expect(field(z.boolean()).read({})).toBe(false);
    expect(field(z.boolean()).block.optional).toBe(true);
    expect(field(z.boolean().optional()).read({})).toBeUndefined();
    // Without an explicit false, the schema would restore its default.
    expect(field(z.boolean().default(true)).read({})).toBe(false);
    expect(field(z.literal(true)).block.optional).toBe(false);
  });

  test('with several choices may be left empty where the schema allows it', () => {
    const any = z.array(z.enum(['a', 'b']));
    expect([field(any).block.optional, field(any).read({})]).toEqual([true, []]);
    expect([field(any.min(1)).block.optional, field(any.min(1)).read({})]).toEqual([false, undefined]);
    expect(field(any.optional()).read({})).toBeUndefined();
    expect(field(any.default(['a'])).read({})).toEqual([]);
  });

  test.each<[z.ZodType, Json, object]>([
    [z.string(), 'So far', { initial_value: 'So far' }],
    [z.number(), 12.5, { initial_value: '12.5' }],
    [z.iso.date(), '2026-11-22', { initial_date: '2026-11-22' }],
    [z.enum(['a', 'b']), 'b', { initial_option: { value: '1' } }],
    [z.array(z.enum(['a', 'b', 'c'])), ['c'], { initial_options: [{ value: '2' }] }],
    [z.boolean(), true, { initial_options: [{ value: 'true' }] }],
  ])('begins with what is suggested, or else with the default', (schema, start, element) => {
    expect(field(schema, { suggested: { value: start } }).block.element).toMatchObject(element);
    expect(field(schema.default(start)).block.element).toMatchObject(element);
  });

  test.each<[z.ZodType, Json]>([
    [z.string(), ''],
    [z.string(), 7],
    [z.number(), '7'],
    [z.iso.date(), 'tomorrow'],
    [z.enum(['a', 'b']), 'c'],
    [z.array(z.enum(['a'])), 'a'],
    [z.boolean(), false],
    [z.boolean(), 'yes'],
  ])('does not begin with what does not fit it', (schema, start) => {
    expect(
      Object.keys(field(schema, { suggested: { value: start } }).block.element).filter((key) =>
        key.startsWith('initial'),
      ),
    ).toEqual([]);
  });
});

describe('an answer', () => {
  test('has a field for everything but its verdict and reason', () => {
    const schema = z.object({
      approved: z.boolean(),
      amount: z.number(),
      note: z.string(),
      ticket: z.string().optional(),
    });
    expect(fields(schema, { reasonField: 'note' })?.map(({ key }) => key)).toEqual(['amount', 'ticket']);
    expect(modalFieldsOf({ resumeSchema: null, reasonField: null, suggested: {} }, approve)).toEqual([]);
  });

  test('of a union has the fields of its outcome’s variant', () => {
    const schema = z.discriminatedUnion('decision', [
      z.object({ decision: z.literal('pay'), amount: z.number() }),
      z.object({ decision: z.literal('wait'), until: z.iso.date() }),
    ]);
    const outcome = (decision: string): StoredOutcome => ({ ...approve, resumeData: { decision } });
    expect(fields(schema, { outcome: outcome('pay') })?.map(({ key }) => key)).toEqual(['amount']);
    expect(fields(schema, { outcome: outcome('wait') })?.map(({ key }) => key)).toEqual(['until']);
    expect(fields(schema, { outcome: outcome('fly') })).toBeNull();
    expect(fields(z.union([z.object({ a: z.string() }), z.object({ b: z.string() })]))).toBeNull();
    expect(fields(z.string())).toBeNull();
  });

  test.each<[string, z.ZodType]>([
    ['parts of its own', z.object({ street: z.string() })],
    ['a list of texts', z.array(z.string())],
    ['a list of things', z.array(z.object({ sku: z.string() }))],
    ['a moment', z.iso.datetime()],
    ['a time', z.iso.time()],
    ['code', z.string().meta({ widget: 'code' })],
    ['a password', z.string().meta({ widget: 'password' })],
    ['something sensitive', z.string().meta({ sensitive: true })],
    ['anything', z.unknown()],
    ['more choices than fit', z.enum(Array.from({ length: 101 }, (_, index) => `choice-${index}`))],
    ['a choice that is too long', z.enum(['a', 'b'.repeat(76)])],
    ['a choice of several that is too long', z.array(z.enum(['a', 'b'.repeat(76)]))],
  ])('that needs %s is given on the page; one that may have it goes without', (_, schema) => {
    const needed = modalFieldsOf(
      {
        resumeSchema: {
          ...json(z.object({ approved: z.boolean(), value: schema })),
          required: ['approved', 'value'],
        },
        reasonField: null,
        suggested: {},
      },
      approve,
    );
    expect(needed).toBeNull();
    expect(
      fields(z.object({ approved: z.boolean(), value: schema.optional(), why: z.string() }))?.map(
        ({ key }) => key,
      ),
    ).toEqual(['why']);
  });

  test('that repeats evidence Slack cannot show is given on the page', () => {
    const schema = z.object({
      approved: z.boolean(),
      lines: z.array(z.object({ sku: z.string() })).optional(),
      text: z.string().optional(),
    });
    expect(fields(schema)?.map(({ key }) => key)).toEqual(['text']);
    expect(fields(schema, { suggested: { lines: [{ sku: 'a' }] } })).toBeNull();
    expect(fields(schema, { suggested: { text: 'x'.repeat(3000) } })?.map(({ key }) => key)).toEqual([
      'text',
    ]);
    expect(fields(schema, { suggested: { text: 'x'.repeat(3001) } })).toBeNull();
  });

  test('with too many fields for a modal, or a name too long for a block, is given on the page', () => {
    const many = (count: number) =>
      z.object(
        Object.fromEntries(Array.from({ length: count }, (_, index) => [`field${index}`, z.string()])),
      );
    expect(fields(many(40))).toHaveLength(40);
    expect(fields(many(41))).toBeNull();
    expect(fields(z.object({ ['k'.repeat(201)]: z.string() }))).toBeNull();
  });
});
