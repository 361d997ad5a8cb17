import { expect, test } from 'vitest';
import { z } from 'zod';
import { mostIssues } from '@/lib/base/errors';
import { validateWith } from './standard-schema';
import { TookTooLongError, within } from './within';

test('work ends in time, and is told apart from work that fails', () => {
  expect(within(1_000, () => 5)).toBe(5);
  expect(() => within(1_000, () => JSON.parse('{'))).toThrow(SyntaxError);
  expect(() =>
    within(50, () => {
      for (;;);
    }),
  ).toThrow(TookTooLongError);
  expect(within(1_000, () => within(500, () => 'inner'))).toBe('inner');
});

test("an author's pattern that tries without end refuses the value instead of holding up the desk", async () => {
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

test('a value that is wrong all over is told by its first faults', async () => {
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
