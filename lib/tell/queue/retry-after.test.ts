import { expect, test } from 'vitest';
import { retryAfterOf } from './retry-after';

test.each([
  ['120', 120_000],
  ['Sun, 29 Nov 2026 12:01:00 GMT', 60_000],
  ['99999999', 86_400_000],
  ['0', null],
  ['Sun, 29 Nov 2026 11:59:00 GMT', null],
  ['soon', null],
  ['', null],
  [null, null],
  [undefined, null],
])('%s asks for %s ms', (header, ms) => {
  expect(retryAfterOf(header, new Date('2026-11-29T12:00:00Z'))).toBe(ms);
});
