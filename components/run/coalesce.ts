/**
 * Merges a burst of signals into one call, `waitMs` after the first signal. A signal after the call starts
 * the next wait.
 */
export function coalesce(act: () => void, waitMs: number): { signal: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    signal() {
      timer ??= setTimeout(() => {
        timer = undefined;
        act();
      }, waitMs);
    },
    stop() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
