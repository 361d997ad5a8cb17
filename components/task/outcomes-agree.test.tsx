import * as fc from 'fast-check';
import { readPolicy } from '@/db/schema/policy';
import { AppRouterContext } from 'next/dist/shared/lib/app-router-context.shared-runtime';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { LinkForm } from '@/components/link/link-form';
import { ToastProvider } from '@/components/ui/toast';
import type { Json, StoredSchema, StoredOutcome } from '@/db/schema/json';
import { outcomesOf } from '@/lib/mastra/questions/describe-task';
import { contradictionOf, outcomeFaults } from '@/lib/engine/outcome-faults';
import { readableOutcomes } from '@/lib/engine/outcomes';
import { findReasonField } from '@/lib/engine/reason-field';
import { parseFormEntries } from '@/lib/base/schema/form-data';
import { modalFieldsOf, type Field } from '@/lib/tell/slack/fields';
import type { GivenValue } from '@/lib/tell/slack/interaction';
import { completeDecision, type CompletedDecision } from '@/lib/desk/decisions/complete-decision';
import { attributes, postedEntries } from '@/tests/support/posted-entries';
import { DecisionForm } from './decision-form';

/** Labels, ids and values as people write them, and as nobody should write them. */
const usual = [
  'approve',
  'Approve',
  'reject',
  'declined',
  'Not approved',
  'ask',
  'no',
  'x',
  'Größe',
  'a b',
  '#blank',
  '0',
];
const odd = [
  ...usual,
  '',
  ' ',
  '\t',
  `${'long '.repeat(30)}end`,
  `${'long '.repeat(30)}END`,
  'Appro\u200Bve',
];
const flags = [
  'approved',
  'isOk',
  'rejected',
  'accessDenied',
  'notApproved',
  'publish',
  'confirmEmail',
  'granted',
];
const choices = ['decision', 'hiringDecision', 'status', 'next', 'is.ok'];

const verdicts = fc.oneof(
  fc
    .uniqueArray(fc.constantFrom(...flags), { minLength: 1, maxLength: 2 })
    .map((names): Record<string, z.ZodType> => Object.fromEntries(names.map((name) => [name, z.boolean()]))),
  fc
    .tuple(
      fc.constantFrom(...choices),
      fc.uniqueArray(fc.constantFrom(...odd), { minLength: 1, maxLength: 8 }),
    )
    .map(([name, values]): Record<string, z.ZodType> => ({ [name]: z.enum(values) })),
  fc.constant({}),
);
const rest = fc.subarray(['note', 'approverNotes', 'sum', 'urgent'] as const).map((names) => {
  const all = {
    note: z.string().optional(),
    approverNotes: z.string(),
    sum: z.number(),
    urgent: z.boolean(),
  };
  return Object.fromEntries(names.map((name) => [name, all[name]]));
});

type Asked = { schema: StoredSchema; outcomes: StoredOutcome[]; answer: { [key: string]: Json } };

/** A complete answer: a value of the right type for every field. */
function answerTo(schema: StoredSchema, pick: number): { [key: string]: Json } {
  const entries = Object.entries(schema.properties as { [key: string]: { type?: string; enum?: Json[] } });
  return Object.fromEntries(
    entries.map(([key, { type, enum: values }]): [string, Json] => {
      if (values) return [key, values[pick % values.length]!];
      if (type === 'boolean') return [key, pick % 2 === 0];
      return [key, type === 'number' ? 1234.5 : `words for ${key}`];
    }),
  );
}

/** Each button's id, its label, and which value it sets. */
const buttons = fc.array(fc.tuple(fc.nat(20), fc.nat(20), fc.nat(1)), { maxLength: 4 });

const questions: fc.Arbitrary<Asked> = fc
  .tuple(fc.constantFrom('found', 'declared', 'stored'), verdicts, rest, fc.nat(7), buttons, fc.boolean())
  .map(([kind, verdict, more, pick, pressed, isOpen]): Asked => {
    const schema = z.toJSONSchema(z.object({ ...verdict, ...more }), { io: 'input' }) as StoredSchema;
    const answer = answerTo(schema, pick);
    const ids = kind === 'declared' ? ['approve', 'reject', 'ask', 'x', 'yes'] : odd;
    const [key] = Object.keys(verdict);
    const declared = pressed.map(([id, label, preset]) => ({
      id: ids[id % ids.length]!,
      label: odd[label % odd.length]!,
      resumeData: key === undefined || isOpen ? {} : { [key]: answerTo(schema, preset)[key]! },
    }));
    const policy = { outcomes: Object.fromEntries(declared.map(({ id, ...outcome }) => [id, outcome])) };
    const outcomes = outcomesOf(kind === 'found' || declared.length === 0 ? {} : policy, schema);
    return { schema, outcomes: readableOutcomes(outcomes), answer };
  });

const onPage = ({ schema, outcomes, answer }: Asked, reasonField: string | null): string =>
  renderToStaticMarkup(
    <AppRouterContext.Provider value={{} as never}>
      <ToastProvider>
        <DecisionForm
          task={{
            taskId: 't',
            readerId: 'r',
            title: 'T',
            payloadDigest: 'd',
            resumeSchema: schema,
            outcomes,
            reasonField,
          }}
          suggested={answer}
          held={[]}
          heading="T"
          facts={null}
          evidence={null}
          changed={null}
          refused={null}
          doneHref="/inbox"
          nextHref={null}
        >
          {null}
        </DecisionForm>
      </ToastProvider>
    </AppRouterContext.Provider>,
  );

const onLink = ({ schema, outcomes, answer }: Asked, reasonField: string | null): string =>
  renderToStaticMarkup(
    <LinkForm
      action="/links/x"
      task={{ resumeSchema: schema, outcomes, reasonField, suggested: answer }}
      name="Miriam"
      proof={{ by: 'confirm', number: '482' }}
      refused={null}
    />,
  );

/** The buttons of a task page or the choices of a link's page, as value and label. */
const choicesOn = (html: string, pattern: RegExp) =>
  [...html.matchAll(pattern)].map(([, tag = '', words = '']) => [
    attributes(tag).get('value'),
    words.replaceAll(/<kbd.*?<\/kbd>|<[^>]*>/gs, '').trim(),
  ]);

/** The state that Slack sends for a field filled in like this. */
function inSlack({ key, block }: Field, { schema, answer }: Asked): GivenValue {
  const { element } = block;
  const value = answer[key]!;
  const { enum: values = [true, false] } = (schema.properties as { [key: string]: { enum?: Json[] } })[key]!;
  if (element.type === 'static_select') return { selected_option: { value: String(values.indexOf(value)) } };
  if (element.type === 'checkboxes')
    return { selected_options: value === true || values.length === 1 ? [{ value: 'true' }] : [] };
  return { value: String(value) };
}

/** For each outcome, the answer that each channel makes from the same fields. */
function throughAll(question: Asked): (outcome: StoredOutcome) => CompletedDecision[] {
  const { schema, outcomes, answer } = question;
  const reasonField = findReasonField(schema);
  const task = {
    outcomes,
    resumeSchema: schema,
    policy: readPolicy({ reasonField }),
  };
  const posted = (html: string, scripting: boolean) =>
    parseFormEntries(postedEntries(html, { scripting }), schema, { prefix: 'resumeData' });
  const page = onPage(question, reasonField);
  const preset = outcomes.flatMap(({ resumeData }) => Object.keys(resumeData));
  const sent = [
    posted(page, true),
    posted(page, false),
    posted(onLink(question, reasonField), false),
    Object.fromEntries(Object.entries(answer).filter(([key]) => !preset.includes(key))),
  ];
  return (outcome) => {
    const fields = modalFieldsOf({ resumeSchema: schema, reasonField, suggested: {} }, outcome);
    const reason = reasonField === null ? [] : [[reasonField, answer[reasonField]!] as const];
    const filled = fields?.map((field) => [field.key, field.read(inSlack(field, question))!] as const);
    const all = filled ? [...sent, Object.fromEntries([...filled, ...reason])] : sent;
    return all.map((resumeData) => completeDecision(task, { outcome: outcome.id, resumeData }));
  };
}

test('the recorded outcome, its label and the data for the step agree on every channel', () => {
  const count = { inSlack: 0, right: 0 };
  fc.assert(
    fc.property(questions, (question) => {
      const { schema, outcomes } = question;
      fc.pre(new Set(outcomes.map(({ id }) => id)).size === outcomes.length);
      const isRight = outcomeFaults(outcomes, schema).length === 0;
      const reasonField = findReasonField(schema);
      const expected = outcomes.map(({ id, label }) => [id, label]);
      expect(
        choicesOn(onPage(question, reasonField), /<button ([^>]*name="outcome"[^>]*)>(.*?)<\/button>/gs),
      ).toEqual(expected);
      expect(
        choicesOn(onLink(question, reasonField), /<input ([^>]*name="outcome"[^>]*)>(.*?)<\/label>/gs),
      ).toEqual(expected);
      const press = throughAll(question);
      // An answer that contradicts its outcome's label is refused, see below.
      const pressed = outcomes.filter(
        ({ resumeData, ...outcome }) =>
          contradictionOf(outcome, { ...question.answer, ...resumeData }, schema) === undefined,
      );
      for (const outcome of pressed) {
        const [first, ...others] = press(outcome);
        for (const other of others) expect(other).toEqual(first);
        expect(first).toMatchObject({ outcome, resumeData: outcome.resumeData });
        count.inSlack += others.length === 4 ? 1 : 0;
        count.right += isRight ? 1 : 0;
      }
    }),
    { numRuns: 80, interruptAfterTimeLimit: 6_000 },
  );
  expect(count.inSlack).toBeGreaterThan(20);
  expect(count.right).toBeGreaterThan(20);
});

test('an answer that contradicts its outcome is refused, and not recorded under that label', () => {
  const schema = z.toJSONSchema(z.object({ approved: z.boolean() }), { io: 'input' }) as StoredSchema;
  const declared = { outcomes: { approve: { label: 'Approve' }, send: { label: 'Send' } } };
  const task = {
    outcomes: outcomesOf(declared, schema),
    resumeSchema: schema,
    policy: readPolicy({}),
  };
  const answered = (outcome: string) => () =>
    completeDecision(task, { outcome, resumeData: { approved: false } });
  expect(answered('approve')).toThrow(expect.objectContaining({ code: 'invalid' }));
  expect(answered('send')().resumeData).toEqual({ approved: false });
});
