/** After how many milliseconds a task without a due time counts as stale; `STALE_AFTER` overrides it. */
export const defaultStaleAfterMs = 7 * 86_400_000;
