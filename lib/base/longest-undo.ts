/** The longest undo window that a policy or the desk may set, in milliseconds. */
export const longestUndoMs = 300_000;
