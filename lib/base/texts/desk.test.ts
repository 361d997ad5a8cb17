import { expect, test } from 'vitest';
import { doing, done, whoDid } from './desk';

test.each([
  ['Approve', 'Approving…', 'Approved', 'Mia Chen approved this'],
  ['Reject', 'Rejecting…', 'Rejected', 'Mia Chen rejected this'],
  ['Request changes', 'Requesting changes…', 'Changes requested', 'Mia Chen requested changes'],
  ['Escalate to legal', 'Sending…', 'Escalate to legal', 'Mia Chen answered “Escalate to legal”'],
])('%s', (label, now, past, who) => {
  expect([doing(label), done(label), whoDid('Mia Chen', label)]).toEqual([now, past, who]);
});
