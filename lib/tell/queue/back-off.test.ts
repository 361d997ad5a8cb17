import { describe, expect, test } from 'vitest';
import { afterFailure, messageBackOff, updateBackOff, webhookBackOff } from './back-off';

const [minute, hour] = [60_000, 3_600_000];

describe('what waits after a failure', () => {
  test('waits longer each time, up to an hour, and less by chance', () => {
    const waits = [1, 2, 3, 9, 19].map((tries) => afterFailure(messageBackOff, tries, {}, 0));
    expect(waits).toEqual([15_000, 30_000, minute, hour, hour]);
    expect(afterFailure(messageBackOff, 1, {}, 1)).toBe(11_250);
  });

  test('waits at least as long as the other side asks for, and never longer than the longest', () => {
    expect(afterFailure(messageBackOff, 1, { retryAfterMs: 2 * minute }, 0)).toBe(2 * minute);
    expect(afterFailure(messageBackOff, 9, { retryAfterMs: 2 * minute }, 0)).toBe(hour);
    expect(afterFailure(messageBackOff, 1, { retryAfterMs: 7 * hour }, 0)).toBe(hour);
    expect(afterFailure(webhookBackOff, 9, {}, 1)).toBeLessThan(webhookBackOff.longestMs);
  });

  test('is given up after its last try, or at once when it can never be taken', () => {
    expect(afterFailure(messageBackOff, 20, {}, 0)).toBe('given up');
    expect(afterFailure(webhookBackOff, 10, {}, 0)).toBe('given up');
    expect(afterFailure(updateBackOff, 1_000, {}, 0)).toBe(hour);
    expect(afterFailure(updateBackOff, 1, { permanent: true }, 0)).toBe('given up');
  });
});
