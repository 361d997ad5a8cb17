import { expect, onTestFinished, test, vi } from 'vitest';
import { z } from 'zod';
import { mostIssues } from '@/lib/base/errors';
import { validateWith } from './standard-schema';
import { TookTooLongError, within } from './within';

test('interrupts work that takes too long, and tells that from work that fails', () => {
  expect(within(1_000, () => 5)).toBe(5);
  expect(() => within(1_000, () => JSON.parse('{'))).toThrow(SyntaxError);
  expect(() =>
    within(50, () => {
      for (;;);
    }),
  ).toThrow(TookTooLongError);
  expect(within(1_000, () => within(500, () => 'inner'))).toBe('inner');
});

test('a pattern that backtracks for ever refuses the value instead of blocking the desk', async () => {
  const schema = z.object({ iban: z.string().regex(/^(\w+\s?)+$/) });
  expect(await validateWith(schema, { iban: 'ES91 2100' })).toEqual({
    ok: true,
    value: { iban: 'ES91 2100' },
  });
  expect(await validateWith(schema, { iban: `${'a'.repeat(60)}!` })).toEqual({
    ok: false,
    issues: [{ path: '', message: 'takes too long to check' }],
  });
});

test('a rule that waits for an answer that never comes refuses the value instead of holding the request', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const schema = z.object({ code: z.string().refine(() => new Promise<boolean>(() => undefined)) });
  const checked = validateWith(schema, { code: 'A1' });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(await checked).toEqual({ ok: false, issues: [{ path: '', message: 'takes too long to check' }] });
});

test('reports only the first faults of a value that is wrong everywhere', async () => {
  const schema = z.array(z.string());
  const checked = await validateWith(
    schema,
    Array.from({ length: 20_000 }, () => 0),
  );
  expect(checked.ok).toBe(false);
  if (checked.ok) return;
  expect(checked.issues).toHaveLength(mostIssues);
  expect(checked.issues.at(-1)).toEqual({ path: '', message: 'and 19,901 more' });
});
