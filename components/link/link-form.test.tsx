import { renderToStaticMarkup } from 'react-dom/server';
import { readPolicy } from '@/db/schema/policy';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Json, StoredSchema } from '@/db/schema/json';
import { findOutcomes } from '@/lib/engine/outcomes';
import { findReasonField } from '@/lib/engine/reason-field';
import { parseFormEntries } from '@/lib/base/schema/form-data';
import { completeDecision } from '@/lib/desk/decisions/complete-decision';
import { attributes, postedEntries } from '@/tests/support/posted-entries';
import { LinkForm } from './link-form';

const names = [
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
];

const proof = { by: 'confirm' as const, number: '482' };

/** A form of texts with these names, a verdict and a reason, as the page of a link shows it. */
function linkForm(shape: Record<string, z.ZodType>) {
  const schema = z.toJSONSchema(z.object(shape), { io: 'input' }) as StoredSchema;
  const task = {
    resumeSchema: schema,
    outcomes: findOutcomes(schema),
    reasonField: findReasonField(schema),
    suggested: {},
  };
  const outcome = task.outcomes[0]!;
  const html = renderToStaticMarkup(
    <LinkForm action="/links/x" task={task} name="Miriam" proof={proof} refused={null} />,
  );
  return { schema, task, outcome, html };
}

test('asks for each property once whatever its name, and passes on what was typed', () => {
  const texts = Object.fromEntries(names.map((name) => [name, z.string()]));
  const { schema, task, outcome, html } = linkForm({
    approved: z.boolean(),
    ...texts,
    note: z.string().optional(),
  });
  const fields = [...html.matchAll(/<(?:input|textarea)[^>]*>/g)]
    .map(([tag]) => attributes(tag).get('name'))
    .filter((name) => name !== 'resumeData#locale' && name !== 'outcome');
  expect(new Set(fields).size).toBe(fields.length);
  const asked = postedEntries(html).filter(([field]) => !field.endsWith('#locale'));
  const typed = asked.map(([field], index): [string, string] => [field, `typed ${index}`]);
  const resumeData = parseFormEntries(typed, schema, { prefix: 'resumeData' }) as { [key: string]: Json };
  const answer = completeDecision(
    { ...task, policy: readPolicy({ reasonField: task.reasonField }) },
    { resumeData, outcome: outcome.id },
  );
  const given = answer.resumeData as { [key: string]: Json };
  expect(Object.keys(given).toSorted()).toEqual(['approved', 'note', ...names].toSorted());
  expect(given.approved).toBe(true);
  const words = names.map((name) => given[name]);
  expect(new Set(words).size).toBe(names.length);
  for (const word of words) expect(word).toMatch(/^typed \d+$/);
});

test('accepts a verdict property of any name: an outcome agrees with a form that leaves it out', () => {
  const { task } = linkForm({ 'is.ok': z.boolean(), other: z.string() });
  const yes = {
    id: 'yes',
    label: 'Yes',
    tone: 'success' as const,
    reasonRequired: false,
    resumeData: { 'is.ok': true },
  };
  const html = renderToStaticMarkup(
    <LinkForm
      action="/links/x"
      task={{ ...task, outcomes: [yes] }}
      name="Miriam"
      proof={proof}
      refused={null}
    />,
  );
  const posted = postedEntries(html).map(([field, value]) => [field, value || 'typed'] as const);
  expect(parseFormEntries(posted, task.resumeSchema, { prefix: 'resumeData' })).toEqual({ other: 'typed' });
});

test.each<[string, z.ZodType, Json | undefined]>([
  ['text', z.string().min(2), undefined],
  ['a number', z.number(), undefined],
  ['a list', z.array(z.string()), []],
  ['a choice', z.enum(['a', 'b', 'c', 'd', 'e']), undefined],
  ['text or a number', z.union([z.string(), z.number()]), undefined],
  [
    'one of two kinds',
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('cancel') }),
      z.object({ kind: z.literal('pay'), iban: z.string() }),
    ]),
    undefined,
  ],
  ['named values', z.record(z.string(), z.number()), {}],
])('%s at the root starts with nothing, and nothing is what it sends', (_, root, expected) => {
  const schema = z.toJSONSchema(root, { io: 'input' }) as StoredSchema;
  const outcomes = findOutcomes(schema);
  const html = renderToStaticMarkup(
    <LinkForm
      action="/links/x"
      task={{ resumeSchema: schema, outcomes, reasonField: null, suggested: {} }}
      name="Miriam"
      proof={proof}
      refused={null}
    />,
  );
  for (const scripting of [true, false])
    expect(parseFormEntries(postedEntries(html, { scripting }), schema, { prefix: 'resumeData' })).toEqual(
      expected,
    );
  expect(html).not.toMatch(/>\{\}<|value="\{\}"/);
});

test('offers every outcome, with nothing chosen or filled in', () => {
  const { html } = linkForm({ approved: z.boolean(), note: z.string().optional() });
  expect(html).not.toMatch(/checked/);
  const given = new Map(postedEntries(html));
  expect([given.get('outcome'), given.get('confirmation')]).toEqual([undefined, '']);
  const radios = [...html.matchAll(/<input[^>]*type="radio"[^>]*>/g)].map(([tag]) => attributes(tag));
  expect(radios.map((radio) => [radio.get('value'), radio.has('required')])).toEqual([
    ['approve', true],
    ['reject', true],
  ]);
  // The number to type is text on the page, not an attribute that a program could copy.
  expect(html.split('482')).toHaveLength(2);
  expect(html).toContain('To confirm, type 482');
});

test('keeps what was chosen when the answer is refused', () => {
  const { task } = linkForm({ approved: z.boolean(), note: z.string().optional() });
  const refused = { values: {}, comment: '', outcome: 'reject', issues: [], unread: {}, key: null };
  const html = renderToStaticMarkup(
    <LinkForm action="/links/x" task={task} name="Miriam" proof={proof} refused={refused} />,
  );
  expect(new Map(postedEntries(html)).get('outcome')).toBe('reject');
});

test('an error names its field and links to it', () => {
  const { task } = linkForm({
    approved: z.boolean(),
    'cost centre': z.string(),
    note: z.string().optional(),
  });
  const refused = {
    values: {},
    comment: '',
    issues: [
      { path: 'resumeData["cost centre"]', message: 'is needed' },
      { path: 'outcome', message: 'Choose your answer.' },
    ],
    unread: {},
    key: null,
  };
  const html = renderToStaticMarkup(
    <LinkForm action="/links/x" task={task} name="Miriam" proof={proof} refused={refused} />,
  );
  const [, href = '', words = ''] = /<li><a href="#([^"]*)"[^>]*>(.*?)<\/a><\/li>/.exec(html) ?? [];
  expect(words.replaceAll('<!-- -->', '')).toBe('cost centre: is needed');
  expect(html).toContain(`id="${href}"`);
  expect(html).toContain('<li>Choose your answer.</li>');
});
