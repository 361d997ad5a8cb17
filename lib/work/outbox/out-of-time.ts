/** Work was given up in time, before the host would have ended the process in the middle of it. */
export class OutOfTimeError extends Error {
  constructor() {
    super(
      'it took longer than this host lets a function work, and is left to the sweep; a step that always does needs a longer limit, or a server',
    );
  }
}

/**
 * Calls `end` at `until` (a time of `performance.now()`), immediately if it is past, never if infinite. @returns a
 * function that cancels it
 */
export function atMoment(until: number, end: () => void): () => void {
  if (until === Infinity) return () => undefined;
  const timer = setTimeout(end, Math.max(until - performance.now(), 0));
  return () => clearTimeout(timer);
}
