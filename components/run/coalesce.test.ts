import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { coalesce } from './coalesce';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a burst becomes one call, and the next burst another', () => {
  const act = vi.fn<() => void>();
  const { signal } = coalesce(act, 200);
  signal();
  vi.advanceTimersByTime(150);
  signal();
  signal();
  expect(act).not.toHaveBeenCalled();
  vi.advanceTimersByTime(50);
  expect(act).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1000);
  expect(act).toHaveBeenCalledTimes(1);
  signal();
  vi.advanceTimersByTime(200);
  expect(act).toHaveBeenCalledTimes(2);
});

test('a steady stream does not put the call off for ever', () => {
  const act = vi.fn<() => void>();
  const { signal } = coalesce(act, 200);
  for (let sent = 0; sent < 10; sent += 1) {
    signal();
    vi.advanceTimersByTime(100);
  }
  expect(act).toHaveBeenCalledTimes(5);
});

test('makes no call after it was stopped', () => {
  const act = vi.fn<() => void>();
  const { signal, stop } = coalesce(act, 200);
  signal();
  stop();
  vi.advanceTimersByTime(1000);
  expect(act).not.toHaveBeenCalled();
});
