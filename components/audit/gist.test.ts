import { expect, test } from 'vitest';
import { gistOf } from './gist';

test.each([
  [
    {
      outcome: 'approve',
      label: 'Approve',
      comment: 'Fine.',
      before: { state: 'open' },
      after: { state: 'decided' },
    },
    'Approve',
  ],
  [{ reason: 'credentials', email: 'a@b.test' }, 'a@b.test'],
  [{ before: { status: 'suspended' }, after: { status: 'success' } }, 'suspended → success'],
  [{ before: { candidates: ['user:a'] }, after: { candidates: ['user:b'] } }, null],
  [{ before: ['user:a'], after: ['user:b'] }, null],
  [{ reason: 'x'.repeat(200) }, `${'x'.repeat(159)}…`],
  [{ label: '', reason: null }, null],
  [[], null],
  [null, null],
])('%j', (data, gist) => {
  expect(gistOf(data)).toBe(gist);
});
