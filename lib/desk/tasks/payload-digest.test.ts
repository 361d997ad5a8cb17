import { expect, test } from 'vitest';
import { newSalt, payloadDigest } from './payload-digest';

const asked = {
  runId: 'run',
  workflowId: 'flow',
  path: ['gate'],
  forEachIndex: null,
  suspendedAt: 1,
  turn: null,
  toolCall: null,
};

test('the digest does not depend on the order of properties, but on every value', () => {
  const digest = (payload: { [key: string]: number }) => payloadDigest({ ...asked, payload }, null, 'salt');
  expect(digest({ a: 1, b: 2 })).toBe(digest({ b: 2, a: 1 }));
  expect(digest({ a: 1, b: 2 })).not.toBe(digest({ a: 1, b: 3 }));
  expect(digest({ a: 1 })).toMatch(/^sha256:[0-9a-f]{64}$/);
});

test('evidence that ends in half an emoji still has a digest, so that its task can open', () => {
  expect(payloadDigest({ ...asked, payload: { 'text\udc00': ['cut \ud83d'] } }, null, null)).toMatch(
    /^sha256:[0-9a-f]{64}$/,
  );
});

test('the evidence cannot be guessed from the digest without the salt', () => {
  const digest = (pin: string, salt: string | null) =>
    payloadDigest({ ...asked, payload: { pin } }, null, salt);
  const shown = digest('4711', newSalt());
  for (const salt of [null, '', 'salt', newSalt()]) expect(digest('4711', salt)).not.toBe(shown);
});

test('a task of an older release has no salt, and keeps the digest that its links and drafts use', () => {
  expect(payloadDigest({ ...asked, payload: { a: 1 } }, null, null)).toBe(
    'sha256:97c46684e727c2a273035e502f97fa5abe18f1026ab1eb8ba7a14fcb9ae483f7',
  );
});
