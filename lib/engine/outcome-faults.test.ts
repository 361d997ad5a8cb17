import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { StoredOutcome } from '@/db/schema/json';
import type { JsonSchema } from '@/lib/base/schema/types';
import { contradictionOf, outcomeFaults } from './outcome-faults';

const json = (shape: Record<string, z.ZodType>) =>
  z.toJSONSchema(z.object(shape), { io: 'input' }) as JsonSchema;
const approved = json({ approved: z.boolean(), note: z.string().optional() });
const outcome = (id: string, label: string, resumeData: StoredOutcome['resumeData'] = {}) => ({
  id,
  label,
  resumeData,
});

test.each<[string, ReturnType<typeof outcome>[], JsonSchema, string[]]>([
  [
    'right',
    [outcome('approve', 'Approve', { approved: true }), outcome('reject', 'Reject', { approved: false })],
    approved,
    [],
  ],
  [
    'that set nothing',
    [outcome('approve', 'Approve'), outcome('reject', 'Reject')],
    approved,
    [
      'outcome "approve": leaves "approved" open, which says what was decided; set it in its resumeData',
      'outcome "reject": leaves "approved" open, which says what was decided; set it in its resumeData',
    ],
  ],
  [
    'turned round',
    [outcome('approve', 'Approve', { approved: false }), outcome('reject', 'Reject', { approved: true })],
    approved,
    [
      'outcome "approve": is called “Approve”, but sets "approved" to false',
      'outcome "reject": is called “Reject”, but sets "approved" to true',
    ],
  ],
  [
    'turned round by a name that refuses',
    [outcome('yes', 'Accept', { denied: true })],
    json({ denied: z.boolean() }),
    ['outcome "yes": is called “Accept”, but sets "denied" to true'],
  ],
  [
    'turned round by a word',
    [outcome('go', 'Decline', { hiringDecision: 'approved' })],
    json({ hiringDecision: z.enum(['approved', 'declined']) }),
    ['outcome "go": is called “Decline”, but sets "hiringDecision" to "approved"'],
  ],
  [
    'whose label and id differ',
    [outcome('approve', 'Reject', { approved: false })],
    approved,
    ['outcome "approve": its label “Reject” says the opposite of its id'],
  ],
  [
    'of which one does not set what others do',
    [outcome('approve', 'Approve', { approved: true }), outcome('ask', 'Ask again')],
    approved,
    ['outcome "ask": does not set "approved", which other outcomes set, so that no form asks for it'],
  ],
  [
    'that read the same',
    [outcome('a', 'Go on'), outcome('b', 'go  on')],
    json({ sum: z.number() }),
    ['the labels of the outcomes cannot be told apart: “Go on”, “go  on”'],
  ],
  [
    'with nothing to read',
    [outcome('a', ' ')],
    approved,
    ['the labels of the outcomes cannot be told apart: “ ”'],
  ],
  ['that ask plainly', [outcome('send', 'Send')], approved, []],
  [
    'beside a choice of another kind',
    [outcome('approve', 'Approve'), outcome('reject', 'Reject')],
    json({ budget: z.enum(['travel', 'office']) }),
    [],
  ],
  ['about a word with two meanings', [outcome('confirm', 'Confirm', { approved: false })], approved, []],
])('outcomes %s', (_, outcomes, schema, faults) => {
  expect(outcomeFaults(outcomes, schema)).toEqual(faults);
});

describe('what a person answers', () => {
  test('contradicts the words of its outcome only in the verdict', () => {
    const schema = json({ approved: z.boolean(), termsAccepted: z.boolean() });
    const reject = outcome('reject', 'Reject');
    expect(contradictionOf(reject, { approved: true }, schema)).toBe('approved');
    expect(contradictionOf(reject, { approved: false, termsAccepted: true }, schema)).toBeUndefined();
    expect(contradictionOf(outcome('send', 'Send'), { approved: true }, schema)).toBeUndefined();
  });
});
