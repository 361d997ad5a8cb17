/** Work on a run that a host would have ended in the middle; it was given up in good order before. */
export class OutOfTimeError extends Error {
  constructor() {
    super(
      'it took longer than this host lets a function work, and is left to the sweep; a step that always does needs a longer limit, or a server',
    );
  }
}

/** Calls `end` at that moment (of `performance.now()`), or at once when it is past; never when that is infinite. @returns what stops it */
export function atMoment(until: number, end: () => void): () => void {
  if (until === Infinity) return () => undefined;
  const timer = setTimeout(end, Math.max(until - performance.now(), 0));
  return () => clearTimeout(timer);
}
