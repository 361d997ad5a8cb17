import { describe, expect, test } from 'vitest';
import { noAnswer, readDecisionResult } from './decision-result';

const problem = (code: string, more: object = {}) => ({
  type: 'about:blank',
  title: 'x',
  status: 0,
  code,
  detail: 'Said so.',
  requestId: 'req-12345',
  ...more,
});

test('a receipt is a decision, applied or not yet', () => {
  const decision = { id: 'dec_1', outcomeLabel: 'Approve' };
  expect(readDecisionResult(200, { decision, applied: true, next: null })).toEqual({
    kind: 'recorded',
    applied: true,
    outside: false,
    label: 'Approve',
    undoMs: 0,
  });
  expect(readDecisionResult(202, { decision, applied: false, next: 'task_2' })).toEqual({
    kind: 'recorded',
    applied: false,
    outside: false,
    label: 'Approve',
    undoMs: 0,
  });
  const undoable = { ...decision, at: '2026-11-29T10:00:00.000Z', undoUntil: '2026-11-29T10:00:08.000Z' };
  expect(readDecisionResult(202, { decision: undoable, applied: false })).toMatchObject({ undoMs: 8000 });
  const unused = { ...decision, answeredOutsideAt: '2026-11-03T11:00:02.000Z' };
  expect(readDecisionResult(202, { decision: unused, applied: false, next: null })).toMatchObject({
    applied: false,
    outside: true,
  });
});

test('success without a receipt is not a decision', () => {
  expect(readDecisionResult(200, null)).toMatchObject({ kind: 'unknown' });
  expect(readDecisionResult(200, '<html>')).toMatchObject({ kind: 'unknown' });
  expect(readDecisionResult(204, {})).toMatchObject({ kind: 'unknown' });
});

test('every issue with its path', () => {
  const issues = [
    { path: 'resumeData.note', message: 'is too long' },
    { path: 'comment', message: 'is needed' },
  ];
  expect(readDecisionResult(422, problem('invalid', { issues }))).toMatchObject({ kind: 'invalid', issues });
  expect(readDecisionResult(422, problem('invalid', { issues: [{ path: 1 }, 'x'] }))).toMatchObject({
    kind: 'invalid',
    issues: [],
  });
});

describe('conflicts', () => {
  test('say who decided first, what and when', () => {
    const facts = {
      state: 'decided',
      decidedBy: 'Mia Chen',
      decidedAt: '2026-11-03T10:00:00.000Z',
      outcomeLabel: 'Approve',
    };
    expect(readDecisionResult(409, problem('conflict', facts))).toMatchObject({
      kind: 'conflict',
      by: 'Mia Chen',
      at: '2026-11-03T10:00:00.000Z',
      label: 'Approve',
    });
  });

  test('or say that the task was closed', () => {
    expect(readDecisionResult(409, problem('conflict', { state: 'canceled' }))).toMatchObject({
      kind: 'conflict',
      by: null,
      state: 'canceled',
    });
  });

  test('a changed question is not a conflict', () => {
    expect(readDecisionResult(409, problem('stale'))).toMatchObject({ kind: 'stale' });
  });
});

describe('refusals are certain', () => {
  test.each([
    [401, 'unauthenticated'],
    [403, 'forbidden'],
    [404, 'not_found'],
    [413, 'too_large'],
    [429, 'rate_limited'],
  ])('%i is %s, with or without our body', (status, kind) => {
    expect(readDecisionResult(status, problem(kind))).toMatchObject({
      kind,
      detail: 'Said so.',
      requestId: 'req-12345',
    });
    expect(readDecisionResult(status, undefined)).toMatchObject({ kind, detail: null });
  });

  test.each([400, 409, 415, 422])('%i without our body is refused', (status) => {
    expect(readDecisionResult(status, undefined)).toMatchObject({ kind: 'refused' });
  });
});

test.each([500, 502, 503, 504, 408, 302])('%i leaves the result unknown', (status) => {
  expect(readDecisionResult(status, problem('internal'))).toMatchObject({
    kind: 'unknown',
    requestId: 'req-12345',
  });
});

test('no response leaves it unknown, too', () => {
  expect(noAnswer(true)).toMatchObject({ kind: 'unknown', offline: true });
});

test('a changed question comes with the current one', () => {
  const task = { payloadDigest: 'sha256:b', resumeSchema: { type: 'object' }, title: 'x' };
  expect(readDecisionResult(409, problem('stale', { payloadDigest: 'sha256:b', task }))).toMatchObject({
    kind: 'stale',
    question: { payloadDigest: 'sha256:b', resumeSchema: { type: 'object' } },
  });
  expect(readDecisionResult(409, problem('stale'))).toMatchObject({ kind: 'stale', question: null });
});
