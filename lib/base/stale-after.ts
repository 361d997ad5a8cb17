/** After how long a task that has no due time is stale, unless `STALE_AFTER` says otherwise, in milliseconds. */
export const defaultStaleAfterMs = 7 * 86_400_000;
