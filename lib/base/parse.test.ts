import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { cancelRun } from '@/lib/desk/runs/cancel-run';
import { startRun } from '@/lib/desk/runs/start-run';
import { type AppError, mostIssues } from './errors';
import { parse } from './parse';
import { deskForTest, expense } from '@/tests/support/desk';

const anything = z.strictObject({ value: z.json() });
const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

describe('parse', () => {
  test.each([
    ['half a surrogate pair', { value: { note: 'cut \ud83d' } }, 'value.note'],
    ['a NUL, at which the database would cut', { value: ['fine', 'ab\0cd'] }, 'value[1]'],
    ['a name that is no text', { value: { 'a\0': 1 } }, 'value'],
    ['a number that JSON cannot write', { value: JSON.parse('1e400') as number }, 'value'],
    [
      'a value nested so deep that walking it overflows the stack',
      { value: nested(100_000) },
      `value${'[0]'.repeat(7)}`,
    ],
  ])('refuses %s', (_, input, path) => {
    expect(() => parse(anything, input)).toThrow(
      expect.objectContaining({ code: 'invalid', issues: [expect.objectContaining({ path })] }),
    );
  });

  test.each([
    ['lists', Array.from({ length: 330_000 }, () => [])],
    ['objects', Array.from({ length: 140_000 }, () => ({ '': 0 }))],
    ['characters that are no text', Array.from({ length: 90_000 }, () => '\0')],
    ['names that are no text', Object.fromEntries(Array.from({ length: 90_000 }, (_, n) => [`\0${n}`, n]))],
    ['prototypes', Array.from({ length: 40_000 }, () => JSON.parse('{"__proto__":1}') as object)],
    ['values of another kind', { wrong: Array.from({ length: 90_000 }, () => 1) }],
  ])('a megabyte of %s is refused with few issues', (_, value) => {
    const refusal = (() => {
      try {
        parse(z.strictObject({ value: z.union([z.json(), z.never()]), texts: z.array(z.string()) }), {
          value,
          texts: Object.values(value)[0],
        });
      } catch (error) {
        return error as AppError;
      }
    })();
    expect(refusal?.code).toBe('invalid');
    expect(refusal?.issues?.length).toBeLessThanOrEqual(mostIssues);
    expect(JSON.stringify(refusal?.issues).length).toBeLessThan(20_000);
  });

  test('accepts whole emoji, other control characters and deep forms', () => {
    const value = { note: 'Fine 👍🏽\n\tOK', tree: nested(40) };
    expect(parse(anything, { value })).toEqual({ value });
  });

  test('refuses `__proto__` as a property and says where, so that nothing vanishes', () => {
    const input: unknown = JSON.parse('{"value":{"list":[{"__proto__":{"admin":true},"a":1}]}}');
    expect(() => parse(anything, input)).toThrow(
      expect.objectContaining({
        code: 'invalid',
        issues: [{ path: 'value.list[0].__proto__', reason: 'name_forbidden', params: {} }],
      }),
    );
  });

  test('accepts names that every object inherits', () => {
    const value = { constructor: 'Lumen GmbH', prototype: 1, toString: 'x' };
    expect(parse(anything, { value })).toEqual({ value });
  });
});

test('no verb records such input', async () => {
  const desk = await deskForTest();
  await expect(
    startRun(desk.as('requester'), {
      workflowId: 'expense-report',
      input: { ...expense(), details: '\ud800' },
    }),
  ).rejects.toMatchObject({ code: 'invalid', issues: [{ path: 'input.details' }] });
  const runId = await desk.request('expense-report', expense());
  await expect(cancelRun(desk.as('requester'), runId, { reason: 'No\0 more' })).rejects.toMatchObject({
    code: 'invalid',
    issues: [{ path: 'reason' }],
  });
});
