import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { JsonSchema } from '@/lib/base/schema/types';
import { findVerdict, isAskedPlainly } from './find-verdict';
import { findReasonField } from './reason-field';
import { meaningOf } from './verdict-words';

const json = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input' }) as JsonSchema;
const found = (shape: Record<string, z.ZodType>) => {
  const verdict = findVerdict(json(z.object(shape)));
  return verdict && verdict.outcomes.map(({ id, label, tone, resumeData }) => [id, label, tone, resumeData]);
};
const note = z.string().optional();
const yesNo = z.boolean();

describe('a boolean', () => {
  test.each([
    ['isApproved', 'Approve', 'Reject'],
    ['managerApproved', 'Approve', 'Reject'],
    ['client_accepted', 'Accept', 'Reject'],
    ['ok', 'Approve', 'Reject'],
    ['allow', 'Allow', 'Reject'],
  ])('%s is true for “%s” and false for “%s”', (name, yes, no) => {
    expect(found({ [name]: yesNo, note })).toEqual([
      [yes.toLowerCase(), yes, 'success', { [name]: true }],
      [no.toLowerCase(), no, 'danger', { [name]: false }],
    ]);
  });

  test.each([
    ['rejected', 'Reject'],
    ['denied', 'Deny'],
    ['accessDenied', 'Deny'],
    ['is_declined', 'Decline'],
    ['refused', 'Refuse'],
    ['notApproved', 'Reject'],
    ['disapproved', 'Reject'],
  ])('%s is false for “Approve” and true for “%s”', (name, no) => {
    expect(found({ [name]: yesNo, note })).toEqual([
      ['approve', 'Approve', 'success', { [name]: false }],
      [no.toLowerCase(), no, 'danger', { [name]: true }],
    ]);
  });

  test('gives no buttons when two could contradict each other, or when an unticked box would say no', () => {
    for (const names of [
      ['approved', 'denied'],
      ['clientApproved', 'financeApproved'],
    ]) {
      const shape = Object.fromEntries(names.map((name) => [name, yesNo]));
      expect(found(shape)).toBeNull();
      for (const key of names)
        expect(isAskedPlainly(json(z.object(shape)), { key, required: true })).toBe(true);
    }
  });

  test('about something else is not a verdict', () => {
    for (const name of ['confirmEmail', 'allowOvertime', 'approvedBy', 'urgent', 'blocked'])
      expect(found({ [name]: yesNo, sum: z.number() })).toBeNull();
  });

  test('is a checkbox only where leaving it unticked is not a verdict', () => {
    const asks = (shape: Record<string, z.ZodType>, key: string) =>
      isAskedPlainly(json(z.object(shape)), { key, required: true });
    expect(asks({ urgent: yesNo, sum: z.number() }, 'urgent')).toBe(false);
    expect(asks({ confirmEmail: yesNo, sum: z.number() }, 'confirmEmail')).toBe(true);
    expect(asks({ publish: yesNo, note }, 'publish')).toBe(true);
  });
});

describe('a choice', () => {
  test.each<[string, Record<string, z.ZodType>, string[] | null]>([
    [
      'by the end of its name',
      { hiringDecision: z.enum(['hire', 'pass']), approverNotes: note },
      ['hire', 'pass'],
    ],
    [
      'by values that agree and refuse',
      { answerOfLegal: z.enum(['approve', 'ask', 'decline']), when: z.string() },
      ['approve', 'ask', 'decline'],
    ],
    [
      'as all there is to answer',
      { next: z.enum(['left', 'right']), approverNotes: note },
      ['left', 'right'],
    ],
    ['not among other questions', { next: z.enum(['left', 'right']), sum: z.number() }, null],
    ['not where it may be left out', { next: z.enum(['left', 'right']).optional() }, null],
    ['not where one value is empty', { decision: z.enum(['', 'x']) }, null],
    ['not where one value is blank', { decision: z.enum([' ', 'x']) }, null],
    ['not where one value is longer than an id', { decision: z.enum([`${'a'.repeat(151)}`, 'x']) }, null],
    ['not where a label is longer than a button', { decision: z.enum([`${'a '.repeat(40)}`, 'x']) }, null],
    ['not of too many', { decision: z.enum(['a', 'b', 'c', 'd', 'e', 'f', 'g']) }, null],
    [
      'not of two that are called decision',
      { aDecision: z.enum(['a', 'b']), bDecision: z.enum(['a', 'b']) },
      null,
    ],
  ])('is the verdict %s', (_, shape, ids) => {
    expect(found(shape)?.map(([id]) => id) ?? null).toEqual(ids);
  });

  test('of look-alike values has buttons that can be told apart', () => {
    expect(found({ decision: z.enum(['Approve', 'approve']) })?.map(([, label]) => label)).toEqual([
      'Approve (Approve)',
      'Approve (approve)',
    ]);
  });

  test('has the labels that its author gave', () => {
    const named = z.enum(['a', 'b']).meta({ labels: { a: 'Take it', b: 'Leave it' } });
    expect(found({ decision: named })?.map(([, label]) => label)).toEqual(['Take it', 'Leave it']);
  });
});

test.each([
  ['Approve', 'agrees'],
  ['approve_with_changes', 'agrees'],
  ['Do not approve', 'refuses'],
  ['Don’t approve', 'refuses'],
  ['Approve, no changes', 'agrees'],
  ['Not approved', 'refuses'],
  ['Decline', 'refuses'],
  ['No', 'refuses'],
  ['No objection', null],
  ['Confirm the rejection', null],
  ['Approve or reject', null],
  ['Withdraw approval', null],
  ['Send', null],
])('“%s”: %s', (text, meaning) => {
  expect(meaningOf(text)).toBe(meaning);
});

describe('the reason', () => {
  const reason = (shape: Record<string, z.ZodType>, evidence?: Record<string, z.ZodType>) =>
    findReasonField(json(z.object(shape)), evidence ? json(z.object(evidence)) : null);

  test('is found by the last word of its name, if only one text has such a name', () => {
    expect(reason({ approved: yesNo, approverNotes: note })).toBe('approverNotes');
    expect(reason({ approved: yesNo, rejectionReason: z.string(), sum: z.number() })).toBe('rejectionReason');
    expect(reason({ approved: yesNo, customerNote: note, approverNote: note })).toBeNull();
    expect(reason({ approved: yesNo, noteKind: note })).toBeNull();
  });

  test('is never a choice, an address, or content of the evidence', () => {
    expect(reason({ rejectionReason: z.enum(['budget', 'policy']) })).toBeNull();
    expect(reason({ replyComment: z.email() })).toBeNull();
    expect(reason({ approved: yesNo, releaseNotes: z.string() }, { releaseNotes: z.string() })).toBeNull();
  });
});
