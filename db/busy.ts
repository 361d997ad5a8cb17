import { causesOf } from './causes';

/** SQLite's words for "another process writes, and did not end within the time we wait". */
export const isBusy = (error: unknown): boolean =>
  causesOf(error).some(({ code }) => /^SQLITE_(BUSY|LOCKED)/.test(String(code)));
