import { expect, test } from 'vitest';
import { payloadDigest } from './payload-digest';

const asked = {
  runId: 'run',
  workflowId: 'flow',
  path: ['gate'],
  forEachIndex: null,
  suspendedAt: 1,
  turn: null,
};

test('the digest does not depend on the order of properties, but on every value', () => {
  const digest = (payload: { [key: string]: number }) => payloadDigest({ ...asked, payload }, null);
  expect(digest({ a: 1, b: 2 })).toBe(digest({ b: 2, a: 1 }));
  expect(digest({ a: 1, b: 2 })).not.toBe(digest({ a: 1, b: 3 }));
  expect(digest({ a: 1 })).toMatch(/^sha256:[0-9a-f]{64}$/);
});

test('evidence that a program cut in the middle of an emoji still has one: its run would wait for ever unseen', () => {
  expect(payloadDigest({ ...asked, payload: { 'text\udc00': ['cut \ud83d'] } }, null)).toMatch(
    /^sha256:[0-9a-f]{64}$/,
  );
});
