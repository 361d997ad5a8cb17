import * as fc from 'fast-check';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { LinkForm } from '@/components/link/link-form';
import { SchemaForm } from '@/components/schema-form/schema-form';
import { ReaderLocaleProvider } from '@/components/ui/reader-locale';
import type { Json, StoredSchema } from '@/db/schema/json';
import { readPolicy } from '@/db/schema/policy';
import { findOutcomes } from '@/lib/engine/outcomes';
import { findReasonField } from '@/lib/engine/reason-field';
import { parseExactJson } from '@/lib/base/schema/exact-json';
import { parseFormEntries } from '@/lib/base/schema/form-data';
import { FormDataError } from '@/lib/base/schema/form-data-error';
import { joinPaths, printPath } from '@/lib/base/schema/paths';
import { completeDecision } from '@/lib/desk/decisions/complete-decision';
import { modalFieldsOf } from '@/lib/tell/slack/fields';
import { attributes, postedEntries } from '@/tests/support/posted-entries';
import { answerParts } from './answer-parts';
import { ReasonField } from './reason-field';

const locales = ['en-US', 'en-GB', 'de-DE', 'es-ES', 'fr-FR', 'de-CH', 'hi-IN'] as const;
const names = [
  'amount',
  'first name',
  'a.b',
  'q[0]',
  'x["y"]',
  '#x',
  '',
  'größe',
  'resumeData',
  'constructor',
  'prototype',
  'approverNotes',
];

/** A kind of field, and what a person may mean by what they type into it. */
type Kind = { schema: z.ZodType; values: fc.Arbitrary<Json> };
const cents = fc.integer({ min: -99_999_999_999, max: 99_999_999_999 }).map((each) => each / 100);
const kinds: Kind[] = [
  { schema: z.number().meta({ currency: 'EUR' }), values: cents },
  { schema: z.number().multipleOf(0.01), values: cents },
  { schema: z.int(), values: fc.maxSafeInteger() },
  { schema: z.string().min(1), values: fc.constantFrom('19,99', '1.200,00', 'a  b', '0x10', '“no”') },
  { schema: z.enum(['1', '1,0', 'Ja']), values: fc.constantFrom('1', '1,0', 'Ja') },
];

type Asked = { schema: StoredSchema; answer: { [key: string]: Json }; locale: string };

const questions: fc.Arbitrary<Asked> = fc
  .uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 4 })
  .chain((keys) =>
    fc.tuple(
      fc.constantFrom(...locales),
      fc.tuple(
        ...keys.map((key) =>
          fc
            .constantFrom(...kinds)
            .chain(({ schema, values }) => values.map((value) => ({ key, schema, value }))),
        ),
      ),
    ),
  )
  .map(([locale, fields]) => ({
    locale,
    answer: Object.fromEntries(fields.map(({ key, value }) => [key, value])),
    schema: z.toJSONSchema(
      z.object({
        approved: z.boolean(),
        ...Object.fromEntries(fields.map(({ key, schema }) => [key, schema])),
      }),
      { io: 'input' },
    ) as StoredSchema,
  }));

/** As a reader of that language writes it, with its separators. */
const written = (value: Json, locale: string): string =>
  typeof value === 'number'
    ? new Intl.NumberFormat(locale, { maximumFractionDigits: 20, numberingSystem: 'latn' }).format(value)
    : String(value);

/** The forms of the task's page and of a link, in which nothing is filled in yet. */
function formsOf({ schema, locale }: Asked): string[] {
  const outcomes = findOutcomes(schema);
  const reasonField = findReasonField(schema);
  const parts = answerParts(schema, outcomes, reasonField);
  const page = (
    <>
      <ReasonField
        outcomes={outcomes}
        reason={parts.reason}
        schema={schema}
        hidden={[...parts.verdict, ...parts.rest]}
        issues={[]}
        values={{ resumeData: undefined, comment: '' }}
        disabled={false}
        onChange={() => undefined}
      />
      <SchemaForm
        schema={schema}
        prefix="resumeData"
        hidden={[...parts.verdict, ...(parts.reason === null ? [] : [parts.reason])]}
      />
    </>
  );
  const link = (
    <LinkForm
      action="/links/x"
      task={{ resumeSchema: schema, outcomes, reasonField, suggested: {} }}
      name="Miriam"
      proof={{ by: 'confirm', number: '482' }}
      refused={null}
    />
  );
  return [page, link].map((form) =>
    renderToStaticMarkup(<ReaderLocaleProvider value={locale}>{form}</ReaderLocaleProvider>),
  );
}

/** What a form posts once each of its fields was typed into, or chosen from. */
function typedInto(html: string, typed: ReadonlyMap<string, string>, scripting: boolean): [string, string][] {
  const controls = [...html.matchAll(/<(?:input|textarea|select)[^>]*>/g)].map(([tag]) =>
    attributes(tag).get('name'),
  );
  expect([...typed.keys()].filter((name) => !controls.includes(name))).toEqual([]);
  return [...postedEntries(html, { scripting }).filter(([name]) => !typed.has(name)), ...typed];
}

/** What each channel makes of the same words: the page with and without scripts, a link, the API, and Slack. */
function readings(asked: Asked): (Json | undefined)[] {
  const { schema, answer, locale } = asked;
  const typed = new Map(
    Object.entries(answer).map(([key, value]) => [
      joinPaths('resumeData', printPath([key])),
      written(value, locale),
    ]),
  );
  const [page, link] = formsOf(asked) as [string, string];
  const read = (html: string, scripting: boolean) =>
    parseFormEntries(typedInto(html, typed, scripting), schema, { prefix: 'resumeData' });
  const [approve] = findOutcomes(schema);
  const reasonField = findReasonField(schema);
  const fields = modalFieldsOf({ resumeSchema: schema, reasonField, suggested: {} }, approve!) ?? [];
  const inSlack = fields.map(({ key, block, read: readField }) => {
    const value = answer[key]!;
    const { enum: options = [] } = (schema.properties as { [key: string]: { enum?: Json[] } })[key]!;
    const given =
      block.element.type === 'static_select'
        ? { selected_option: { value: String(options.indexOf(value)) } }
        : { value: String(value) };
    return [key, readField(given)!] as const;
  });
  const reason = reasonField === null ? [] : [[reasonField, answer[reasonField]!] as const];
  return [
    read(page, true),
    read(page, false),
    read(link, true),
    read(link, false),
    parseExactJson(JSON.stringify(answer)).value as Json,
    ...(fields.length > 0 ? [Object.fromEntries([...inSlack, ...reason])] : []),
  ];
}

test('what a person typed is what the step gets, under any name, in any language, on every channel', () => {
  const count = { inSlack: 0 };
  fc.assert(
    fc.property(questions, (asked) => {
      const { schema, answer } = asked;
      const policy = readPolicy({ reasonField: findReasonField(schema) });
      const task = { outcomes: findOutcomes(schema), resumeSchema: schema, policy };
      const read = readings(asked);
      for (const resumeData of read) {
        const given = completeDecision(task, { outcome: 'approve', resumeData });
        expect(given.resumeData).toEqual({ ...answer, approved: true });
      }
      count.inSlack += read.length === 6 ? 1 : 0;
    }),
    { numRuns: 150, interruptAfterTimeLimit: 6_000 },
  );
  expect(count.inSlack).toBeGreaterThan(10);
});

test.each(['9007199254740993', '123456789012345678901234567890', '0.1234567890123456789', '1e999'])(
  'the number %s, which cannot be kept, is refused at its field on every channel',
  (digits) => {
    const asked: Asked = {
      locale: 'en-US',
      answer: {},
      schema: z.toJSONSchema(z.object({ approved: z.boolean(), ratio: z.number() }), {
        io: 'input',
      }) as StoredSchema,
    };
    const [approve] = findOutcomes(asked.schema);
    const issue = { path: 'ratio', message: expect.any(String) };
    for (const html of formsOf(asked))
      for (const scripting of [true, false]) {
        const entries = typedInto(html, new Map([['resumeData.ratio', digits]]), scripting);
        const reading = () => parseFormEntries(entries, asked.schema, { prefix: 'resumeData' });
        expect(reading).toThrow(FormDataError);
        expect(reading).toThrow(expect.objectContaining({ issues: [issue] }));
      }
    expect(parseExactJson(`{"ratio":${digits}}`).issues).toEqual([issue]);
    const slack = { resumeSchema: asked.schema, reasonField: null, suggested: {} };
    const field = modalFieldsOf(slack, approve!)?.find(({ key }) => key === 'ratio');
    expect(field?.problem({ value: digits })).toEqual(expect.any(String));
  },
);
