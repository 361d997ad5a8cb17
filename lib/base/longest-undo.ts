/** The longest time to undo a decision that a policy or a desk may give, in milliseconds. */
export const longestUndoMs = 300_000;
