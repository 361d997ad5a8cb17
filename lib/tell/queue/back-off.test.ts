import { describe, expect, test } from 'vitest';
import { afterFailure, messageBackOff, updateBackOff, webhookBackOff } from './back-off';

const [minute, hour] = [60_000, 3_600_000];

describe('after a failure', () => {
  test('the wait grows up to an hour, shortened at random', () => {
    const waits = [1, 2, 3, 9, 19].map((tries) => afterFailure(messageBackOff, tries, {}, 0));
    expect(waits).toEqual([15_000, 30_000, minute, hour, hour]);
    expect(afterFailure(messageBackOff, 1, {}, 1)).toBe(11_250);
  });

  test('the wait is at least what the other side asks for, and never above the longest', () => {
    expect(afterFailure(messageBackOff, 1, { retryAfterMs: 2 * minute }, 0)).toBe(2 * minute);
    expect(afterFailure(messageBackOff, 9, { retryAfterMs: 2 * minute }, 0)).toBe(hour);
    expect(afterFailure(messageBackOff, 1, { retryAfterMs: 7 * hour }, 0)).toBe(hour);
    expect(afterFailure(webhookBackOff, 9, {}, 1)).toBeLessThan(webhookBackOff.longestMs);
  });

  test('it is given up after the last try, or at once when the failure is permanent', () => {
    expect(afterFailure(messageBackOff, 20, {}, 0)).toBe('given up');
    expect(afterFailure(webhookBackOff, 10, {}, 0)).toBe('given up');
    expect(afterFailure(updateBackOff, 1_000, {}, 0)).toBe(hour);
    expect(afterFailure(updateBackOff, 1, { permanent: true }, 0)).toBe('given up');
  });
});
