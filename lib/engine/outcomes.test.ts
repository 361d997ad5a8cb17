import { describe, expect, test } from 'vitest';
import type { StoredSchema } from '@/db/schema/json';
import { findOutcomes } from './outcomes';
import { findReasonField } from './reason-field';

const object = (properties: StoredSchema): StoredSchema => ({ type: 'object', properties });
const brief = (schema: StoredSchema | null) =>
  findOutcomes(schema).map(({ id, label, tone, resumeData }) => [id, label, tone, resumeData]);

describe('findOutcomes', () => {
  test.each([
    ['approved', 'Approve'],
    ['approve', 'Approve'],
    ['confirm', 'Confirm'],
    ['confirmed', 'Confirm'],
    ['accepted', 'Accept'],
    ['ok', 'Approve'],
  ])('a boolean %s becomes two buttons', (name, label) => {
    expect(brief(object({ [name]: { type: 'boolean' } }))).toEqual([
      [label.toLowerCase(), label, 'success', { [name]: true }],
      ['reject', 'Reject', 'danger', { [name]: false }],
    ]);
  });

  test('an enum becomes a button for each value', () => {
    expect(
      brief(object({ decision: { type: 'string', enum: ['approve', 'request_changes', 'reject'] } })),
    ).toEqual([
      ['approve', 'Approve', 'success', { decision: 'approve' }],
      ['request_changes', 'Request changes', 'neutral', { decision: 'request_changes' }],
      ['reject', 'Reject', 'danger', { decision: 'reject' }],
    ]);
  });

  test('without an obvious verdict there is one button', () => {
    for (const schema of [
      {},
      object({ colour: { type: 'string' } }),
      object({ status: { type: 'string', enum: Array.from({ length: 20 }, (_, i) => `s${i}`) } }),
    ]) {
      expect(brief(schema)).toEqual([['submit', 'Submit', 'neutral', {}]]);
    }
  });
});

test('a step without a resume schema has one button, "Continue"', () => {
  expect(brief(null)).toEqual([['continue', 'Continue', 'neutral', {}]]);
});

test('the reason is found by its name, if it is text', () => {
  expect(findReasonField(object({ note: { type: 'string' }, reason: { type: 'string' } }))).toBe('reason');
  expect(findReasonField(object({ comment: { type: 'number' } }))).toBeNull();
  expect(
    findReasonField(object({ reason: { type: 'string', sensitive: true }, note: { type: 'string' } })),
  ).toBe('note');
  expect(findReasonField(null)).toBeNull();
});
