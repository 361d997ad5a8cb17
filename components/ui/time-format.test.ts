import { describe, expect, test } from 'vitest';
import { formatExact, formatRelative, toMillis } from './time-format';

const now = Date.UTC(2026, 10, 3, 14, 5);
const minute = 60_000;

describe('formatRelative', () => {
  test.each([
    [0, 'just now'],
    [-44_000, 'just now'],
    [-50_000, '1 minute ago'],
    [-5 * minute, '5 minutes ago'],
    [2 * 60 * minute, 'in 2 hours'],
    [-24 * 60 * minute, 'yesterday'],
    [24 * 60 * minute, 'tomorrow'],
    [3 * 24 * 60 * minute, 'in 3 days'],
    [-14 * 24 * 60 * minute, '2 weeks ago'],
    [-800 * 24 * 60 * minute, '2 years ago'],
  ])('%d ms away is "%s"', (offset, expected) => {
    expect(formatRelative(now + offset, now)).toBe(expected);
  });
});

test('the exact time names its zone', () => {
  expect(formatExact(now, 'UTC')).toBe('Tue, 3 Nov 2026, 14:05 UTC');
  expect(formatExact(now, 'Asia/Tokyo')).toContain('23:05 GMT+9');
});

test('an invalid time has no milliseconds', () => {
  expect(toMillis('2026-11-03T14:05:00Z')).toBe(now);
  expect(toMillis('soon')).toBeUndefined();
});
