/** SQLite's words for "another process writes, and did not end within the time we wait"; drivers wrap them several times. */
export function isBusy(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 5) return false;
  return ('code' in error && /^SQLITE_(BUSY|LOCKED)/.test(String(error.code))) || isBusy(error.cause, depth + 1);
}
