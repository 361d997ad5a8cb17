import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { canBeToldApart, toldApart } from './told-apart';

test.each([
  [
    ['Approve', 'Reject'],
    ['Approve', 'Reject'],
  ],
  [
    ['', 'Reject'],
    ['“1”', 'Reject'],
  ],
  [
    [' ', 'Reject', '\n'],
    ['“1”', 'Reject', '“3”'],
  ],
  [
    ['Approve', 'approve', 'Reject'],
    ['Approve (1)', 'approve (2)', 'Reject'],
  ],
  [
    ['Approve', 'Appro\u200Bve'],
    ['Approve', 'Appro\u200Bve'],
  ],
])('%j becomes %j', (labels, expected) => {
  expect(toldApart(labels.map((label, index) => ({ label, value: String(index + 1) })))).toEqual(expected);
});

test('whatever the labels and values, no result is empty and no two are the same', () => {
  const choice = fc.record({
    label: fc.constantFrom('', ' ', 'A', 'a', 'A (a)', '1. A', 'A\t'),
    value: fc.constantFrom('', 'a', 'A', 'a ', 'b'),
  });
  fc.assert(
    fc.property(fc.array(choice, { maxLength: 8 }), (choices) => {
      const labels = toldApart(choices);
      expect(labels).toHaveLength(choices.length);
      expect(labels.every((label) => label.trim() !== '')).toBe(true);
      expect(new Set(labels).size).toBe(labels.length);
    }),
  );
});

test('labels that differ only in invisible characters can be told apart, because those are shown as marks', () => {
  expect(canBeToldApart(['Approve', 'Approve\u200B'])).toBe(true);
  expect(canBeToldApart(['Approve', ' APPROVE '])).toBe(false);
});

test('labels longer than the limit cannot be told apart', () => {
  expect(canBeToldApart(['Approve the first', 'Approve the second'])).toBe(true);
  expect(canBeToldApart(['Approve the first', 'Approve the second'], 12)).toBe(false);
});
